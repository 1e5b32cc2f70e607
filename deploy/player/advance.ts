import type { CaseDetail } from '#contract';
import {
  addDays,
  addWorkingDays,
  isWorkingDay,
  parseLocalDate,
  type Calendar,
  type LocalDate,
} from '#domain';
import { z } from 'zod';
import { advanceTo } from './casebook-steps.js';

/** `{"at": "clock", "does": "advance-to", "what": "due+1工作日"}`: no act of an office; the day of the step after it. */
export const clockStep = z.strictObject({
  at: z.literal('clock'),
  does: z.literal('advance-to'),
  what: advanceTo,
});

type Written = Readonly<Record<string, unknown>>;

interface Folded {
  readonly steps: readonly Written[];
  readonly problems: readonly string[];
}

/** Gives each clock step to the step after it, as its `advanceTo`; that step happens on the day to which the clock goes. */
export function foldClockSteps(steps: readonly Written[], name: string): Folded {
  const folded: Written[] = [];
  const problems: string[] = [];
  let advance: string | undefined;
  for (const [at, step] of steps.entries()) {
    if (step['at'] !== 'clock' && step['does'] !== 'advance-to') {
      folded.push(advance === undefined ? step : { ...step, advanceTo: advance });
      advance = undefined;
      continue;
    }
    const parsed = clockStep.safeParse(step);
    if (parsed.success) advance = parsed.data.what;
    else
      problems.push(
        `${name}, step ${at + 1}: the clock knows {at: clock, does: advance-to, what}: ${z.prettifyError(parsed.error)}`,
      );
  }
  if (advance !== undefined) problems.push(`${name}: the clock is advanced, and no step follows.`);
  return { steps: folded, problems };
}

const LIMITS: readonly string[] = ['C4', "C4'", 'C7'];

/** The end of the limit that rules the story's own open legs at this office; undefined when none runs. */
export function limitOf({ legs }: CaseDetail): LocalDate | undefined {
  const ends = legs
    .flatMap(({ clocks }) => clocks)
    .filter(({ id, met }) => met === null && LIMITS.includes(id))
    .map(({ effective }) => parseLocalDate(effective))
    .flatMap((end) => (end.ok ? [end.value] : []));
  return ends.toSorted()[0];
}

/** The day that `due+1工作日` means, from the end of the limit. */
export function advancedDay(what: string, due: LocalDate, calendar: Calendar): LocalDate {
  const {
    sign = '+',
    n = '0',
    unit,
  } = /^due(?:(?<sign>[+-])(?<n>\d+)(?<unit>日|工作日))?$/u.exec(what)?.groups ?? {};
  const days = Number(n);
  if (unit !== '工作日') return addDays(due, sign === '+' ? days : -days);
  if (sign === '+') return addWorkingDays(calendar, due, days);
  let day = due;
  for (let left = days; left > 0;) {
    day = addDays(day, -1);
    if (isWorkingDay(calendar, day)) left -= 1;
  }
  return day;
}
