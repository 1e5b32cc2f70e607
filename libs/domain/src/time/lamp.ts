import { type Calendar, isWorkingDay } from './calendar.js';
import { type Clock, isLate } from './clock.js';
import { type LocalDate, addDays, daysBetween, earlierOf } from './local-date.js';
import { openPause } from './pause.js';

/** 绿 on time · 黄 nearing its end · 红 late and open · 灰 closed late · 暂定 on time, but the end is provisional. */
export const LAMPS = ['绿', '黄', '红', '灰', '暂定'] as const;
export type Lamp = (typeof LAMPS)[number];

const LAST_PART = 0.2;
const LONG_PERIOD_DAYS = 30;

/**
 * The lamp of a clock on a legal day [I]. Lateness and a near end outrank 暂定, which screens may show beside any lamp
 * from `clock.provisional`. The lamp belongs to the unit that holds the leg.
 */
export function lampOf(clock: Clock, today: LocalDate, calendar: Calendar): Lamp {
  const late = isLate(clock, today);
  if (clock.metOn !== undefined) return late ? '灰' : '绿';
  if (late) return '红';
  // A clock that stands still keeps the lamp of the day it stopped.
  const day = openPause(clock.pauses)?.from ?? today;
  if (day >= yellowFrom(clock, calendar)) return '黄';
  return clock.provisional ? '暂定' : '绿';
}

/**
 * The first yellow day: the last 20 % of the period (whole days, rounded up, measured to the raw end), at least 1
 * working day before the end is over, and at least 5 for periods of 30日 or more.
 */
export function yellowFrom(clock: Clock, calendar: Calendar): LocalDate {
  const { start, raw, effective } = clock;
  const length = Math.max(1, daysBetween(start, raw));
  const long = length >= LONG_PERIOD_DAYS || clock.period.unit === '月';
  const byPart = addDays(raw, 1 - Math.ceil(length * LAST_PART));
  return earlierOf(byPart, lastWorkingDaysFrom(effective, long ? 5 : 1, start, calendar));
}

/** The day from which `n` working days are left, the end included; never before the start. */
function lastWorkingDaysFrom(end: LocalDate, n: number, start: LocalDate, calendar: Calendar): LocalDate {
  let day = end;
  let left = n;
  while (day > start) {
    if (isWorkingDay(calendar, day)) left -= 1;
    if (left === 0) return day;
    day = addDays(day, -1);
  }
  return day;
}
