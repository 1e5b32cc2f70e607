import { type Calendar, coversStart, isProvisional } from './calendar.js';
import { type ComputedEnd, countFrom, outside } from './end.js';
import { type LocalDate, compareDates, earlierOf, laterOf } from './local-date.js';
import { type Pause, openPause } from './pause.js';
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
  /** days that it did not count, in the order of their entry; the last may still be open */
  readonly pauses?: readonly Pause[];
  /** a duty of the sender's own: the leg that it is about */
  readonly about?: string;
  /** the legal day on which the duty was done */
  readonly metOn?: LocalDate;
  /** true: a newer pack has no such duty any more; `metOn` is the day it fell away, and it is never late */
  readonly cleared?: true;
}

export interface ClockExtension {
  readonly period: Period;
  readonly approvedOn: LocalDate;
  readonly originalRaw: LocalDate;
  readonly originalEffective: LocalDate;
  /** the assigner's first date, where the approval moved it too */
  readonly originalNotAfter?: LocalDate;
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

/** The clock stands still: what it has left is counted from the end of the pause. */
export const isPaused = (clock: Pick<Clock, 'metOn' | 'pauses'>): boolean =>
  clock.metOn === undefined && openPause(clock.pauses) !== undefined;

/**
 * Late: the effective end has passed without the duty done, or it was done after it (closed late stays late). A clock
 * that stands still, or stood still when the duty was done, is not late; nor is one whose rule fell away.
 */
export const isLate = (clock: Clock, today: LocalDate): boolean =>
  clock.cleared !== true && openPause(clock.pauses) === undefined && (clock.metOn ?? today) > clock.effective;

/**
 * The end of a clock from its facts alone: start, period, the days left out, the one extension and the assigner's date.
 * The same whatever the order in which they were entered.
 */
export function countClock(clock: Clock, calendar: Calendar): End {
  const { start, period, shift, notAfter, extension, pauses = [] } = clock;
  const count = (from: LocalDate, length: Period) =>
    countFrom({ start: from, period: length, shift, calendar, pauses });
  const first = cap(count(start, period), extension?.originalNotAfter ?? notAfter, calendar);
  if (extension === undefined) return first;
  const second = count(first.raw, extension.period);
  // An extension never shortens: inside a long holiday its own end can lie before the first effective end.
  return cap({ ...second, effective: laterOf(second.effective, first.effective) }, notAfter, calendar);
}

/** What a new calendar or pack does to a clock. `clock` is the one to keep. */
export type Recomputed =
  /** same end; the versions are brought up to date (and `confirmed` says that 暂定 is gone) */
  | { readonly kind: 'unchanged'; readonly clock: Clock; readonly confirmed: boolean }
  /** the end moves later: write the line into the history */
  | { readonly kind: 'later'; readonly clock: Clock; readonly from: LocalDate; readonly to: LocalDate }
  /** it would end earlier: the old end is kept in `clock`; `earlier` is for a person to accept */
  | { readonly kind: 'earlier'; readonly clock: Clock; readonly from: LocalDate; readonly earlier: Clock }
  /** the newer pack has no such duty: nothing is owed, and nothing is late */
  | { readonly kind: 'cleared'; readonly clock: Clock; readonly from: LocalDate };

/** The newer versions a clock is counted with. */
export interface Newer {
  readonly calendar: Calendar;
  readonly packVersion?: string;
  /** The rule of the same id in the newer pack; `off`: it is there no more. Absent: only the calendar is newer. */
  readonly rule?: Rule | 'off';
  /** The legal day of the recount; needed only where a rule fell away. */
  readonly today?: LocalDate;
}

/**
 * Counts an open clock again with newer versions. A date never moves earlier silently: the clock keeps its end and the
 * earlier one is only offered. A met clock is left as it was. A rule that came into force after the clock's start does
 * not reach back: the clock keeps its period [I].
 */
export function recompute(clock: Clock, newer: Newer): Recomputed {
  if (clock.metOn !== undefined) return { kind: 'unchanged', clock, confirmed: false };
  const { calendar, rule, packVersion = clock.packVersion, today } = newer;
  if (rule === 'off') {
    const cleared: Clock = { ...clock, packVersion, metOn: today ?? clock.effective, cleared: true };
    return { kind: 'cleared', clock: cleared, from: clock.effective };
  }
  const versions = { packVersion, calendarVersion: calendar.version };
  const ruled: Clock = { ...clock, ...ruledBy(clock, rule) };
  const counted: Clock = { ...ruled, ...countClock(ruled, calendar), ...versions };
  const from = clock.effective;
  switch (compareDates(counted.effective, from)) {
    case 0:
      return { kind: 'unchanged', clock: counted, confirmed: clock.provisional && !counted.provisional };
    case 1:
      return { kind: 'later', clock: counted, from, to: counted.effective };
    case -1: {
      const kept: Clock = { ...clock, provisional: isProvisional(calendar, from), ...versions };
      return { kind: 'earlier', clock: kept, from, earlier: counted };
    }
  }
}

/** What a newer rule says of a clock that runs: its own period where it gives one; what an assigner set stays. */
function ruledBy(clock: Clock, rule: Rule | undefined): Partial<Clock> {
  if (rule === undefined || rule.validFrom > clock.start) return {};
  const period = rule.limit.kind === 'period' ? { period: rule.limit.period } : {};
  return { ...period, shift: rule.shift, article: rule.article };
}
