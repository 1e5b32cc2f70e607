import { rulingClock } from '../supervision/ladder.js';
import type { LocalDate } from '../time/local-date.js';
import { type Leg, isOpenLeg } from './leg.js';

/* 期限预算 down the tiers: what is left above, less the reserve, is what a child may take. */

/** The end of the limit that rules a leg; undefined when none runs. */
export const endOfLeg = (leg: Pick<Leg, 'state' | 'clocks'>): LocalDate | undefined =>
  rulingClock(leg)?.clock.effective;

/**
 * 上级期限缩短: what is left above (`fits`) no longer leaves the end that runs below. The leg is marked, its limit stays:
 * a limit is never shortened silently. Undefined when it fits, or when the same was said before.
 */
export function warnOfLess(leg: Leg, fits: LocalDate, on: LocalDate): Leg | undefined {
  const ends = endOfLeg(leg);
  if (!isOpenLeg(leg) || ends === undefined || ends <= fits || leg.limitWarning?.fits === fits)
    return undefined;
  return { ...leg, limitWarning: { on, fits } };
}
