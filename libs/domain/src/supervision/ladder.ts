import { type Leg, isOpenLeg } from '../leg/leg.js';
import { type Calendar, addWorkingDays, isWorkingDay } from '../time/calendar.js';
import { type Clock, isPaused } from '../time/clock.js';
import { yellowFrom } from '../time/lamp.js';
import { type LocalDate, addDays } from '../time/local-date.js';
import type { Period } from '../time/period.js';

/** 普通 · 急件 · 特急: how closely a case is followed. It moves no legal limit. */
export const URGENCIES = ['normal', 'urgent', 'most-urgent'] as const;
export type Urgency = (typeof URGENCIES)[number];

/**
 * The rungs of the ladder (domain.md §5). The system fires the notices and records the breach; the others it only
 * drafts for the supervisor, who signs.
 */
export const LADDER_LEVELS = ['notice', 'slip-1', 'slip-2', 'letter', 'hearing'] as const;
export type LadderLevel = (typeof LADDER_LEVELS)[number];

/** Working days at which the rungs stand, counted from the effective end of the limit; all are settings [I]. */
export interface LadderDays {
  /** Notices to the handler this many working days before the end, beside the yellow one; `[]`: the yellow one only. */
  readonly noticesBefore: readonly number[];
  readonly 'slip-1': number;
  readonly 'slip-2': number;
  readonly letter: number;
  readonly hearing: number;
}

/** How this network chases what is late; values of the directory that no statute settles [I]. */
export interface SupervisionSettings {
  readonly ladder: Readonly<Record<Urgency, LadderDays>>;
  /** 督办函: how long the holder has for its reply. */
  readonly reply: Period;
  /** Reminders are fired on working days between these minutes of the day only. */
  readonly officeHours: { readonly from: number; readonly to: number };
}

/** One rung of one clock on its day. */
export interface LadderRung {
  readonly level: LadderLevel;
  /** Its name for ever: `yellow`, `before-3`, `slip-1`, … One event per clock and name, ever. */
  readonly name: string;
  readonly on: LocalDate;
}

/** The limit that rules a leg, with its place in the leg's list of clocks. */
export interface RulingClock {
  readonly clock: Clock;
  readonly place: number;
}

/**
 * The leg's end is the earlier of the legal and the assigned limit; after a redo its fresh limit (C7). Undefined when
 * nothing of it runs: not accepted yet, reported, or ended.
 */
export function rulingClock(leg: Pick<Leg, 'state' | 'clocks'>): RulingClock | undefined {
  if (!isOpenLeg(leg)) return undefined;
  const running = leg.clocks
    .map((clock, place) => ({ clock, place }))
    .filter(({ clock }) => clock.metOn === undefined && !isPaused(clock) && isLimit(clock));
  const redone = running.findLast(({ clock }) => clock.id === 'C7');
  return redone ?? running.toSorted((a, b) => (a.clock.effective < b.clock.effective ? -1 : 1))[0];
}

/** The limits of handling: legal (C4), assigned (C4'), and of a redo (C7). */
export const isLimit = ({ id }: Pick<Clock, 'id'>): boolean => id === 'C4' || id === "C4'" || id === 'C7';

/**
 * The rungs of a clock in the order of their days, each on a working day. A notice whose day would lie on or before
 * the start of a short limit does not exist: an offset back from the end never fires at creation.
 */
export function ladderOf(clock: Clock, days: LadderDays, calendar: Calendar): readonly LadderRung[] {
  const { start, effective } = clock;
  const yellow = workingDayFrom(calendar, yellowFrom(clock, calendar));
  const before = days.noticesBefore.map((n) => ({ n, on: workingDaysBefore(calendar, effective, n) }));
  const notices = [
    { name: 'yellow', on: yellow },
    ...before.map(({ n, on }) => ({ name: `before-${n}`, on })),
  ].filter(({ on }) => on > start && on <= effective);
  const after = (['slip-1', 'slip-2', 'letter', 'hearing'] as const).map((level) => ({
    level,
    name: level,
    on: addWorkingDays(calendar, effective, days[level]),
  }));
  return [...notices.map((notice) => ({ level: 'notice' as const, ...notice })), ...after].toSorted((a, b) =>
    a.on < b.on ? -1 : a.on > b.on ? 1 : 0,
  );
}

/** The rungs that are due and were not fired yet, and the day of the next one after them. */
export function dueRungs(
  rungs: readonly LadderRung[],
  fired: ReadonlySet<string>,
  today: LocalDate,
): { readonly due: readonly LadderRung[]; readonly next: LocalDate | undefined } {
  const open = rungs.filter(({ name }) => !fired.has(name));
  return { due: open.filter(({ on }) => on <= today), next: open.find(({ on }) => on > today)?.on };
}

function workingDayFrom(calendar: Calendar, date: LocalDate): LocalDate {
  return isWorkingDay(calendar, date) ? date : addWorkingDays(calendar, date, 1);
}

/** The working day that lies n working days before a date; the date itself never counts. */
function workingDaysBefore(calendar: Calendar, date: LocalDate, n: number): LocalDate {
  let day = date;
  for (let left = n; left > 0;) {
    day = addDays(day, -1);
    if (isWorkingDay(calendar, day)) left -= 1;
  }
  return day;
}
