import type { ActAnswer, ActBody } from '#contract';
import {
  type Leg,
  type Outcome,
  type Period,
  type ReplyDue,
  type Supervision,
  accepted,
  interimReport as reportProgress,
  mayChase,
  moveCase,
  parsePeriod,
  refuse,
  replyDueOf,
  slipOrdinal,
} from '#domain';
import type { LegRow } from '../ports.js';
import { answer, onCase, onLeg } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { CHASING, issue } from '../supervision/issue.js';
import { openAt, papersOf } from '../supervision/open-leg.js';
import { URGENCY_TEXT, followAt } from '../supervision/urgency.js';

/* The sender's acts of chasing; the holder's answers are in supervision-answers.ts. */

type Answer = Promise<Outcome<ActAnswer>>;

/** Slips and letters are signed by the supervisor or the head; anyone who may remind may telephone. */
const SIGNERS = ['supervisor', 'head', 'leader'];

/** 催办: a call with what was promised, or slip 1 or 2. */
export async function remind(session: Session, id: string, body: ActBody<'remind'>): Answer {
  const opened = await openAt(session, id, body.version, 'sender');
  if (!opened.ok) return opened;
  const { row, matter } = opened.value;
  const marked = moveCase(matter.matter, 'remind', session);
  if (!marked.ok) return marked;
  const chased = mayChase(row.leg);
  if (!chased.ok) return chased;
  const earlier = await papersOf(session, id);
  if (body.how === 'telephone') {
    const { promised = '', spokeWith, text = '电话催办' } = body;
    const call = { promised, ...(spokeWith === undefined ? {} : { spokeWith }) };
    await issue(session, row, earlier, { kind: 'telephone', text, call });
    return answer(session, row.caseId, id);
  }
  const slip = await signSlip(session, row, earlier, body);
  return slip.ok ? answer(session, row.caseId, id) : slip;
}

async function signSlip(
  session: Session,
  row: LegRow,
  earlier: readonly Supervision[],
  { number, text }: ActBody<'remind'>,
): Promise<Outcome<Supervision>> {
  const signed = maySign(session);
  if (!signed.ok) return signed;
  const ordinal = slipOrdinal(earlier, row.leg.round, number);
  if (!ordinal.ok) return ordinal;
  const paper = await issue(session, row, earlier, {
    kind: 'slip',
    ordinal: ordinal.value,
    text: text ?? usualText(row.leg),
  });
  await closeDraft(session, row.leg, `slip-${ordinal.value}`, `已签发：${paper.number}`);
  return accepted(paper);
}

/** 督办函, that must be answered by a date of the calendar. */
export async function supervise(session: Session, id: string, body: ActBody<'supervise'>): Answer {
  const opened = await openAt(session, id, body.version, 'sender');
  if (!opened.ok) return opened;
  const sent = await signLetter(session, opened.value.row, body);
  return sent.ok ? answer(session, opened.value.row.caseId, id) : sent;
}

interface LetterAsked {
  readonly text?: string;
  readonly replyWithin?: string;
  readonly under?: string;
}

async function signLetter(
  session: Session,
  row: LegRow,
  { text, replyWithin, under }: LetterAsked,
): Promise<Outcome<Supervision>> {
  const signed = maySign(session);
  if (!signed.ok) return signed;
  const chased = mayChase(row.leg);
  if (!chased.ok) return chased;
  const above = await letterAbove(session, row, under);
  if (!above.ok) return above;
  const { settings, calendar } = session.desk.rulebook;
  const period = periodOf(replyWithin, settings.supervision.reply);
  if (!period.ok) return period;
  const due = replyDueOf(session.today, period.value, calendar, above.value?.replyDue);
  if (!due.ok) return due;
  const earlier = await papersOf(session, row.leg.id);
  const paper = await issue(session, row, earlier, {
    kind: 'letter',
    text: text ?? usualText(row.leg),
    replyDue: due.value,
    ...(above.value === undefined ? {} : { under: above.value.number }),
  });
  await closeDraft(session, row.leg, 'letter', `已签发：${paper.number}`);
  return accepted(paper);
}

function periodOf(given: string | undefined, usual: Period): Outcome<Period> {
  if (given === undefined) return accepted(usual);
  const parsed = parsePeriod(given);
  return parsed.ok ? accepted(parsed.value) : refuse('feedback-date-past', { why: parsed.message });
}

