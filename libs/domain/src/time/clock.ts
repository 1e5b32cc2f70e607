import { type Calendar, coversStart, isProvisional } from './calendar.js';
import { type ComputedEnd, countFrom, outside } from './end.js';
import { type LocalDate, compareDates, earlierOf, laterOf } from './local-date.js';
import type { Period } from './period.js';
import { ok, refused, type Result } from './result.js';
import type { ClockId, Rule, Shift } from './rules.js';

/** A running or met clock as it is kept with its case or leg. Plain data; lateness and lamp are computed, never stored. */
export interface Clock {
  readonly id: ClockId;
  /** rule id, such as 'NAT.C4' */
  readonly rule: string;
  readonly packVersion: string;
  /** '信访工作条例34' or '[I]' */
  readonly article: string;
  /** the value is an inference or a setting */
  readonly note?: '[I]';
  readonly start: LocalDate;
  /** the first period; an extension does not change it */
  readonly period: Period;
  readonly shift: Shift;
  readonly raw: LocalDate;
  readonly effective: LocalDate;
  readonly provisional: boolean;
  readonly calendarVersion: string;
  /** an assignment's date that the end never passes */
  readonly notAfter?: LocalDate;
  /** the one extension; the original date stays on record */
  readonly extension?: ClockExtension;
  /** the legal day on which the duty was done */
  readonly metOn?: LocalDate;
}

export interface ClockExtension {
  readonly period: Period;
  readonly approvedOn: LocalDate;
  readonly originalRaw: LocalDate;
  readonly originalEffective: LocalDate;
}

/**
 * Starts a clock on the legal day of its event. With `notAfter` (an assignment) the end is the earlier of the two.
 * Refuses `start-outside-calendar` and `rule-not-in-force` (the start lies before the rule's validFrom).
 */
export function openClock(input: {
  readonly rule: Rule;
  readonly packVersion: string;
  readonly start: LocalDate;
  readonly period: Period;
  readonly calendar: Calendar;
  readonly notAfter?: LocalDate;
}): Result<Clock, 'start-outside-calendar' | 'rule-not-in-force'> {
  const { rule, packVersion, start, period, calendar, notAfter } = input;
  if (start < rule.validFrom) {
    return refused(
      'rule-not-in-force',
      `${rule.id} is valid from ${rule.validFrom}; ${start} lies before it.`,
    );
  }
  if (!coversStart(calendar, start)) return outside(calendar, start);
  const end = cap(countFrom({ start, period, shift: rule.shift, calendar }), notAfter, calendar);
  return ok({
    id: rule.clock,
    rule: rule.id,
    packVersion,
    article: rule.article,
    ...(rule.inferred ? { note: '[I]' as const } : {}),
    start,
    period,
    shift: rule.shift,
    ...end,
    calendarVersion: calendar.version,
    ...(notAfter === undefined ? {} : { notAfter }),
  });
}

interface End {
  readonly raw: LocalDate;
  readonly effective: LocalDate;
  readonly provisional: boolean;
}

function cap(end: ComputedEnd, notAfter: LocalDate | undefined, calendar: Calendar): End {
  const { raw, effective } = end;
  const capped =
    notAfter === undefined
      ? { raw, effective }
      : { raw: earlierOf(raw, notAfter), effective: earlierOf(effective, notAfter) };
  return { ...capped, provisional: isProvisional(calendar, capped.effective) };
}

/** The duty is done on this legal day. The first day stands: meeting a met clock again changes nothing. */
export const meetClock = (clock: Clock, on: LocalDate): Clock =>
  clock.metOn === undefined ? { ...clock, metOn: on } : clock;

/** Late: the effective end has passed without the duty done, or it was done after it (closed late stays late). */
export const isLate = (clock: Clock, today: LocalDate): boolean => (clock.metOn ?? today) > clock.effective;

/** What a new calendar does to a clock. `clock` is the one to keep. */
export type Recomputed =
  /** same end; the calendar version is brought up to date (and `confirmed` says that 暂定 is gone) */
  | { readonly kind: 'unchanged'; readonly clock: Clock; readonly confirmed: boolean }
  /** the end moves later: write the line into the history */
  | { readonly kind: 'later'; readonly clock: Clock; readonly from: LocalDate; readonly to: LocalDate }
  /** the new calendar would end it earlier: the old end is kept in `clock`; `earlier` is for a person to accept */
  | { readonly kind: 'earlier'; readonly clock: Clock; readonly from: LocalDate; readonly earlier: Clock };

/**
 * Counts a clock again with another version of the calendar. A date never moves earlier silently: the clock keeps its
 * end and the earlier one is only offered. A met clock is left as it was.
 */
export function recompute(clock: Clock, calendar: Calendar): Recomputed {
  if (clock.metOn !== undefined) return { kind: 'unchanged', clock, confirmed: false };
  const { start, period, shift, notAfter, extension } = clock;
  const whole = extension
    ? extended(
        countFrom({ start: extension.originalRaw, period: extension.period, shift, calendar }),
        extension,
      )
    : countFrom({ start, period, shift, calendar });
  const version = calendar.version;
  const counted: Clock = { ...clock, ...cap(whole, notAfter, calendar), calendarVersion: version };
  const from = clock.effective;
  switch (compareDates(counted.effective, from)) {
    case 0: {
      const confirmed = clock.provisional && !counted.provisional;
      return { kind: 'unchanged', clock: counted, confirmed };
    }
    case 1:
      return { kind: 'later', clock: counted, from, to: counted.effective };
    case -1: {
      const provisional = isProvisional(calendar, from);
      return {
        kind: 'earlier',
        clock: { ...clock, provisional, calendarVersion: version },
        from,
        earlier: counted,
      };
    }
  }
}

/** An extension never shortens: inside a long holiday its own end can lie before the original effective end. */
const extended = (end: ComputedEnd, { originalEffective }: ClockExtension): ComputedEnd => ({
  ...end,
  effective: laterOf(end.effective, originalEffective),
});
