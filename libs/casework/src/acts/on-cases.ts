import type { ActAnswer, ActBody } from '#contract';
import {
  type Case,
  type CaseEventType,
  type Outcome,
  ALL_CASE_CLOCKS,
  closeCase,
  incomingOf,
  isOpenLeg,
  moveCase,
  notifyOnLeg,
  notifyPetitioner,
  parsePeriod,
  refuse,
} from '#domain';
import type { CaseRow, LegRow } from '../ports.js';
import { answer, onCase } from '../desk/perform.js';
import { refusedElsewhere } from '../matter/refused-elsewhere.js';
import type { LegPlan } from '../desk/leg-plan.js';
import { passOnIncoming, sendLeg } from '../desk/send-leg.js';
import type { Session } from '../desk/session.js';

/* The acts of an office on a case it holds. Each: open the case, ask the domain, write, answer. */

/** A move of the case with nothing else to write than its line of history. */
async function simply(
  session: Session,
  id: string,
  seen: number,
  event: CaseEventType,
  basis: string,
  text: string,
  facts: Partial<Omit<Case, 'state' | 'clocks' | 'id'>> = {},
  clocks: readonly ('C1' | 'C2')[] = [],
): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, seen);
  if (!opened.ok) return opened;
  const moved = moveCase(opened.value.row.matter, event, session, facts, clocks);
  if (!moved.ok) return moved;
  await session.recordCase(moved.value, event, basis, text);
  return answer(session, id);
}

async function paper(session: Session, caseId: string, kind: 'answer', text: string): Promise<void> {
  const { today: on, actor } = session;
  const number = '';
  await session.tx.documents.insert({
    id: session.desk.newId(),
    caseId,
    kind,
    number,
    on,
    unit: actor.unit,
    signer: actor.user,
    text,
  });
}

/** 转办. */
export async function refer(
  session: Session,
  id: string,
  body: ActBody<'refer'>,
): Promise<Outcome<ActAnswer>> {
  const feedback = body.feedbackBy === undefined ? undefined : parsePeriod(body.feedbackBy);
  if (feedback?.ok === false) return refuse('feedback-date-past', { why: feedback.message });
  return dispatch(session, id, body.version, {
    kind: 'refer',
    wants: 'result',
    to: body.to,
    limit: feedback === undefined ? {} : { feedback: feedback.value },
    ...goesAlong(body),
  });
}

/** 交办. */
export function assign(session: Session, id: string, body: ActBody<'assign'>): Promise<Outcome<ActAnswer>> {
  return dispatch(session, id, body.version, {
    kind: 'assign',
    wants: body.wants,
    to: body.to,
    limit: body.days === undefined ? {} : { days: body.days },
    ...goesAlong(body),
  });
}

/** What the dispatcher says about the sending itself, and sends along. */
const goesAlong = ({
  note,
  redacted,
  reviewers,
  enclose,
}: ActBody<'refer' | 'assign'>): Pick<LegPlan, 'note' | 'redacted' | 'reviewers' | 'enclose'> => ({
  ...(note === undefined ? {} : { note }),
  ...(redacted === true ? { redacted } : {}),
  ...(reviewers === undefined ? {} : { reviewers }),
  ...(enclose === undefined ? {} : { enclose }),
});

/** 分办: one leg out; the incoming leg, if there is one, waits below from now on. */
async function dispatch(
  session: Session,
  id: string,
  seen: number,
  plan: LegPlan,
): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, seen);
  if (!opened.ok) return opened;
  const passed = await passOnIncoming(session, opened.value.row, opened.value.legs, [plan.to], plan.note);
  if (!passed.ok) return passed;
  const sent = await sendFrom(session, id, passed.value, plan);
  return sent.ok ? answer(session, id, sent.value.leg.id) : sent;
}