/** 上级督办件: a letter that came to this office on the same case and is not answered yet. */
async function letterAbove(
  session: Session,
  row: LegRow,
  under: string | undefined,
): Promise<Outcome<{ readonly number: string; readonly replyDue?: ReplyDue } | undefined>> {
  if (under === undefined) return accepted(undefined);
  const found = await session.tx.supervisions.get(under);
  const paper = found?.supervision;
  if (found?.caseId !== row.caseId || paper?.kind !== 'letter' || paper.to !== session.self)
    return refuse('no-letter-above');
  return paper.reply === undefined
    ? accepted(paper)
    : refuse('replied-already', { number: paper.number, on: paper.reply.on });
}

/** 列为重点督办件 of this month; with a letter to every unit that holds an open leg sent from here. */
export async function selectForSupervision(
  session: Session,
  id: string,
  body: ActBody<'select-for-supervision'>,
): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { row, legs } = opened.value;
  const moved = moveCase(row.matter, 'select-for-supervision', session);
  if (!moved.ok) return moved;
  const month = session.today.slice(0, 7);
  const { why } = body;
  const by = session.actor;
  if (!(await session.tx.supervisions.select({ caseId: id, month, why, on: session.today, by })))
    return refuse('selected-already', { month });
  await session.recordCase(
    moved.value,
    'select-for-supervision',
    CHASING,
    `列为${month}重点督办件（${WHY[why]}）`,
  );
  if (body.letter !== true) return answer(session, id);
  const held = legs.filter(
    ({ leg }) => leg.fromNode === session.self && leg.kind !== 'slip' && mayChase(leg).ok,
  );
  if (held.length === 0) return refuse('nothing-to-supervise');
  for (const leg of held) {
    const sent = await signLetter(session, leg, body);
    if (!sent.ok) return sent;
  }
  return answer(session, id);
}

const WHY = { monthly: '按月选定', late: '逾期', instructed: '领导批示' } as const;

/** 普通, 急件, 特急. */
export async function setUrgency(session: Session, id: string, body: ActBody<'set-urgency'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  if (opened.value.row.matter.closedOn !== undefined)
    return refuse('not-in-this-state', { state: opened.value.row.matter.state });
  const before = await session.tx.supervisions.urgencyOf(id);
  if (before === body.urgency) return refuse('urgency-unchanged', { urgency: URGENCY_TEXT[before] });
  await followAt(session, id, body.urgency);
  // Nothing of the case moved, but its version says that something was said about it.
  await session.tx.cases.save(opened.value.row.matter);
  return answer(session, id);
}

/** The supervisor does without a draft, and says why: it stands in the history. */
export async function dropDraft(session: Session, id: string, body: ActBody<'drop-draft'>): Answer {
  const opened = await openAt(session, id, body.version, 'sender');
  if (!opened.ok) return opened;
  const { row } = opened.value;
  const draft = await draftOf(session, row.leg, body.draft);
  if (draft === undefined) return refuse('no-such-draft', { draft: body.draft });
  await session.tx.supervisions.setState(draft, 'dropped', body.reason);
  await session.note(row.caseId, 'drop-draft', '[I]', `不再发出：${draft.text}（${body.reason}）`, id);
  return answer(session, row.caseId, id);
}

/** 报告办理进展: the holder says how far it is; reminders rest with it, limits do not. */
export const interimReport = (session: Session, id: string, body: ActBody<'interim-report'>): Answer =>
  onLeg(session, id, body.version, 'receiver', (leg, context) => reportProgress(leg, body.text, context));

const maySign = (session: Session): Outcome<undefined> =>
  SIGNERS.includes(session.actor.role)
    ? accepted(undefined)
    : refuse('role-not-allowed', { role: session.actor.role, allowed: SIGNERS.join(', ') });

const draftOf = async (session: Session, leg: Leg, level: string) =>
  (await session.tx.supervisions.fired(leg.id)).findLast(
    (event) => event.level === level && event.state === 'draft',
  );

async function closeDraft(session: Session, leg: Leg, level: string, text: string): Promise<void> {
  const draft = await draftOf(session, leg, level);
  if (draft !== undefined) await session.tx.supervisions.setState(draft, 'done', text);
}

/** What a slip or letter says when the supervisor adds nothing. */
const usualText = (leg: Leg): string => `请抓紧办理${leg.letterNumber}所交事项，并报告办理情况。`;
