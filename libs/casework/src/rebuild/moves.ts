import { moveAsked, moveSettled, movedHere } from '#contract';
import { type Leg, type LocalDate, moveReceiver } from '#domain';
import { SUCCESSION } from '../desk/successor.js';
import type { Session } from '../desk/session.js';
import { legOf } from '../inbound/leg-messages.js';
import { keepWall } from '../inbound/leg-sent.js';
import { guard, read } from '../inbound/read.js';
import {
  type Asked,
  keepReport,
  type Moved,
  receiveMoveSettled,
  type Settled,
  takeOver,
} from '../inbound/succession-messages.js';
import type { LegRow } from '../ports.js';
import { signaturesOf } from '../succession/hand-over.js';
import { movedText } from '../succession/move.js';
import { ownCase } from './legs.js';
import { asItCame, done, notYet, onlyAsked, type Rebuilder, type Rebuilders } from './rebuilder.js';
import { outAgain } from './react.js';

/* A leg that went over to another holder (L1 24(2)), after a recovery. Its two streams come back from two peers, in any order. */

type On<T> = T & { readonly on: LocalDate };

/** The old holder had given up its end. */
const askedHere: Rebuilder = async (session, message) => {
  const given = read(moveAsked, message.data, guard<On<Asked>>(moveAsked));
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const { legId, on, to, toNode } = given.value;
  const row = await legOf(session, message, legId);
  if (row === undefined) return notYet('leg-not-back');
  if (row.leg.toNode !== session.self) return done;
  const moved = moveReceiver(row.leg, { to, toNode }, on);
  if (!moved.ok) return notYet(moved.slug);
  await session.tx.legs.save(moved.value);
  const text = `恢复：${movedText(session, row.leg.to, to)}`;
  await session.note(row.caseId, 'rebuilt.leg-given-up', SUCCESSION, text, legId);
  await session.tx.successions.remove(legId);
  return done;
};

/** The sender had let the leg go over, or had said why not. */
const settledHere: Rebuilder = async (session, message) => {
  const given = read(moveSettled, message.data, guard<On<Settled>>(moveSettled));
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const { legId, on, moved, to, toNode, reason = '' } = given.value;
  const row = await legOf(session, message, legId);
  if (row === undefined) return notYet('leg-not-back');
  if (!moved) {
    await session.note(row.caseId, 'rebuilt.leg-not-moved', SUCCESSION, `恢复：未予移交：${reason}`, legId);
    return done;
  }
  // the leg as it went over came back first
  if (row.leg.toNode !== message.dest) return done;
  const leg = moveReceiver(row.leg, { to, toNode }, on);
  if (!leg.ok) return notYet(leg.slug);
  await wentTo(session, row, leg.value);
  return done;
};

/** The leg as it went over to its new holder: what the old one did to it is part of it. */
const movedOver: Rebuilder = async (session, message) => {
  const given = read(movedHere, message.data, guard<Moved>(movedHere));
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const { leg, history, report } = given.value;
  const { formerly = [] } = leg;
  const row = await legOf(session, message, leg.id);
  if (row !== undefined && (row.leg.formerly ?? []).length >= formerly.length) return done;
  const caseId = row?.caseId ?? (await ownCase(session, given.value)).matter.id;
  const known = row === undefined ? [] : await session.tx.history.ofLeg(leg.id);
  const since = known.reduce((last, { at }) => (at > last ? at : last), '');
  const held = row ?? (await session.tx.legs.insert(leg, caseId, session.at));
  const lines = history.filter(({ at }) => at > since);
  await session.tx.history.add(lines.map((line) => ({ ...line, caseId, legId: leg.id })));
  if (
    report !== undefined &&
    report.paper.number !== (await session.tx.documents.latestPaper(leg.id))?.number
  )
    await keepReport(session, held, report);
  await keepWall(session, given.value, caseId);
  await wentTo(session, { ...held, leg: row?.leg ?? before(leg) }, leg);
  if (row === undefined && leg.kind !== 'slip') await outAgain(session, caseId);
  return done;
};

/** The holder before the last move. */
function before(leg: Leg): Leg {
  const last = leg.formerly?.at(-1);
  return last === undefined ? leg : { ...leg, to: last.unit, toNode: last.node };
}

async function wentTo(session: Session, { leg: old, caseId }: LegRow, leg: Leg): Promise<void> {
  const succession = await session.tx.successions.get(leg.id);
  const signed = succession === undefined ? undefined : signaturesOf(succession);
  await session.tx.legs.save(leg);
  await session.tx.enclosures.withdraw(leg.id);
  const text = `恢复：${movedText(session, old.to, leg.to, signed)}`;
  await session.note(caseId, 'rebuilt.leg-moved', SUCCESSION, text, leg.id);
  await session.tx.successions.remove(leg.id);
}

/** At the new holder. */
const cameOver: Rebuilder = async (session, message) => {
  if ((await session.tx.legs.caseOf(message.stream.id)) !== undefined) return done;
  const taken = await takeOver(session, message);
  if ('leg' in taken || taken.kind === 'applied') return done;
  return notYet(taken.reason);
};

/** What the sender decided about it is a message of its own. */
export const moveAskedAgain: Rebuilders = { own: askedHere, theirs: onlyAsked };
export const moveSettledAgain: Rebuilders = { own: settledHere, theirs: asItCame(receiveMoveSettled) };
export const movedHereAgain: Rebuilders = { own: movedOver, theirs: cameOver };
