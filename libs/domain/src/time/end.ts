import {
  type Calendar,
  addWorkingDays,
  coversStart,
  dayInfo,
  isProvisional,
  onOrNextWorkingDay,
} from './calendar.js';
import { type LocalDate, addDays, addMonths } from './local-date.js';
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
export function countFrom({ start, period, shift, calendar }: EndInput): ComputedEnd {
  const raw = rawEnd(start, period, calendar);
  const effective = shift === 'next' ? onOrNextWorkingDay(calendar, raw) : raw;
  const days = workDays({ start, period, raw, effective, info: (date) => dayInfo(calendar, date) });
  return { start, raw, effective, provisional: isProvisional(calendar, effective), days };
}

function rawEnd(start: LocalDate, period: Period, calendar: Calendar): LocalDate {
  switch (period.unit) {
    case '日':
      return addDays(start, period.n);
    case '月':
      return addMonths(start, period.n);
    case '工作日':
      return addWorkingDays(calendar, start, period.n);
  }
}
