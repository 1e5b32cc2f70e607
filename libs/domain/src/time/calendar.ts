import { localDate } from './local-date.brand.js';
import { type LocalDate, addDays, weekdayOf, yearOf } from './local-date.js';
import { ok, type Refused, type Result } from './result.js';

/** A day that the notice names: a day off with its holiday, or a make-up working day (调休) and what it makes up for. */
export interface NamedDay {
  readonly date: LocalDate;
  readonly name: string;
}

/** One year of the State Council's holiday notice. */
export interface CalendarYear {
  readonly year: number;
  /** false: the notice is not out yet; ends that reach into the year are provisional. */
  readonly published: boolean;
  /** number of the notice, such as 国办发明电〔2025〕7号 */
  readonly notice?: string;
  readonly off: readonly NamedDay[];
  readonly work: readonly NamedDay[];
}

/** A checked calendar. Make one with makeCalendar. */
export interface Calendar {
  readonly id: string;
  /** kept with every date that was computed from it */
  readonly version: string;
  readonly firstYear: number;
  readonly lastYear: number;
  readonly lastPublishedYear: number;
  readonly years: readonly CalendarYear[];
  readonly off: ReadonlyMap<LocalDate, string>;
  readonly work: ReadonlyMap<LocalDate, string>;
}

export type DayKind = 'working' | 'make-up' | 'holiday' | 'weekend';

/** Why a day is a working day or not. `name` is the holiday (or, for a make-up day, the holiday it makes up for). */
export interface DayInfo {
  readonly date: LocalDate;
  readonly working: boolean;
  readonly kind: DayKind;
  readonly name?: string;
}

const isWeekend = (date: LocalDate): boolean => weekdayOf(date) >= 6;

/**
 * Builds a calendar from its years, or refuses `bad-calendar` with every problem in `problems`: years that are not
 * consecutive, a published year after an unpublished one, none published, a day outside its year, named twice, a
 * make-up day that is no weekend, a year without a working day (counting would never end).
 */
export function makeCalendar(input: {
  readonly id: string;
  readonly version: string;
  readonly years: readonly CalendarYear[];
}): Result<Calendar, 'bad-calendar'> | (Refused<'bad-calendar'> & { readonly problems: readonly string[] }) {
  const years = [...input.years].sort((a, b) => a.year - b.year);
  const off = new Map<LocalDate, string>();
  const work = new Map<LocalDate, string>();
  const problems = [...yearProblems(years), ...years.flatMap((year) => collectDays(year, off, work))];
  const [first, last] = [years[0], years.at(-1)];
  const lastPublished = years.filter((year) => year.published).at(-1);
  if (!first || !last || !lastPublished) {
    problems.push('The calendar has no published year.');
  } else if (problems.length === 0) {
    const span = { firstYear: first.year, lastYear: last.year, lastPublishedYear: lastPublished.year };
    return ok({ id: input.id, version: input.version, ...span, years, off, work });
  }
  return { ok: false, slug: 'bad-calendar', message: problems.join(' '), problems };
}

function yearProblems(years: readonly CalendarYear[]): string[] {
  return years.slice(1).flatMap((year, i) => {
    const before = years[i];
    if (!before) return [];
    if (year.year === before.year) return [`The year ${year.year} is given twice.`];
    const problems: string[] = [];
    if (year.year !== before.year + 1)
      problems.push(`The years between ${before.year} and ${year.year} are missing.`);
    if (year.published && !before.published) {
      problems.push(`The year ${year.year} is published although ${before.year} before it is not.`);
    }
    return problems;
  });
}

function collectDays(
  year: CalendarYear,
  off: Map<LocalDate, string>,
  work: Map<LocalDate, string>,
): string[] {
  const problems: string[] = [];
  for (const [days, into] of [[year.off, off] as const, [year.work, work] as const]) {
    for (const { date, name } of days) {
      if (yearOf(date) !== year.year) problems.push(`${date} (${name}) is listed under ${year.year}.`);
      if (off.has(date) || work.has(date)) problems.push(`${date} (${name}) is listed twice.`);
      if (into === work && !isWeekend(date))
        problems.push(`The make-up day ${date} (${name}) is no weekend day.`);
      into.set(date, name);
    }
  }
  if (!hasWorkingDay(year.year, off, work)) problems.push(`The year ${year.year} has no working day.`);
  return problems;
}

function hasWorkingDay(
  year: number,
  off: ReadonlyMap<LocalDate, string>,
  work: ReadonlyMap<LocalDate, string>,
): boolean {
  for (let date = localDate(year, 1, 1); yearOf(date) === year; date = addDays(date, 1)) {
    if (work.has(date) || (!isWeekend(date) && !off.has(date))) return true;
  }
  return false;
}

/** What kind of day a date is. Beyond the calendar's years only weekends are known (and the end is provisional). */
export function dayInfo(calendar: Calendar, date: LocalDate): DayInfo {
  const makeUp = calendar.work.get(date);
  if (makeUp !== undefined) return { date, working: true, kind: 'make-up', name: makeUp };
  const holiday = calendar.off.get(date);
  if (holiday !== undefined) return { date, working: false, kind: 'holiday', name: holiday };
  return isWeekend(date)
    ? { date, working: false, kind: 'weekend' }
    : { date, working: true, kind: 'working' };
}

/** Working days are Monday to Friday without the notice's days off, and the make-up working days (调休). */
export const isWorkingDay = (calendar: Calendar, date: LocalDate): boolean => dayInfo(calendar, date).working;

/** The date itself when it is a working day, otherwise the next one (民法典 203). */
export function onOrNextWorkingDay(calendar: Calendar, date: LocalDate): LocalDate {
  let day = date;
  while (!isWorkingDay(calendar, day)) day = addDays(day, 1);
  return day;
}

/** The n-th working day after a date (n from 1); the date itself never counts. */
export function addWorkingDays(calendar: Calendar, date: LocalDate, n: number): LocalDate {
  let day = date;
  for (let left = n; left > 0; left -= 1) day = onOrNextWorkingDay(calendar, addDays(day, 1));
  return day;
}

/** A start needs a year that the calendar has; ends may reach beyond it and are then provisional. */
export const coversStart = (calendar: Calendar, date: LocalDate): boolean =>
  yearOf(date) >= calendar.firstYear && yearOf(date) <= calendar.lastYear;

/**
 * A date is provisional (暂定) when it lies beyond the last published year, or after 20 December of it: the next
 * notice may still change those last days.
 */
export const isProvisional = (calendar: Calendar, date: LocalDate): boolean =>
  date > `${calendar.lastPublishedYear}-12-20`;
