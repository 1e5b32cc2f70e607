import { isLimit, rulingClock } from '../supervision/ladder.js';
import type { Calendar } from '../time/calendar.js';
import { type Clock, isPaused } from '../time/clock.js';
import { countFrom } from '../time/end.js';
import { type LocalDate, addDays, daysBetween } from '../time/local-date.js';
import { type Leg, isOpenLeg } from './leg.js';

/* 期限预算 down the tiers: what is left above, less the reserve, is what a child may take. */

/** The end of the limit that rules a leg; undefined when none runs. */
export const endOfLeg = (leg: Pick<Leg, 'state' | 'clocks'>): LocalDate | undefined =>
  rulingClock(leg)?.clock.effective;

/**
 * 上级期限缩短: what is left above (`fits`) no longer leaves the end that runs below. The leg is marked, its limit stays:
 * a limit is never shortened silently. Undefined when it fits, or when the same was said before.
 */
export function warnOfLess(
  leg: Leg,
  fits: LocalDate,
  on: LocalDate,
): { readonly leg: Leg; readonly ends: LocalDate } | undefined {
  const ends = endOfLeg(leg);
  if (!isOpenLeg(leg) || ends === undefined || ends <= fits || leg.limitWarning?.fits === fits)
    return undefined;
  return { leg: { ...leg, limitWarning: { on, fits } }, ends };
}

/** 建议向上级申请延期: what a leg below asks for, or has, does not fit into the limit from above. Never automatic. */
export interface ExtensionProposal {
  /** The leg from above whose limit is in the way, and which of its limits. */
  readonly leg: string;
  readonly of: 'C4' | "C4'";
  /** Until when it would have to run, the reserve included, and how many days that is from its raw end. */
  readonly until: LocalDate;
  readonly days: number;
  /** The leg below, its letter, and the end that it asks for or has. */
  readonly child: string;
  readonly letterNumber: string;
  readonly ends: LocalDate;
}

/**
 * Extensions to ask for above, one for each limit there that is in the way of what is asked for or granted below. None where the limit above was extended
 * already (it is extended once only) or where nothing from above runs.
 */
export function proposedExtensions(
  legs: readonly Leg[],
  node: string,
  reserveDays: number,
  calendar: Calendar,
): readonly ExtensionProposal[] {
  const above = legs.filter((leg) => leg.toNode === node && leg.fromNode !== node && isOpenLeg(leg));
  const below = legs.filter((leg) => leg.fromNode === node && leg.kind !== 'slip' && isOpenLeg(leg));
  return above.flatMap((parent) =>
    boundsOf(parent).flatMap((clock) => {
      const { id: of } = clock;
      // A limit is extended once only, and a redo's limit not at all.
      if (of === 'C7' || clock.extension !== undefined) return [];
      return below.flatMap((child) => {
        const ends = endAskedBy(child, calendar);
        if (ends === undefined || ends <= addDays(clock.effective, -reserveDays)) return [];
        const until = addDays(ends, reserveDays);
        const days = daysBetween(clock.raw, until);
        const { id, letterNumber } = child;
        return [{ leg: parent.id, of, until, days, child: id, letterNumber, ends }];
      });
    }),
  );
}

type Bound = Clock & { readonly id: 'C4' | "C4'" | 'C7' };

/** The running limits of a leg that bound what goes out from it; a referral's feedback date asks for news and bounds nothing. */
const boundsOf = ({ kind, clocks }: Leg): readonly Bound[] =>
  clocks
    .filter(isBound)
    .filter(
      (clock) => clock.metOn === undefined && !isPaused(clock) && (kind !== 'refer' || clock.id !== "C4'"),
    );

const isBound = (clock: Clock): clock is Bound => isLimit(clock);

/** The end that a leg asks for while its request lies undecided; else the end that an extension gave it. */
function endAskedBy(leg: Leg, calendar: Calendar): LocalDate | undefined {
  const { pendingExtension: asked } = leg;
  if (asked === undefined) {
    return leg.clocks.some(({ extension, metOn }) => extension !== undefined && metOn === undefined)
      ? endOfLeg(leg)
      : undefined;
  }
  const clock = leg.clocks.findLast(({ id, metOn }) => id === asked.of && metOn === undefined);
  if (clock === undefined) return undefined;
  const { raw: start, shift, pauses = [] } = clock;
  const { effective } = countFrom({ start, period: { n: asked.days, unit: '日' }, shift, calendar, pauses });
  return effective;
}
