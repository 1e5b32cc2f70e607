import type { Calendar } from './calendar.js';
import { computeEnd } from './end.js';
import { type LocalDate, addDays, laterOf } from './local-date.js';
import { type Period, formatPeriod } from './period.js';
import { ok, refused, type Result } from './result.js';
import type { Shift } from './rules.js';

/**
 * What a parent leaves to its children. While the parent's own clock has not started, count its end from the parent's
 * receipt date (computeEnd or openClock) and pass that effective end.
 */
export interface ParentLimit {
  readonly effective: LocalDate;
}

/** The default reserve of a node for its review of a child's result, in calendar days [I]. */
export const DEFAULT_RESERVE_DAYS = 10;

/** The latest date for a child: the parent's effective end less the reserve (calendar days). No shift: it would eat the reserve. */
export const childNotAfter = (parent: ParentLimit, reserveDays: number = DEFAULT_RESERVE_DAYS): LocalDate =>
  addDays(parent.effective, -reserveDays);

/** What a sending carries: explicit days from acceptance (or none: the receiver's rule) and the date it never passes. */
export interface ChildLimit {
  readonly days?: Period;
  /** absent when there is no parent */
  readonly notAfter?: LocalDate;
  /** the head let explicit days stand that do not fit; keep the reason with the act */
  readonly allowedByHead?: { readonly reason: string; readonly outlivesParent: boolean };
}

/**
 * Sets the limit of a child at its sending. Explicit days, counted from the sending, that end after notAfter are refused
 * `days-do-not-fit`, unless the head gives a written reason: then their end becomes the child's notAfter. Without
 * explicit days nothing is refused: the receiver gets min(rule, notAfter).
 */
export function limitChild(input: {
  readonly sentOn: LocalDate;
  readonly shift: Shift;
  readonly calendar: Calendar;
  readonly parent?: ParentLimit;
  readonly reserveDays?: number;
  readonly days?: Period;
  readonly headReason?: string;
}): Result<ChildLimit, 'days-do-not-fit' | 'start-outside-calendar'> {
  const { sentOn, shift, calendar, parent, days } = input;
  if (!parent) return ok(days ? { days } : {});
  const notAfter = childNotAfter(parent, input.reserveDays);
  if (!days) return ok({ notAfter });
  const end = computeEnd({ start: sentOn, period: days, shift, calendar });
  if (!end.ok) return end;
  const { effective } = end.value;
  if (effective <= notAfter) return ok({ days, notAfter });
  const reason = input.headReason?.trim() ?? '';
  if (reason === '') {
    return refused(
      'days-do-not-fit',
      `${formatPeriod(days)} from ${sentOn} end on ${effective}, after ${notAfter}, the latest date that the parent's limit leaves; give fewer days, or a written reason of the head.`,
    );
  }
  const outlivesParent = effective > parent.effective;
  return ok({ days, notAfter: laterOf(effective, notAfter), allowedByHead: { reason, outlivesParent } });
}
