import type { ActAnswer, ActBody } from '#contract';
import {
  type Outcome,
  answerSuperiorLetter,
  moveCase,
  noteSuperiorLetter,
  parseLocalDate,
  refuse,
} from '#domain';
import { answer, onCase } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { CHASING } from '../supervision/issue.js';

/* 上级督办件 from a superior without a node: on paper both ways. */

/** 登记上级督办: its number and date as the letter has them. */
export async function noteSuperiorSupervision(
  session: Session,
  id: string,
  body: ActBody<'note-superior-supervision'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { matter } = opened.value.row;
  const receivedOn = parseLocalDate(body.receivedOn);
  if (!receivedOn.ok) return refuse('date-in-future', { date: body.receivedOn });
  const replyBy = parseLocalDate(body.replyBy);
  if (!replyBy.ok) return refuse('date-before-event', { date: body.replyBy });
  const noted = noteSuperiorLetter(
    {
      id: session.desk.newId(),
      caseId: id,
      originNumber: matter.originNumber,
      from: body.from,
      number: body.number,
      receivedOn: receivedOn.value,
      replyBy: replyBy.value,
      text: body.text ?? '',
    },
    session.today,
  );
  if (!noted.ok) return noted;
  const marked = moveCase(matter, 'superior-supervision', session);
  if (!marked.ok) return marked;
  await session.tx.supervisions.saveSuperior(noted.value);
  await session.recordCase(
    marked.value,
    'superior-supervision',
    CHASING,
    `登记上级督办：${body.from} ${body.number}，${body.replyBy}前回复`,
  );
  return answer(session, id);
}

/** 回复上级督办: numbered here and printed. */
export async function answerSuperiorSupervision(
  session: Session,
  id: string,
  body: ActBody<'answer-superior-supervision'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const letters = await session.tx.supervisions.superiorsOf(id);
  const letter = letters.find((one) =>
    body.number === undefined ? one.answer === undefined : one.number === body.number,
  );
  if (letter === undefined) return refuse('no-reply-owed', { number: body.number ?? '' });
  const number = await session.documentNumber('督复');
  const given = { on: session.today, by: session.actor, number, text: body.text };
  const answered = answerSuperiorLetter(letter, given);
  if (!answered.ok) return answered;
  await session.tx.supervisions.saveSuperior(answered.value);
  await session.note(id, 'superior-supervision', CHASING, `回复上级督办 ${letter.number}：${number}`);
  await session.tx.cases.save(opened.value.row.matter);
  return answer(session, id);
}
