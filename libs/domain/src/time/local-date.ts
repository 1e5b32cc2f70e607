import { type LocalDate, localDate } from './local-date.brand.js';
export type { LocalDate } from './local-date.brand.js';
import { ok, refused, type Result } from './result.js';

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2200;

// The process time zone must never touch a legal date, so days are counted as integers (proleptic Gregorian,
// day 0 = 1970-01-01) and the Date object is not used at all.
function toDayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

function fromDayNumber(dayNumber: number): LocalDate {
  const z = dayNumber + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return localDate(year, month, dayOfYear - Math.floor((153 * mp + 2) / 5) + 1);
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** Reads 'YYYY-MM-DD'; refuses `bad-date` for another shape, a day that does not exist, or a year outside 1900–2200. */
export function parseLocalDate(text: string): Result<LocalDate, 'bad-date'> {
  const found = SHAPE.exec(text);
  if (!found) {
    return refused(
      'bad-date',
      `"${text.slice(0, 40)}" is not a date; write it as YYYY-MM-DD, such as 2026-09-16.`,
    );
  }
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    return refused('bad-date', `${text} lies outside the years ${FIRST_YEAR} to ${LAST_YEAR}.`);
  }
  if (month < 1 || month > 12) return refused('bad-date', `${text} does not exist: a month is 01 to 12.`);
  const last = daysInMonth(year, month);
  if (day < 1 || day > last) {
    return refused('bad-date', `${text} does not exist: ${text.slice(0, 7)} has the days 01 to ${last}.`);
  }
  return ok(localDate(year, month, day));
}

const partsOf = (date: LocalDate): readonly [number, number, number] => [
  Number(date.slice(0, 4)),
  Number(date.slice(5, 7)),
  Number(date.slice(8, 10)),
];
const dayNumberOf = (date: LocalDate): number => toDayNumber(...partsOf(date));

/** The calendar year of a date. */
export const yearOf = (date: LocalDate): number => Number(date.slice(0, 4));

/** −1 when a is before b, 0 when equal, 1 when after. */
export const compareDates = (a: LocalDate, b: LocalDate): -1 | 0 | 1 => (a < b ? -1 : a > b ? 1 : 0);

export const earlierOf = (a: LocalDate, b: LocalDate): LocalDate => (a <= b ? a : b);
export const laterOf = (a: LocalDate, b: LocalDate): LocalDate => (a >= b ? a : b);

/** The date n calendar days later (earlier when n is negative). */
export const addDays = (date: LocalDate, n: number): LocalDate => fromDayNumber(dayNumberOf(date) + n);

/** The same day n months later; where that month lacks the day, its last day (民法典 202). */
export function addMonths(date: LocalDate, n: number): LocalDate {
  const [year, month, day] = partsOf(date);
  const months = year * 12 + (month - 1) + n;
  const y = Math.floor(months / 12);
  const m = (months % 12) + 1;
  return localDate(y, m, Math.min(day, daysInMonth(y, m)));
}

/** Calendar days from one date to another: 0 for the same day, negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => dayNumberOf(to) - dayNumberOf(from);

/** ISO weekday: 1 Monday … 7 Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
export function weekdayOf(date: LocalDate): Weekday {
  const index = (((dayNumberOf(date) + 3) % 7) + 7) % 7; // 1970-01-01 was a Thursday
  return WEEKDAYS[index] ?? 1;
}