/** The case goes out (K1 → K2, C1 is met) and the leg with it. */
export async function sendFrom(
  session: Session,
  id: string,
  legs: readonly LegRow[],
  plan: LegPlan,
  event: 'dispatch' | 'meeting' = 'dispatch',
): Promise<Outcome<LegRow>> {
  // Loaded again: passing on may have registered the case and given it its local number.
  const current = await session.tx.cases.load(id);
  if (current === undefined) return refuse('unknown-case');
  const free = await refusedElsewhere(session, id);
  if (!free.ok) return free;
  const moved = moveCase(current.matter, event, session, {}, ['C1']);
  if (!moved.ok) return moved;
  const row: CaseRow = await session.recordCase(moved.value, event, '信访工作条例22', '分办');
  return sendLeg(session, row, legs, plan);
}

/** 受理告知 by this office; on a case that came from elsewhere it also meets the notice owed on that leg. */
export async function notify(
  session: Session,
  id: string,
  body: ActBody<'notify'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { row, legs } = opened.value;
  const told = notifyPetitioner(row.matter, { on: session.today, how: body.how, done: true }, session);
  if (!told.ok) return told;
  const copied = body.copyTo === undefined ? '' : `，抄送${body.copyTo}`;
  await session.recordCase(told.value, 'notify', '信访工作条例23', `告知信访人：${body.how}${copied}`);
  const notice = { how: body.how, ...(body.advice === undefined ? {} : { advice: body.advice }) };
  for (const incoming of owingNotice(legs, session.self)) {
    const moved = notifyOnLeg(incoming.leg, notice, await session.receivingContext(incoming.leg, told.value));
    if (!moved.ok) return moved;
    await session.recordLeg(incoming, moved.value);
  }
  return answer(session, id);
}

const owingNotice = (legs: readonly LegRow[], self: string): readonly LegRow[] => {
  const incoming = new Set(
    incomingOf(
      legs.map((row) => row.leg),
      self,
    ).map((leg) => leg.id),
  );
  return legs.filter(
    (row) =>
      incoming.has(row.leg.id) &&
      isOpenLeg(row.leg) &&
      row.leg.clocks.some((clock) => clock.id === 'C2' && clock.metOn === undefined),
  );
};

/** The lawful reason why no notice is given (L1 23(2): name or address unclear). */
export async function noteNoNotice(
  session: Session,
  id: string,
  body: ActBody<'note-no-notice'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const told = notifyPetitioner(
    opened.value.row.matter,
    { on: session.today, how: body.reason, done: false },
    session,
  );
  if (!told.ok) return told;
  await session.recordCase(told.value, 'notify', '信访工作条例23(2)', `不告知，理由：${body.reason}`);
  return answer(session, id);
}

/** 当场答复: consultations only. */
export async function answerOnTheSpot(
  session: Session,
  id: string,
  body: ActBody<'answer-on-the-spot'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  if (opened.value.row.matter.dossier?.category !== 'consultation') return refuse('not-a-consultation');
  const told = { on: session.today, how: '当场', done: true };
  const facts = { notified: told, answered: told };
  const moved = moveCase(opened.value.row.matter, 'answer-on-the-spot', session, facts, ALL_CASE_CLOCKS);
  if (!moved.ok) return moved;
  await session.recordCase(moved.value, 'answer-on-the-spot', '[I]', '当场答复');
  await paper(session, id, 'answer', body.text);
  return answer(session, id);
}

/** 核实: the petitioner confirms what the report says. */
export const confirm = (
  session: Session,
  id: string,
  body: ActBody<'confirm'>,
): Promise<Outcome<ActAnswer>> =>
  simply(
    session,
    id,
    body.version,
    'confirm',
    '[I]',
    body.note === undefined ? `向信访人核实：${body.how}` : `核实（${body.how}）：${body.note}`,
  );

/** 办结. */
export async function close(
  session: Session,
  id: string,
  body: ActBody<'close'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const closed = closeCase(
    opened.value.row.matter,
    opened.value.legs.map((row) => row.leg),
    session,
  );
  if (!closed.ok) return closed;
  await session.recordCase(
    closed.value,
    'close',
    '[I]',
    body.note === undefined ? '办结' : `办结：${body.note}`,
  );
  return answer(session, id);
}
