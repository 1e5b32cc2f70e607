import type { LegRow } from '#casework';
import { addDays, rulingClock } from '#domain';
import { advancedDay } from '../../deploy/player/advance.js';
import type { TwinNetwork } from './twin-network.js';

/** Lives through every day, sweeps included, up to the day that `due+1工作日` means for the story's own limit. */
export async function liveToAdvance(
  net: TwinNetwork,
  legs: readonly LegRow[],
  what: string,
): Promise<string> {
  const ends = legs.flatMap(({ leg }) => rulingClock(leg)?.clock.effective ?? []).toSorted();
  const [due] = ends;
  if (due === undefined) throw new Error(`the clock is to go to ${what}, but no limit runs`);
  const { calendar } = net.node('city').desk.rulebook;
  const last = advancedDay(what, due, calendar);
  for (let day = addDays(net.today, 1); day <= last; day = addDays(day, 1)) await net.day(day);
  return last;
}
