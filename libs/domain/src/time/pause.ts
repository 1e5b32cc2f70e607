import { type LocalDate, addDays } from './local-date.js';

/**
 * Days that a clock does not count, from the first to the last, both left out. Without `until` the clock stands still:
 * its end is not known yet, and it cannot become late.
 */
export interface Pause {
  readonly from: LocalDate;
  readonly until?: LocalDate;
  /** Why, in words of the office: 听证; never a petitioner's name. */
  readonly why: string;
}

const NONE: readonly Pause[] = [];

/** The pause that has not ended yet, if there is one. */
export const openPause = (pauses: readonly Pause[] = NONE): Pause | undefined =>
  pauses.find(({ until }) => until === undefined);

/** Whether a day lies in a pause that has ended. */
export const isLeftOut = (pauses: readonly Pause[] = NONE, date: LocalDate): boolean =>
  pauses.some(({ from, until }) => until !== undefined && from <= date && date <= until);

/** Whether any of the days is part of a pause already, an open one included. */
export const overlaps = (pauses: readonly Pause[], from: LocalDate, until: LocalDate): boolean =>
  pauses.some((pause) => pause.from <= until && (pause.until ?? until) >= from);

/** Moves an end on by the days between start and end that were left out; what it moves over may be left out too. */
export function movedByPauses(start: LocalDate, end: LocalDate, pauses: readonly Pause[] = NONE): LocalDate {
  let owed = 0;
  let day = start;
  while (day < end) {
    day = addDays(day, 1);
    if (isLeftOut(pauses, day)) owed += 1;
  }
  while (owed > 0) {
    day = addDays(day, 1);
    if (!isLeftOut(pauses, day)) owed -= 1;
  }
  return day;
}
