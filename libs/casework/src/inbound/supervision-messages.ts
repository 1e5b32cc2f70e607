import { legSupervised, legUrgency, supervisionRead, supervisionReplied } from '#contract';
import {
  type Actor,
  type Leg,
  type LocalDate,
  type Supervision,
  type SupervisionReply,
  type Urgency,
  replyTo,
} from '#domain';
import type { InboundMessage } from '#exchange';
import type { LegRow } from '../ports.js';
import type { Session } from '../desk/session.js';
import { CHASING, describeIssue } from '../supervision/issue.js';
import { noticePaper } from '../supervision/ladder.js';
import { REPLY, afterReply } from '../supervision/reply.js';
import { followAt } from '../supervision/urgency.js';
import { type InboundUseCase, applied, quarantined } from './inbound.js';
import { legOf } from './leg-messages.js';
import { guard, read } from './read.js';

type Supervised = { readonly legId: string; readonly supervision: Supervision };
type Read = {
  readonly legId: string;
  readonly supervisionIds: readonly string[];
  readonly on: LocalDate;
  readonly by: Actor;
};
type Replied = { readonly legId: string; readonly supervisionId: string; readonly reply: SupervisionReply };
type Urged = { readonly legId: string; readonly urgency: Urgency; readonly by: Actor };

/** 催办、督办 arrive at the holder: stored with their number, shown until they are read. They move no state. */
export const receiveSupervision: InboundUseCase = async (session, message) => {
  const given = read(legSupervised, message.data, guard<Supervised>(legSupervised));
  if (!given.ok) return quarantined('malformed', given.where);
  const { legId, supervision } = given.value;
  const row = await fromSender(session, message, legId);
  if (row === undefined) return quarantined('leg-of-another-stream');
  if (!isLawful(session, row.leg, supervision, message.type))
    return quarantined('supervision-of-another-leg');
  if ((await session.tx.supervisions.get(supervision.id)) !== undefined)
    return quarantined('supervision-known-already');
  await session.tx.supervisions.insert({ supervision, caseId: row.caseId, deliveredAt: session.at });
  await session.note(
    row.caseId,
    `supervision.${supervision.kind}`,
    CHASING,
    `收到${describeIssue(session, supervision)}`,
    legId,
  );
  await noticePaper(session, row, supervision);
  return applied;
};

/** The paper belongs to this leg, and only a letter comes as one. */
function isLawful(session: Session, leg: Leg, paper: Supervision, type: string): boolean {
  const ofThisLeg = paper.legId === leg.id && paper.from === leg.from && paper.to === leg.to;
  const kindFits = (paper.kind === 'letter') === (type === 'huiyin.leg.supervise.v1');
  const speaks = paper.by.unit === leg.from || session.desk.office.unit(paper.by.unit)?.node === leg.fromNode;
  return ofThisLeg && kindFits && speaks;
}

/** The holder has read it: the second tick of a slip. */
export const receiveSupervisionRead: InboundUseCase = async (session, message) => {
  const given = read(supervisionRead, message.data, guard<Read>(supervisionRead));
  if (!given.ok) return quarantined('malformed', given.where);
  const { legId, supervisionIds, on, by } = given.value;
  const row = await fromHolder(session, message, legId);
  if (row === undefined) return quarantined('leg-of-another-stream');
  const papers = await session.tx.supervisions.ofLeg(legId);
  for (const { supervision } of papers) {
    if (!supervisionIds.includes(supervision.id) || supervision.read !== undefined) continue;
    await session.tx.supervisions.save({ ...supervision, read: { on, by } });
    await session.note(row.caseId, 'supervision.read', CHASING, `对方已签阅：${supervision.number}`, legId);
  }
  return applied;
};

/** 督办回复. A refusal to take it up puts the hearing of a report before the supervisor. */
export const receiveSupervisionReply: InboundUseCase = async (session, message) => {
  const given = read(supervisionReplied, message.data, guard<Replied>(supervisionReplied));
  if (!given.ok) return quarantined('malformed', given.where);
  const { legId, supervisionId, reply } = given.value;
  const row = await fromHolder(session, message, legId);
  const found = row === undefined ? undefined : await session.tx.supervisions.get(supervisionId);
  if (row === undefined || found?.supervision.legId !== legId) return quarantined('leg-of-another-stream');
  const replied = replyTo(found.supervision, reply);
  if (!replied.ok) return quarantined(replied.slug);
  await session.tx.supervisions.save(replied.value);
  await session.note(row.caseId, REPLY, CHASING, `收到督办回复：${reply.number}`, legId);
  await afterReply(session, row, replied.value);
  return applied;
};

/** How closely the sender follows it from now on. */
export const receiveUrgency: InboundUseCase = async (session, message) => {
  const given = read(legUrgency, message.data, guard<Urged>(legUrgency));
  if (!given.ok) return quarantined('malformed', given.where);
  const row = await fromSender(session, message, given.value.legId);
  if (row === undefined) return quarantined('leg-of-another-stream');
  await followAt(session, row.caseId, given.value.urgency, row.leg.id);
  return applied;
};

async function fromSender(
  session: Session,
  message: InboundMessage,
  id: string,
): Promise<LegRow | undefined> {
  const row = await legOf(session, message, id);
  return row?.leg.fromNode === message.source ? row : undefined;
}

async function fromHolder(
  session: Session,
  message: InboundMessage,
  id: string,
): Promise<LegRow | undefined> {
  const row = await legOf(session, message, id);
  return row?.leg.toNode === message.source ? row : undefined;
}
