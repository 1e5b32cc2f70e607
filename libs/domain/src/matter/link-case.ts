import { moveCase, type CaseContext } from '../case/decide-case.js';
import type { Case, CaseState } from '../case/case.js';
import { isOpenLeg, type Leg } from '../leg/leg.js';
import { type Outcome, refuse } from '../refusal.js';

/**
 * A case that was linked owes nothing of its own: the case that it belongs to does. Its clocks stay as they stood,
 * so that undoing the link brings them back exactly; they are neither shown as running, nor swept, nor counted.
 */
export const isLinkedAway = (matter: Pick<Case, 'state'>): boolean => matter.state === 'LINKED';

/** 并入原事项 (guard 11): the item becomes a further one of an earlier case, K1 → X3. */
export function linkCase(
  matter: Case,
  target: Case,
  legs: readonly Leg[],
  context: CaseContext,
): Outcome<Case> {
  const why = whyNoLink(matter, target);
  if (why !== undefined) return refuse('link-not-possible', { why }, '信访工作条例19(3)');
  if (legs.some(isOpenLeg)) return refuse('open-leg');
  return moveCase(matter, 'link', context);
}

function whyNoLink(matter: Case, target: Case): string | undefined {
  if (matter.id === target.id) return 'itself';
  // Whoever links to a linked item means the case that it belongs to; that one is to be named.
  if (isLinkedAway(target)) return 'target-linked-away';
  if (target.dossier === undefined || matter.dossier === undefined) return 'sealed';
  if (target.receivedOn > matter.receivedOn) return 'target-is-later';
  // An accusation is walled off from the accused (L1 30(3)); among the items of another matter it would not be.
  const accusing = (one: Case): boolean => one.dossier?.category === 'accusation';
  return accusing(matter) === accusing(target) ? undefined : 'accusation-and-other';
}

/** Undoing a link: the case stands again as it stood (X3 → K1). */
export const unlinkCase = (matter: Case, context: CaseContext): Outcome<Case> =>
  isLinkedAway(matter) ? moveCase(matter, 'unlink', context) : refuse('not-linked');

/** What the state of a matter at one office means in law for a letter on it at another. */
export const CONSEQUENCES = ['link', 'do-not-accept', 'inform'] as const;
export type Consequence = (typeof CONSEQUENCES)[number];

/** Guard 11: under way elsewhere — not accepted again but linked (19(3)); after re-review barred (36(3)). */
export function consequenceOf(state: CaseState): Consequence {
  switch (state) {
    case 'RECEIVED':
    case 'REGISTERED':
    case 'SUBMITTED':
    case 'OUT':
      return 'link';
    case 'BARRED':
      return 'do-not-accept';
    case 'ANSWERED':
    case 'CLOSED':
    case 'ARCHIVED':
    case 'REJECTED':
    case 'LED_AWAY':
    case 'LINKED':
    case 'KEPT':
    case 'WITHDRAWN':
    case 'TOLD':
      return 'inform';
  }
}

/** The article that the consequence rests on. */
export const articleOf = (consequence: Consequence): string =>
  consequence === 'do-not-accept' ? '信访工作条例36(3)' : '信访工作条例19(3)';

/** X3 by what another office answered; the petitioner is told where the matter is, if it can be. */
export const linkElsewhere = (
  matter: Case,
  legs: readonly Leg[],
  told: string | undefined,
  context: CaseContext,
): Outcome<Case> => {
  if (legs.some(isOpenLeg)) return refuse('open-leg');
  const facts =
    told === undefined || matter.notified !== undefined
      ? {}
      : { notified: { on: context.today, how: told, done: true } };
  return moveCase(matter, 'link-elsewhere', context, facts);
};
