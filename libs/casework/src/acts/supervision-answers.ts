import type { ActAnswer, ActBody } from '#contract';
import { type Outcome, type Supervision, accepted, isLocalLeg, refuse, replyTo } from '#domain';
import type { LegRow } from '../ports.js';
import { answer } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { CHASING, tell } from '../supervision/issue.js';
import { openAt, papersOf } from '../supervision/open-leg.js';
import { REPLY, afterReply } from '../supervision/reply.js';

/* What the holder of a leg does with the calls, slips and letters that came to it. */

/** 签阅: the second tick of a slip or letter. */
export async function readSupervision(
  session: Session,
  id: string,
  body: ActBody<'read-supervision'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await openAt(session, id, body.version, 'receiver');
  if (!opened.ok) return opened;
  const { row } = opened.value;
  const unread = (await papersOf(session, id)).filter(
    (paper) => paper.read === undefined && (body.supervision === undefined || paper.id === body.supervision),
  );
  if (unread.length === 0) return refuse('nothing-to-read');
  const seen = { on: session.today, by: session.actor };
  for (const paper of unread) await session.tx.supervisions.save({ ...paper, read: seen });
  const numbers = unread.map((paper) => paper.number).join('、');
  await session.note(row.caseId, 'supervision.read', CHASING, `签阅：${numbers}`, id);
  await tellSender(session, row, 'huiyin.leg.supervision-read.v1', {
    supervisionIds: unread.map((paper) => paper.id),
    ...seen,
  });
  return answer(session, row.caseId, id);
}

/** 回复督办函: taken up or not; who does not take it up gives the reasons. */
export async function replyToSupervision(
  session: Session,
  id: string,
  body: ActBody<'reply-to-supervision'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await openAt(session, id, body.version, 'receiver');
  if (!opened.ok) return opened;
  const { row } = opened.value;
  const letter = letterToAnswer(await papersOf(session, id), body.supervision);
  if (!letter.ok) return letter;
  const reply = {
    on: session.today,
    by: session.actor,
    number: body.number ?? (await session.documentNumber('督复', row.leg.to)),
    adopted: body.adopted,
    text: body.text,
  };
  const replied = replyTo(letter.value, reply);
  if (!replied.ok) return replied;
  await session.tx.supervisions.save(replied.value);
  const how = body.adopted ? '采纳' : '不采纳，已说明理由';
  await session.note(row.caseId, REPLY, CHASING, `回复${letter.value.number}：${reply.number}（${how}）`, id);
  await tellSender(session, row, 'huiyin.leg.supervision-reply.v1', {
    supervisionId: letter.value.id,
    reply,
  });
  await afterReply(session, row, replied.value);
  return answer(session, row.caseId, id);
}

/** The letter that is meant, or the one that waits for an answer. */
function letterToAnswer(papers: readonly Supervision[], asked: string | undefined): Outcome<Supervision> {
  const found =
    asked === undefined
      ? papers.findLast((paper) => paper.kind === 'letter' && paper.reply === undefined)
      : papers.find((paper) => paper.id === asked);
  return found === undefined ? refuse('no-reply-owed', { number: '' }) : accepted(found);
}

async function tellSender(
  session: Session,
  { leg }: LegRow,
  type: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (!isLocalLeg(leg)) await tell(session, leg, leg.fromNode, type, data);
}
