import { type LocalDate, addDays, isWorkingDay, rulingClock } from '#domain';
import type { LadderEvent, SupervisionRow } from '#casework';
import { TwinMatter } from './twin-matter.js';

/** The bureau that holds the leg of these tests. */
export const HOLDER = 'agency:education';

/** A matter assigned to the education bureau for that many days and accepted there on the same day. */
export async function accepted(days = 30): Promise<TwinMatter> {
  const matter = await TwinMatter.assigned(days);
  await matter.onLeg(HOLDER, 'accept');
  return matter;
}

/** The end of the limit that rules the leg. */
export function dueOf(matter: TwinMatter): LocalDate {
  const ruling = rulingClock(matter.legAt('city', (row) => row.leg.kind === 'assign').leg);
  if (ruling === undefined) throw new Error('no limit runs');
  return ruling.clock.effective;
}

/** Lives through every day up to that many working days after a date, sweeps included. */
export async function liveUntil(
  matter: TwinMatter,
  from: LocalDate,
  workingDays: number,
): Promise<LocalDate> {
  const { calendar } = matter.net.node('city').desk.rulebook;
  let last = from;
  for (let left = workingDays; left > 0;) {
    last = addDays(last, 1);
    if (isWorkingDay(calendar, last)) left -= 1;
  }
  for (let day = addDays(matter.net.today, 1); day <= last; day = addDays(day, 1)) await matter.net.day(day);
  return last;
}

/** The rungs that a node has fired, in order. */
export const firedAt = (matter: TwinMatter, node: string): readonly LadderEvent[] => [
  ...matter.net.node(node).office.memory.supervision.events.values(),
];

/** The calls, slips and letters that a node holds, in order. */
export const papersAt = (matter: TwinMatter, node: string): readonly SupervisionRow[] => [
  ...matter.net.node(node).office.memory.supervision.papers.values(),
];

/** The acts in the history of a node. */
export const actsAt = (matter: TwinMatter, node: string): readonly string[] =>
  matter.net.node(node).office.memory.history.map(({ act }) => act);
