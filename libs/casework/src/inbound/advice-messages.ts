import { adviceAnswered, legAdvised } from '#contract';
import { type Actor, type Advice, type AdviceReply, withAdvice, withAdviceReply } from '#domain';
import { ADVICE, KIND_TEXT } from '../advice/advise.js';
import type { Session } from '../desk/session.js';
import { type InboundUseCase, applied, quarantined } from './inbound.js';
import { legOf } from './leg-messages.js';
import { guard, read } from './read.js';

/** 建议 arrives at the organ: its answer is owed from now on, also when the matter itself is closed. */
export const receiveAdvised: InboundUseCase = async (session, message) => {
  const given = read(
    legAdvised,
    message.data,
    guard<{ readonly legId: string; readonly advice: Advice }>(legAdvised),
  );
  if (!given.ok) return quarantined('malformed', given.where);
  const { legId, advice } = given.value;
  const row = await legOf(session, message, legId);
  if (row === undefined || row.leg.fromNode !== message.source) return quarantined('leg-of-another-stream');
  const { leg } = row;
  if (
    !speaks(session, advice.by, leg.from, leg.fromNode) ||
    advice.legId !== leg.id ||
    advice.from !== leg.from ||
    advice.to !== leg.to ||
    advice.reply !== undefined
  )
    return quarantined('advice-of-another-leg');
  const held = await session.tx.cases.load(row.caseId);
  if (held === undefined) return quarantined('unknown-case');
  const taken = withAdvice(held.matter, leg, advice, true);
  if (!taken.ok) return quarantined(taken.slug);
  await session.tx.cases.save(taken.value);
  await session.note(row.caseId, 'advise', ADVICE, `收到${KIND_TEXT[advice.kind]}：${advice.number}`, legId);
  return applied;
};

/** Who signed belongs to that end of the leg. */
const speaks = (session: Session, by: Actor, unit: string, node: string): boolean =>
  by.unit === unit || session.desk.office.unit(by.unit)?.node === node;

/** The organ's answer; a second one for the same letter is put away. */
export const receiveAdviceAnswered: InboundUseCase = async (session, message) => {
  const given = read(
    adviceAnswered,
    message.data,
    guard<{ readonly legId: string; readonly adviceId: string; readonly reply: AdviceReply }>(adviceAnswered),
  );
  if (!given.ok) return quarantined('malformed', given.where);
  const { legId, adviceId, reply } = given.value;
  const row = await legOf(session, message, legId);
  if (row === undefined || row.leg.toNode !== message.source) return quarantined('leg-of-another-stream');
  if (!speaks(session, reply.by, row.leg.to, row.leg.toNode)) return quarantined('advice-of-another-leg');
  const held = await session.tx.cases.load(row.caseId);
  if (held === undefined) return quarantined('unknown-case');
  const replied = withAdviceReply(held.matter, legId, adviceId, reply);
  if (!replied.ok) return quarantined(replied.slug);
  await session.tx.cases.save(replied.value.matter);
  const how = reply.adopted ? '采纳' : '不采纳';
  const text = `收到对${replied.value.advice.number}的答复：${reply.number}（${how}）`;
  await session.note(row.caseId, 'answer-advice', ADVICE, text, legId);
  return applied;
};
