import { applyLegEvent, type Case } from '#domain';
import type { InboundMessage } from '#exchange';
import type { CaseRow } from '../ports.js';
import type { Session } from '../desk/session.js';
import { sealHere } from '../desk/seal-copy.js';
import { liveLegs } from '../desk/session.js';
import { caseFor, keepPapers, keepWall } from '../inbound/leg-sent.js';
import { type LegSent, readIdentity, readLegEvent, readLegSent, readSealed } from '../inbound/read.js';
import { legOf } from '../inbound/leg-messages.js';
import { outAgain } from './react.js';
import { done, notYet, type Rebuilder, type Rebuilders } from './rebuilder.js';
import { joinTopic } from './topics.js';
import { wentOver } from './went-over.js';

/** A leg that this node had sent: the leg, and its case as far as a leg tells of it. */
const sentAgain: Rebuilder = async (session, message) => {
  const read = readLegSent(message.data);
  if (!read.ok) return notYet(`malformed ${read.where}`);
  const { leg } = read.value;
  if ((await session.tx.legs.caseOf(leg.id)) !== undefined) return done;
  const row = await ownCase(session, read.value);
  await session.tx.legs.insert(leg, row.matter.id, session.at);
  await keepPapers(session, read.value, row.matter.id);
  await keepWall(session, read.value, row.matter.id);
  await session.note(row.matter.id, `rebuilt.send.${leg.kind}`, '[I]', `恢复：${leg.letterNumber}`, leg.id);
  if (leg.kind !== 'slip') await outAgain(session, row.matter.id);
  await joinTopic(session, row.matter.id, leg);
  return done;
};

/**
 * The case of a leg that was sent from here. What the register alone knew (its items, its first clocks, what was told to
 * whom) does not travel with a leg and does not come back.
 */
export async function ownCase(
  session: Session,
  { leg, dossier }: Pick<LegSent, 'leg' | 'dossier'>,
): Promise<CaseRow> {
  const known = await session.tx.cases.loadByOrigin(leg.originNumber);
  if (known !== undefined) return known;
  const base: Case = {
    id: session.desk.newId(),
    originNumber: leg.originNumber,
    originNode: originOf(session, leg.originNumber),
    localNumber: leg.senderNumber,
    state: 'REGISTERED',
    dossier,
    receivedOn: dossier.receivedOn,
    clocks: [],
  };
  return session.tx.cases.insert(base);
}

/** The office whose code the number begins with; a case from elsewhere learns its true origin from its incoming leg. */
function originOf(session: Session, originNumber: string): string {
  const { network } = session.desk.matter;
  const neighbours = [...network.lower, ...(network.upper === undefined ? [] : [network.upper])];
  const named = neighbours.find((node) => originNumber.startsWith(`${network.codeOf(node) ?? '-'}-`));
  return originNumber.startsWith(`${session.desk.office.code}-`) ? session.self : (named ?? session.self);
}

/** A leg that had come in. That it arrived, and when, is this node's own message. */
const cameAgain: Rebuilder = async (session, message) => {
  const read = readLegSent(message.data);
  if (!read.ok) return notYet(`malformed ${read.where}`);
  const { leg } = read.value;
  if ((await session.tx.legs.caseOf(leg.id)) !== undefined) return done;
  const before = await session.tx.cases.loadByOrigin(leg.originNumber);
  // what this node had handed on came back before the leg by which it had come
  const row =
    before === undefined || before.matter.incomingLeg !== undefined
      ? await caseFor(session, read.value, message.source)
      : await session.tx.cases.save({
          ...before.matter,
          originNode: message.source,
          incomingLeg: leg.id,
        });
  await session.tx.legs.insert(leg, row.matter.id, session.at);
  await keepPapers(session, read.value, row.matter.id);
  await keepWall(session, read.value, row.matter.id);
  return done;
};

export const legSentAgain: Rebuilders = { own: sentAgain, theirs: cameAgain };

/** An event says all that it did to the leg: both ends apply the same. */
const eventAgain: Rebuilder = async (session, message) => {
  const read = readLegEvent(message.type, message.data);
  if (!read.ok) return notYet(`malformed ${read.where}`);
  const { legId, event } = read.value;
  const row = await legOf(session, message, legId);
  if (row === undefined) return notYet('leg-not-back');
  // Had with a former holder: what it did to the leg went over with it (L1 24(2)).
  if (wentOver(session, row.leg, message)) return done;
  const next = applyLegEvent(row.leg, event);
  if (next === undefined) return notYet(`not-in-this-state ${row.leg.state} ${event.type}`);
  await session.admitLeg(row, next, event);
  return done;
};

export const legEventAgain: Rebuilders = { own: eventAgain, theirs: eventAgain };

/** Who the petitioner is, as it was told to the addressee. */
export const identitySent: Rebuilder = async (session, message) => {
  const read = readIdentity(message.data);
  if (!read.ok) return notYet(`malformed ${read.where}`);
  const row = await legOf(session, message, read.value.legId);
  if (row === undefined) return notYet('leg-not-back');
  const { petitioner, others } = read.value;
  const known = await session.tx.petitioners.get(row.caseId);
  if (known !== undefined) return done;
  const people = { ...petitioner, ...(others === undefined ? {} : { others }) };
  await session.tx.petitioners.save(row.caseId, people, false);
  return done;
};

/** This node had sealed its copy after a return or a recall: it does so again. */
export const sealedHere: Rebuilder = async (session, message) => {
  const read = readSealed(message.data);
  if (!read.ok) return notYet(`malformed ${read.where}`);
  const row = await legOf(session, message, read.value.legId);
  if (row === undefined) return notYet('leg-not-back');
  const opened = await session.open(row.caseId);
  if (!opened.ok || liveLegs(opened.value.legs).length > 0) return done;
  await sealHere(session, opened.value.row, '信访工作条例23(3)', '材料已退回，本级副本封存');
  return done;
};

/** A line of the history, on the leg of the message. */
export const noted =
  (act: string, text: string): Rebuilder =>
  async (session: Session, message: InboundMessage) => {
    const row = await legOf(session, message, message.stream.id);
    if (row === undefined) return notYet('leg-not-back');
    await session.note(row.caseId, act, '[I]', text, row.leg.id);
    return done;
  };
