import { type Leg, isOpenLeg } from '../leg/leg.js';
import { type Outcome, accepted, refuse } from '../refusal.js';
import type { Clock } from '../time/clock.js';
import type { LocalDate } from '../time/local-date.js';
import type { Route } from '../time/rules.js';
import type { Case, Told } from './case.js';
import { ALL_CASE_CLOCKS, type CaseContext, moveCase } from './decide-case.js';

/** How a matter ends at the office without going out, or after all that went out came back (X1, X2, X4, X6, X7). */
export type Ending =
  /** The letter that says so is at once the notice and the answer (L1 23). */
  | {
      readonly event: 'tell-whom-to-turn-to' | 'reject';
      /** Absent: in writing. Given, the petitioner was reached even where no address is known (at the counter). */
      readonly how?: string;
    }
  | { readonly event: 'lead-into-procedure'; readonly route: Route; readonly how?: string }
  /** 存查: no reply; the reason stands in its place. */
  | { readonly event: 'keep'; readonly reason: string }
  | { readonly event: 'withdraw' };

/** What the ending must know besides the case. */
export interface EndingContext extends CaseContext {
  readonly legs: readonly Leg[];
  /** False: the petitioner's name or address is unclear, or there is none (L1 23(2)). */
  readonly reachable: boolean;
}

const UNREACHABLE = '姓名或地址不清，无法告知';

/**
 * Ends a case. C1 and C2 end with it: nothing is left to dispatch, and the telling was the notice. What was done late
 * stays late. A leg that is still open, sent or received, has to come back first.
 */
export function endCase(matter: Case, ending: Ending, context: EndingContext): Outcome<Case> {
  const facts = factsOf(matter, ending, context);
  const moved = moveCase(matter, ending.event, context, facts, ALL_CASE_CLOCKS);
  if (!moved.ok) return moved;
  if (context.legs.some(isOpenLeg)) return refuse('open-leg');
  if (ending.event === 'keep' && context.reachable && matter.notified === undefined) {
    return refuse('not-notified', {}, '信访工作条例23');
  }
  return moved;
}

function factsOf(matter: Case, ending: Ending, context: EndingContext): Partial<Case> {
  const { today: on } = context;
  switch (ending.event) {
    case 'tell-whom-to-turn-to':
    case 'reject':
      return tellings(matter, toldBy(ending.how, context));
    case 'lead-into-procedure': {
      const { dossier } = matter;
      // The route chooses the clocks of whatever comes after a reopening.
      const led = dossier === undefined ? {} : { dossier: { ...dossier, route: ending.route } };
      return { ...tellings(matter, toldBy(ending.how, context)), ...led };
    }
    case 'keep':
      return tellings(matter, { on, how: ending.reason, done: false }, { on, how: UNREACHABLE, done: false });
    case 'withdraw':
      return tellings(matter, { on, how: '信访人撤回', done: false });
  }
}

const toldBy = (how: string | undefined, { today: on, reachable }: EndingContext): Told =>
  how === undefined && !reachable
    ? { on, how: UNREACHABLE, done: false }
    : { on, how: how ?? '书面', done: true };

/** The first notice stands; the ending is the answer. */
const tellings = (matter: Case, answered: Told, notice: Told = answered): Partial<Case> => ({
  notified: matter.notified ?? notice,
  answered,
});

/**
 * A matter that was answered and closed in an older register, before this one existed: it owes nothing any more. Only
 * the head enters it so, or a clerk could close what was never answered.
 */
export function endedBefore(
  matter: Case,
  { on, how }: { readonly on: LocalDate; readonly how: string },
  context: CaseContext,
): Outcome<Case> {
  if (on > context.today) return refuse('date-in-future', { date: on, today: context.today });
  if (on < matter.receivedOn) return refuse('date-before-event');
  const told = { on, how, done: true };
  const facts = { notified: told, answered: told, closedOn: on };
  return moveCase({ ...matter, clocks: [] }, 'ended-before', context, facts);
}

/**
 * 重新启动 on new facts, by the head: the matter begins again with clocks of its own from today; what was told before
 * stays in the history and does not count as the new answer.
 */
export function reopenCase(matter: Case, opened: readonly Clock[], context: CaseContext): Outcome<Case> {
  // A sealed copy went back to its sender: there is nothing here to reopen.
  if (matter.dossier === undefined) return refuse('not-in-this-state', { state: '材料已封存' });
  const { notified: _notice, answered: _answer, closedOn: _closed, ...again } = matter;
  const moved = moveCase(again, 'reopen', context);
  return moved.ok ? accepted({ ...moved.value, clocks: [...moved.value.clocks, ...opened] }) : moved;
}
