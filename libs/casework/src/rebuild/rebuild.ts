import { isMessageType } from '#contract';
import { arrive } from '#domain';
import type { InboundMessage, Rebuild, Rebuilt } from '#exchange';
import type { CaseworkTx, LegRow } from '../ports.js';
import type { Desk } from '../desk/desk.js';
import { systemSession } from '../desk/perform.js';
import { Session } from '../desk/session.js';
import { planLadder } from '../supervision/ladder.js';
import { reactAgain } from './react.js';
import { notYet } from './rebuilder.js';
import { REBUILDERS } from './table.js';

/**
 * Takes the casework of a node up again from the messages of its streams, after its database was set back to an older
 * state or lost. Each message is taken up at its own legal instant, so that dates and clocks are those of then.
 */
export function caseworkRebuild(desk: Desk): Rebuild {
  const takeUp = async (side: 'own' | 'theirs', message: InboundMessage): Promise<Rebuilt> => {
    const { type } = message;
    if (!isMessageType(type)) return notYet('unknown-type');
    return desk.uow.run((tx) => REBUILDERS[type][side](silently(desk, tx, message.time), message));
  };
  return {
    own: (message) => takeUp('own', message),
    theirs: (message) => takeUp('theirs', message),
    done: async (_peer, stream) => {
      if (stream.kind === 'leg') await desk.uow.run((tx) => fromNowOn(desk, tx, stream.id));
    },
  };
}

/** A session of that instant which sends nothing: what was sent then comes back by itself. */
function silently(desk: Desk, tx: CaseworkTx, at: Date): Session {
  const then: Desk = {
    ...desk,
    time: { now: () => at },
    outbox: { put: (letters) => Promise.resolve(letters.map(() => desk.newId())) },
  };
  return new Session(then, tx, { unit: desk.office.self.id, user: '系统', role: 'system' }, reactAgain);
}

/**
 * A leg whose arrival nobody had heard of before this node was set back arrives today. Every other one is followed again
 * as its limits stand: the next sweep gives the notice and lays out the drafts that are due, in this office only.
 */
async function fromNowOn(desk: Desk, tx: CaseworkTx, legId: string): Promise<void> {
  const caseId = await tx.legs.caseOf(legId);
  if (caseId === undefined) return;
  const session = systemSession(desk, tx);
  const opened = await session.open(caseId);
  if (!opened.ok) return;
  const row = opened.value.legs.find(({ leg }) => leg.id === legId);
  if (row === undefined) return;
  if (!isOnItsWay(session, row)) return planLadder(session, row);
  const arrived = arrive(row.leg, session.legContext(row.leg, opened.value.row.matter, 'receiver'));
  if (arrived.ok) await session.recordLeg(row, arrived.value);
}

const isOnItsWay = ({ self }: Session, { leg }: LegRow): boolean =>
  leg.state === 'SENT' && leg.toNode === self && leg.arrivedOn === undefined;
