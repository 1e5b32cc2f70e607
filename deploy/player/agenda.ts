import { addWorkingDays, compareDates, parseLocalDate, yearOf, type Calendar, type LocalDate } from '#domain';
import type { StoryCase } from './casebook-shape.js';
import type { Step } from './casebook-steps.js';

/** One step on its day. */
export interface Appointment {
  readonly story: StoryCase;
  /** From 0. */
  readonly index: number;
  readonly step: Step;
  readonly on: LocalDate;
}

export type MadeAgenda =
  | { readonly ok: true; readonly agenda: readonly Appointment[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Names a step of a story in the days of advanced clocks. */
export const advanceKey = ({ key }: Pick<StoryCase, 'key'>, index: number): string => `${key} ${index}`;

/**
 * Merges the stories into one agenda by date. A step happens on the next working day after the one before it, unless it
 * has `on` (that date), `sameDay`, or `workingDaysAfter` (that many working days after the one before). Steps of one day
 * keep the order of the casebook. A step to which the clock is advanced, and what follows it, waits for its day in
 * `advanced` (by advanceKey): the end of a limit is known only when it runs.
 */
export function makeAgenda(
  stories: readonly StoryCase[],
  calendar: Calendar,
  advanced: ReadonlyMap<string, LocalDate> = new Map(),
): MadeAgenda {
  const problems: string[] = [];
  const appointments = stories.flatMap((story) => dated(story, calendar, advanced, problems));
  if (problems.length > 0) return { ok: false, problems };
  // sort() is stable: equal days stay as the casebook has them
  return { ok: true, agenda: appointments.sort((a, b) => compareDates(a.on, b.on)) };
}

function dated(
  story: StoryCase,
  calendar: Calendar,
  advanced: ReadonlyMap<string, LocalDate>,
  problems: string[],
): Appointment[] {
  const received = parseLocalDate(story.receivedAt);
  if (!received.ok || outside(received.value, calendar)) {
    problems.push(
      `Case “${story.key}”: receivedAt ${story.receivedAt} lies outside the calendar (${years(calendar)}).`,
    );
    return [];
  }
  let before = received.value;
  const appointments: Appointment[] = [];
  for (const [index, step] of story.story.entries()) {
    const to = step.advanceTo === undefined ? undefined : advanced.get(advanceKey(story, index));
    // The day of an advanced clock shows when the step before it is done; until then the story waits there.
    if (step.advanceTo !== undefined && to === undefined) return appointments;
    const on = to ?? (index === 0 ? before : dayOf(step, before, calendar));
    const where = `Case “${story.key}”, step ${index + 1} (${step.does})`;
    if (on === undefined || outside(on, calendar)) {
      problems.push(`${where}: its day lies outside the calendar (${years(calendar)}).`);
      return appointments;
    }
    if (on < before) {
      problems.push(
        `${where}: it is to happen on ${on}, before the step before it on ${before}; a story goes forward only.`,
      );
      return appointments;
    }
    appointments.push({ story, index, step, on });
    before = on;
  }
  return appointments;
}

function dayOf(step: Step, before: LocalDate, calendar: Calendar): LocalDate | undefined {
  if (step.on !== undefined) {
    const on = parseLocalDate(step.on);
    return on.ok ? on.value : undefined;
  }
  return step.sameDay === true ? before : addWorkingDays(calendar, before, step.workingDaysAfter ?? 1);
}

const outside = (day: LocalDate, { firstYear, lastYear }: Calendar): boolean =>
  yearOf(day) < firstYear || yearOf(day) > lastYear;

const years = ({ firstYear, lastYear }: Calendar): string => `${firstYear} to ${lastYear}`;
