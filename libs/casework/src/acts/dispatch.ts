import type { ActAnswer, ActBody } from '#contract';
import { type LegLimit, type Outcome, accepted, parsePeriod, refuse } from '#domain';
import { answer, onCase } from '../desk/perform.js';
import type { LegPlan } from '../desk/leg-plan.js';
import { passOnIncoming } from '../desk/send-leg.js';
import type { Session } from '../desk/session.js';
import { sendFrom } from './on-cases.js';

type Receiver = ActBody<'dispatch'>['receivers'][number];

/** 分办给多个单位, in one act: each gets its own leg, state and clocks; one that may not go stops all. */
export async function dispatch(
  session: Session,
  id: string,
  body: ActBody<'dispatch'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const kinds = body.receivers.map(({ kind }) => kind);
  const leads = kinds.filter((kind) => kind === 'lead').length;
  if (leads > 1 || (leads === 0 && kinds.includes('co'))) return refuse('lead-required');
  const { row, legs } = opened.value;
  const units = body.receivers.map(({ to }) => to);
  const passed = await passOnIncoming(session, row, legs, units, undefined);
  if (!passed.ok) return passed;
  const group = session.desk.newId();
  for (const receiver of body.receivers) {
    const plan = planOf(receiver, group);
    if (!plan.ok) return plan;
    const sent = await sendFrom(session, id, await session.tx.legs.ofCase(id), plan.value);
    if (!sent.ok) return sent;
  }
  return answer(session, id);
}

function planOf(receiver: Receiver, group: string): Outcome<LegPlan> {
  const { to, kind, wants = 'result', note, redacted, reviewers, enclose } = receiver;
  const limit = limitOf(receiver);
  if (!limit.ok) return limit;
  return accepted({
    kind,
    wants,
    to,
    limit: limit.value,
    group,
    ...(note === undefined ? {} : { note }),
    ...(redacted === true ? { redacted } : {}),
    ...(reviewers === undefined ? {} : { reviewers }),
    ...(enclose === undefined ? {} : { enclose }),
  });
}

function limitOf({ days, feedbackBy }: Receiver): Outcome<LegLimit> {
  const feedback = feedbackBy === undefined ? undefined : parsePeriod(feedbackBy);
  if (feedback?.ok === false) return refuse('feedback-date-past', { why: feedback.message });
  return accepted({
    ...(days === undefined ? {} : { days }),
    ...(feedback === undefined ? {} : { feedback: feedback.value }),
  });
}
