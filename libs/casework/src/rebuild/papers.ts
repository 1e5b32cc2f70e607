import {
  adviceAnswered,
  legAdvised,
  legSupervised,
  legUrgency,
  supervisionRead,
  supervisionReplied,
} from '#contract';
import {
  type Actor,
  type Advice,
  type AdviceReply,
  type LocalDate,
  type Supervision,
  type SupervisionReply,
  type Urgency,
  replyTo,
  withAdvice,
  withAdviceReply,
} from '#domain';
import { guard, read } from '../inbound/read.js';
import { legOf } from '../inbound/leg-messages.js';
import { followAt } from '../supervision/urgency.js';
import { done, notYet, type Rebuilder } from './rebuilder.js';

/* What this node itself had sent along a leg: calls, slips and letters, urgency, advice, and the answers to them. */

type Supervised = { readonly legId: string; readonly supervision: Supervision };
type Read = {
  readonly legId: string;
  readonly supervisionIds: readonly string[];
  readonly on: LocalDate;
  readonly by: Actor;
};
type Urged = { readonly legId: string; readonly urgency: Urgency };
type Replied = { readonly legId: string; readonly supervisionId: string; readonly reply: SupervisionReply };

export const supervisionSent: Rebuilder = async (session, message) => {
  const given = read(legSupervised, message.data, guard<Supervised>(legSupervised));
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const { legId, supervision } = given.value;
  const row = await legOf(session, message, legId);
  if (row === undefined) return notYet('leg-not-back');
  if ((await session.tx.supervisions.get(supervision.id)) !== undefined) return done;
  const { caseId } = row;
  await session.tx.supervisions.insert({ supervision, caseId, messageId: message.id });
  await session.note(caseId, `rebuilt.${supervision.kind}`, '[I]', `恢复：${supervision.number}`, legId);
  return done;
};

export const supervisionReadHere: Rebuilder = async (session, message) => {
  const given = read(supervisionRead, message.data, guard<Read>(supervisionRead));
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const { legId, supervisionIds, on, by } = given.value;
  for (const { supervision } of await session.tx.supervisions.ofLeg(legId)) {
    if (supervisionIds.includes(supervision.id) && supervision.read === undefined)
      await session.tx.supervisions.save({ ...supervision, read: { on, by } });
  }
  return done;
};

export const supervisionAnswered: Rebuilder = async (session, message) => {
  const given = read(supervisionReplied, message.data, guard<Replied>(supervisionReplied));
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const found = await session.tx.supervisions.get(given.value.supervisionId);
  if (found === undefined) return notYet('supervision-not-back');
  const replied = replyTo(found.supervision, given.value.reply);
  if (!replied.ok) return notYet(replied.slug);
  await session.tx.supervisions.save(replied.value);
  return done;
};

/** How closely this office follows the matter. Several holders were told, each in its own stream: the newest word stands. */
export const urgencySent: Rebuilder = async (session, message) => {
  const given = read(legUrgency, message.data, guard<Urged>(legUrgency));
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const row = await legOf(session, message, given.value.legId);
  if (row === undefined) return notYet('leg-not-back');
  for (const { leg } of await session.tx.legs.ofCase(row.caseId)) {
    const lines = await session.tx.history.ofLeg(leg.id);
    if (lines.some(({ act, at }) => act === 'set-urgency' && at > session.at)) return done;
  }
  await followAt(session, row.caseId, given.value.urgency, row.leg.id);
  return done;
};

export const adviceGiven: Rebuilder = async (session, message) => {
  const given = read(
    legAdvised,
    message.data,
    guard<{ readonly legId: string; readonly advice: Advice }>(legAdvised),
  );
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const row = await legOf(session, message, given.value.legId);
  const held = row === undefined ? undefined : await session.tx.cases.load(row.caseId);
  if (row === undefined || held === undefined) return notYet('leg-not-back');
  const taken = withAdvice(held.matter, row.leg, given.value.advice, false);
  if (!taken.ok) return notYet(taken.slug);
  await session.tx.cases.save(taken.value);
  return done;
};

export const adviceAnsweredHere: Rebuilder = async (session, message) => {
  const given = read(
    adviceAnswered,
    message.data,
    guard<{ readonly legId: string; readonly adviceId: string; readonly reply: AdviceReply }>(adviceAnswered),
  );
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const { legId, adviceId, reply } = given.value;
  const row = await legOf(session, message, legId);
  const held = row === undefined ? undefined : await session.tx.cases.load(row.caseId);
  if (held === undefined) return notYet('leg-not-back');
  const replied = withAdviceReply(held.matter, legId, adviceId, reply);
  if (!replied.ok) return notYet(replied.slug);
  await session.tx.cases.save(replied.value.matter);
  return done;
};
