import type { Calendar } from './calendar.js';
import { type Clock, countClock } from './clock.js';
import { type LocalDate, laterOf } from './local-date.js';
import { type Pause, openPause, overlaps } from './pause.js';
import { ok, refused, type Result } from './result.js';
import type { Rule } from './rules.js';

/** Why a clock is not stopped or does not run on. */
export type PauseRefusal =
  | 'hearing-counts'
  | 'paused-already'
  | 'not-paused'
  | 'pause-outside-clock'
  | 'pauses-overlap'
  | 'date-in-future'
  | 'clock-met';

/** Whether the time of a hearing is not counted by this rule (信访工作条例36). */
export const leavesOutHearings = (rule: Rule): boolean => rule.excludes?.includes('hearing') === true;

/**
 * Stops a clock on the first day of a hearing. Refused: a rule whose time runs on in a hearing, a clock that stands
 * still already, a first day before the clock's start, after its end, in the future or inside an earlier pause.
 */
export function pauseClock(
  clock: Clock,
  input: { readonly rule: Rule; readonly from: LocalDate; readonly on: LocalDate; readonly why: string },
): Result<Clock, PauseRefusal> {
  const { rule, from, on, why } = input;
  const { pauses = [] } = clock;
  if (clock.metOn !== undefined) return refused('clock-met', `${clock.rule} was met on ${clock.metOn}.`);
  if (!leavesOutHearings(rule)) {
    return refused('hearing-counts', `${clock.rule} runs on during a hearing.`, rule.article);
  }
  const open = openPause(pauses);
  if (open !== undefined) return refused('paused-already', `${clock.rule} stands still since ${open.from}.`);
  if (from > on) return refused('date-in-future', `${from} lies after ${on}.`);
  if (from < clock.start || from > clock.effective) {
    return refused('pause-outside-clock', `${clock.rule} runs from ${clock.start} to ${clock.effective}.`);
  }
  if (overlaps(pauses, from, on))
    return refused('pauses-overlap', `${from} lies in or before an earlier pause.`);
  return ok({ ...clock, pauses: [...pauses, { from, why }] });
}

/**
 * Lets a clock run on after the last day of a hearing. Its end moves by the days left out, never earlier; restarted on
 * a holiday, the holiday is the last day left out. Refused when it does not stand still, or for a day before the pause
 * began or in the future.
 */
export function resumeClock(
  clock: Clock,
  input: { readonly until: LocalDate; readonly on: LocalDate; readonly calendar: Calendar },
): Result<Clock, PauseRefusal> {
  const { until, on, calendar } = input;
  const { pauses = [] } = clock;
  const open = openPause(pauses);
  if (clock.metOn !== undefined) return refused('clock-met', `${clock.rule} was met on ${clock.metOn}.`);
  if (open === undefined) return refused('not-paused', `${clock.rule} does not stand still.`);
  if (until > on) return refused('date-in-future', `${until} lies after ${on}.`);
  if (until < open.from) return refused('pause-outside-clock', `The pause began on ${open.from}.`);
  const closed: readonly Pause[] = pauses.map((pause) => (pause === open ? { ...pause, until } : pause));
  const running: Clock = { ...clock, pauses: closed };
  const end = countClock(running, calendar);
  return ok({
    ...running,
    ...end,
    effective: laterOf(end.effective, clock.effective),
    calendarVersion: calendar.version,
  });
}
