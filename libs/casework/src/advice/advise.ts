import type { ActAnswer, ActBody } from '#contract';
import {
  type Advice,
  type AdviceReply,
  type Outcome,
  adviceDue,
  isLocalLeg,
  parsePeriod,
  refuse,
  withAdvice,
  withAdviceReply,
} from '#domain';
import { answer } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { tell } from '../supervision/issue.js';
import { openAt } from '../supervision/open-leg.js';

export const ADVICE = '信访工作条例40';
export const KIND_TEXT = {
  'improve-work': '改进工作建议',
  'improve-policy': '完善政策建议',
  accountability: '追究责任建议',
} as const;

/** 提出建议: numbered, signed and sent to the organ that holds or held the matter. */
export async function advise(
  session: Session,
  id: string,
  body: ActBody<'advise'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await openAt(session, id, body.version, 'sender');
  if (!opened.ok) return opened;
  const { row, matter } = opened.value;
  const { leg } = row;
  const set = body.replyWithin === undefined ? undefined : parsePeriod(body.replyWithin);
  if (set?.ok === false) return refuse('date-before-event', { why: set.message });
  const context = session.ruleContext(matter.matter, leg.to);
  const due = adviceDue(session.desk.rulebook, context, session.today, set?.value);
  const advice: Advice = {
    id: session.desk.newId(),
    legId: id,
    kind: body.kind,
    number: await session.documentNumber('建'),
    from: leg.from,
    to: leg.to,
    issuedOn: session.today,
    by: session.actor,
    text: body.text,
    ...(due === undefined ? {} : { due }),
  };
  const given = withAdvice(matter.matter, leg, advice, isLocalLeg(leg));
  if (!given.ok) return given;
  await session.tx.cases.save(given.value);
  const unit = session.desk.office.unit(leg.to)?.zh ?? leg.to;
  const text = `向${unit}提出${KIND_TEXT[body.kind]}：${advice.number}`;
  await session.note(row.caseId, 'advise', ADVICE, text, id);
  if (!isLocalLeg(leg)) await tell(session, leg, leg.toNode, 'huiyin.leg.advised.v1', { advice });
  return answer(session, row.caseId, id);
}

/** 答复建议: taken up or not; the answer stands at both ends. */
export async function answerAdvice(
  session: Session,
  id: string,
  body: ActBody<'answer-advice'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await openAt(session, id, body.version, 'receiver');
  if (!opened.ok) return opened;
  const { row, matter } = opened.value;
  const { leg } = row;
  // Asked first: a refused answer takes no number of the register.
  const reply: AdviceReply = {
    on: session.today,
    by: session.actor,
    number: body.number ?? '',
    adopted: body.adopted,
    text: body.text,
  };
  const may = withAdviceReply(matter.matter, id, body.advice, reply);
  if (!may.ok) return may;
  const numbered = { ...reply, number: body.number ?? (await session.documentNumber('建复', leg.to)) };
  const replied = withAdviceReply(matter.matter, id, body.advice, numbered);
  if (!replied.ok) return replied;
  const { advice } = replied.value;
  await session.tx.cases.save(replied.value.matter);
  const how = body.adopted ? '采纳' : '不采纳，已说明理由';
  const text = `答复${advice.number}：${numbered.number}（${how}）`;
  await session.note(row.caseId, 'answer-advice', ADVICE, text, id);
  if (!isLocalLeg(leg))
    await tell(session, leg, leg.fromNode, 'huiyin.leg.advice-answered.v1', {
      adviceId: advice.id,
      reply: numbered,
    });
  return answer(session, row.caseId, id);
}
