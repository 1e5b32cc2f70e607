import { openIfDue, type Rulebook } from '../leg/leg-clocks.js';
import type { LegEvent } from '../leg/leg-event.js';
import { type Leg, isOpenLeg } from '../leg/leg.js';
import { type Clock, meetClock } from '../time/clock.js';
import type { RuleContext } from '../time/legal-period.js';
import type { LocalDate } from '../time/local-date.js';
import type { Case } from './case.js';

/*
 * What the sender of a leg owes itself (L1 43, 44(1)(3)): to rule on an objection (C3.ruling) and, where the pack or the
 * network gives a date, to review a report (C6). They lie on the sender's own case beside C1 and C2, and name the leg.
 */

/** What the ruling of the sender meets. */
const RULINGS = {
  C3: ['agree-return', 'confirm-assignment', 'convene'],
  C6: ['pass', 'take-note', 'supplement', 'redo'],
} as const satisfies Partial<Record<Clock['id'], readonly LegEvent['type'][]>>;

/** The sender's case after an event of a leg that it sent; undefined: nothing of its own duties changed. */
export function withOwnClocks(
  matter: Case,
  { leg, event }: { readonly leg: Leg; readonly event: LegEvent },
  rulebook: Rulebook,
  context: RuleContext,
  today: LocalDate,
): Case | undefined {
  const opened = opensNow(leg, event, rulebook, context, today).map((clock) => ({ ...clock, about: leg.id }));
  const settled = (clock: Clock): boolean =>
    clock.about === leg.id && clock.metOn === undefined && (!isOpenLeg(leg) || rules(clock, event));
  if (opened.length === 0 && !matter.clocks.some(settled)) return undefined;
  const clocks = matter.clocks.map((clock) => (settled(clock) ? meetClock(clock, event.on) : clock));
  return { ...matter, clocks: [...clocks, ...opened] };
}

const rules = ({ id }: Clock, { type }: LegEvent): boolean =>
  (id === 'C3' && RULINGS.C3.some((ruling) => ruling === type)) ||
  (id === 'C6' && RULINGS.C6.some((ruling) => ruling === type));

function opensNow(
  leg: Leg,
  event: LegEvent,
  rulebook: Rulebook,
  context: RuleContext,
  today: LocalDate,
): readonly Clock[] {
  const { ruling, review } = rulebook.settings;
  switch (event.type) {
    case 'object':
      // The day the objection arrived here, not the day it was written.
      return openIfDue(rulebook, context, {
        clock: 'C3',
        part: 'ruling',
        start: today,
        ...(ruling === undefined ? {} : { otherwise: ruling }),
      });
    case 'report':
    case 'mediated':
      if (leg.kind === 'slip') return [];
      return openIfDue(rulebook, context, {
        clock: 'C6',
        start: today,
        ...(review === undefined ? {} : { set: review }),
      });
    default:
      return [];
  }
}
