import {
  type Calendar,
  addWorkingDays,
  coversStart,
  dayInfo,
  isProvisional,
  isWorkingDay,
} from './calendar.js';
import { type LocalDate, addDays, addMonths } from './local-date.js';
import { type Pause, isLeftOut, movedByPauses } from './pause.js';
import type { Period } from './period.js';
import { ok, refused, type Refused, type Result } from './result.js';
import type { Shift } from './rules.js';
import { type WorkedDay, workDays } from './working.js';

/** An end and how it was found. */
export interface ComputedEnd {
  readonly start: LocalDate;
  /** the end before any shift; extensions run from here */
  readonly raw: LocalDate;
  /** the day that counts; late begins the day after */
  readonly effective: LocalDate;
  /** 暂定: a later holiday notice may still change it */
  readonly provisional: boolean;
  /** the working, day by day from the start to the effective end */
  readonly days: readonly WorkedDay[];
}

export interface EndInput {
  readonly start: LocalDate;
  readonly period: Period;
  readonly shift: Shift;
  readonly calendar: Calendar;
  /** days that do not count (信访工作条例36: a hearing); one that has not ended leaves nothing out yet */
  readonly pauses?: readonly Pause[];
}

/**
 * Counts a period: the first day is not counted (民法典 201), months end on the same day or the month's last (202), an
 * end on a day off moves to the next working day where the rule shifts (203). 工作日 always end on a working day.
 * Refuses `start-outside-calendar`: only the start must lie in the calendar's years.
 *
 * @example computeEnd({start: 2026-09-16, period: 15日, shift: 'next', calendar}) → raw 10-01, effective 10-08
 */
export function computeEnd(input: EndInput): Result<ComputedEnd, 'start-outside-calendar'> {
  const { start, calendar } = input;
  return coversStart(calendar, start) ? ok(countFrom(input)) : outside(calendar, start);
}

export function outside(calendar: Calendar, start: LocalDate): Refused<'start-outside-calendar'> {
  return refused(
    'start-outside-calendar',
    `The start ${start} lies outside the calendar ${calendar.id}, which has the years ${calendar.firstYear} to ${calendar.lastYear}.`,
  );
}

/** The count itself, for a start that is known to be good (an extension starts at a raw end, which may lie beyond). */
export function countFrom({ start, period, shift, calendar, pauses = [] }: EndInput): ComputedEnd {
  const raw = rawEnd(start, period, calendar, pauses);
  const effective = shift === 'next' ? shifted(raw, calendar, pauses) : raw;
  const info = (date: LocalDate) => dayInfo(calendar, date);
  const days = workDays({ start, period, raw, effective, info, pauses });
  return { start, raw, effective, provisional: isProvisional(calendar, effective), days };
}

function rawEnd(start: LocalDate, period: Period, calendar: Calendar, pauses: readonly Pause[]): LocalDate {
  switch (period.unit) {
    case '日':
      return movedByPauses(start, addDays(start, period.n), pauses);
    case '月':
      return movedByPauses(start, addMonths(start, period.n), pauses);
    case '工作日':
      return pauses.length === 0
        ? addWorkingDays(calendar, start, period.n)
        : workingDayOutside(start, period.n, calendar, pauses);
  }
}

/** The n-th working day that is not left out. */
function workingDayOutside(
  start: LocalDate,
  n: number,
  calendar: Calendar,
  pauses: readonly Pause[],
): LocalDate {
  let day = start;
  for (let left = n; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(calendar, day) && !isLeftOut(pauses, day)) left -= 1;
  }
  return day;
}

/** The end itself when it is a working day, otherwise the next one (民法典 203); a day of a hearing is none. */
function shifted(raw: LocalDate, calendar: Calendar, pauses: readonly Pause[]): LocalDate {
  let day = raw;
  while (!isWorkingDay(calendar, day) || isLeftOut(pauses, day)) day = addDays(day, 1);
  return day;
}
