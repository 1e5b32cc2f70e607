import { type Outcome, refuse } from '../refusal.js';
import { type Clock, openClock } from '../time/clock.js';
import { legalPeriod } from '../time/legal-period.js';
import type { LocalDate } from '../time/local-date.js';
import { clocksOnRedo } from './leg-clocks.js';
import type { Leg } from './leg.js';
import { type LegContext, type Moved, move, still } from './move-leg.js';

/* 复查 and 复核 (L1 35, 36): against administrative organs only; after the re-review the matter is barred. */

/** How often a petitioner may ask: once for the review, once for the re-review. */
const LAST = 2;

const clockOf = (reviews: number) => (reviews === 0 ? 'C9' : 'C10');

/** 申请复查 / 复核, within 30 days of the written answer; the deciding body's clock starts with the request. */
export function applyForReview(leg: Leg, reason: string, context: LegContext): Outcome<Moved> {
  const asked = leg.reviews ?? 0;
  if (asked >= LAST) return refuse('barred-after-re-review', {}, '信访工作条例36(3)');
  if (leg.service?.answered !== true) return refuse('not-answered', {}, '信访工作条例35');
  const apply = period(context, clockOf(asked), 'apply', leg.service.on);
  if (!apply.ok) return apply;
  if (context.today > apply.value.effective) {
    return refuse('review-too-late', { until: apply.value.effective }, apply.value.article);
  }
  const decide = period(context, clockOf(asked), 'decide', context.today);
  if (!decide.ok) return decide;
  return move(
    still(leg),
    context,
    { type: 'apply-for-review', data: { reason } },
    { opened: [decide.value] },
  );
}

/** 维持: the answer stands; the decision itself reaches the petitioner. */
export const uphold = (leg: Leg, number: string, told: string, context: LegContext): Outcome<Moved> =>
  move(still(leg), context, { type: 'uphold', data: { number, told } }, { met: ['C9', 'C10'] });

/** 变更、撤销: the handling organ decides again, with a fresh limit; the same opinion is not enough (guard 6). */
export const changeOrRevoke = (
  leg: Leg,
  number: string,
  defects: readonly string[],
  context: LegContext,
): Outcome<Moved> =>
  defects.length === 0
    ? refuse('reason-required', { what: '变更或撤销的理由' })
    : move(
        still(leg),
        context,
        { type: 'change-or-revoke', data: { number, defects } },
        { met: ['C9', 'C10'], opened: clocksOnRedo(context.rulebook, context.matter, context.today) },
      );

function period(
  { rulebook, matter }: LegContext,
  clock: 'C9' | 'C10',
  part: 'apply' | 'decide',
  start: LocalDate,
): Outcome<Clock> {
  const legal = legalPeriod(rulebook.pack, clock, matter, part);
  if (!legal.ok) return refuse('review-by-own-rules', { why: legal.message }, '信访工作条例35');
  if (legal.value.kind !== 'period') {
    const why = legal.value.kind === 'none' ? legal.value.reason : legal.value.kind;
    return refuse('review-by-own-rules', { why }, '信访工作条例35');
  }
  const { rule, period: length } = legal.value;
  const opened = openClock({
    rule,
    packVersion: rulebook.pack.version,
    start,
    period: length,
    calendar: rulebook.calendar,
  });
  return opened.ok ? opened : refuse('calendar-missing', { why: opened.message });
}
