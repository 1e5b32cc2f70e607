import { openIfDue, type Rulebook } from '../leg/leg-clocks.js';
import { type Leg, type Service, isOpenLeg } from '../leg/leg.js';
import { type Outcome, accepted, refuse } from '../refusal.js';
import type { Actor } from '../roles.js';
import { type Clock, meetClock } from '../time/clock.js';
import type { RuleContext } from '../time/legal-period.js';
import type { LocalDate } from '../time/local-date.js';
import type { ClockId } from '../time/rules.js';
import { type Case, type Told, CASE_STATE_CODES } from './case.js';
import { type CaseEventType, caseTransitionFor } from './case-table.js';

export interface CaseContext {
  readonly today: LocalDate;
  readonly actor: Actor;
}

/** The clocks of a petition office from the day of receipt: C1 dispatch and C2 notify (not for consultations). */
export const clocksOnReceipt = (rulebook: Rulebook, context: RuleContext, on: LocalDate): readonly Clock[] =>
  context.consultation === true
    ? openIfDue(rulebook, context, { clock: 'C1', start: on })
    : [
        ...openIfDue(rulebook, context, { clock: 'C1', start: on }),
        ...openIfDue(rulebook, context, { clock: 'C2', start: on }),
      ];

/** One row of the case table, with the facts and clocks that go with it. */
export function moveCase(
  matter: Case,
  event: CaseEventType,
  context: CaseContext,
  facts: Partial<Omit<Case, 'state' | 'clocks' | 'id'>> = {},
  met: readonly ClockId[] = [],
): Outcome<Case> {
  const row = caseTransitionFor(matter.state, event);
  if (row === undefined) return refuse('not-in-this-state', { state: CASE_STATE_CODES[matter.state] });
  if (!row.actors.includes(context.actor.role)) {
    return refuse('role-not-allowed', { role: context.actor.role, allowed: row.actors.join(', ') });
  }
  const clocks = matter.clocks.map((clock) =>
    met.includes(clock.id) ? meetClock(clock, context.today) : clock,
  );
  return accepted({ ...matter, ...facts, clocks, state: row.to });
}

/** All clocks of a case that ends without a dispatch stop with it. */
export const ALL_CASE_CLOCKS = ['C1', 'C2'] as const;

/** 受理告知 by this office; a second one is refused, the first date stands. */
export const notifyPetitioner = (matter: Case, told: Told, context: CaseContext): Outcome<Case> =>
  matter.notified === undefined
    ? moveCase(matter, 'notify', context, { notified: told }, ['C2'])
    : refuse('already-notified', { on: matter.notified.on });

/** The legs that this node sent for a case; a leg to a unit of its own counts as sent. */
export const childrenOf = (legs: readonly Leg[], node: string): readonly Leg[] =>
  legs.filter((leg) => leg.fromNode === node);

/** The legs by which a case came to this node. */
export const incomingOf = (legs: readonly Leg[], node: string): readonly Leg[] =>
  legs.filter((leg) => leg.toNode === node && leg.fromNode !== node);

/** The answer that reached the petitioner through the legs sent from here, if none of them is open any more. */
export function serviceBelow(legs: readonly Leg[], node: string): Service | undefined {
  const children = childrenOf(legs, node);
  return children.some(isOpenLeg)
    ? undefined
    : children.findLast((leg) => leg.service !== undefined)?.service;
}

/** The answer was served (or the lawful reason why not is on file) and nothing is open: K2 → K3. */
export const answerCase = (matter: Case, service: Service, context: CaseContext): Outcome<Case> =>
  moveCase(matter, 'answered', context, {
    answered: { on: service.on, how: service.how, done: service.answered },
  });

/** 办结: no case closes unanswered, and none while a leg is open (domain.md §5). */
export function closeCase(matter: Case, legs: readonly Leg[], context: CaseContext): Outcome<Case> {
  if (legs.some(isOpenLeg)) return refuse('open-leg');
  if (matter.state === 'OUT' || matter.answered === undefined) {
    return refuse('not-answered', {}, '信访工作条例31(6)');
  }
  if (matter.notified === undefined && matter.clocks.some((clock) => clock.id === 'C2')) {
    return refuse('not-notified', {}, '信访工作条例23');
  }
  // Nothing is left to dispatch or to tell: no clock of a closed case runs.
  return moveCase(matter, 'close', context, { closedOn: context.today }, ALL_CASE_CLOCKS);
}
