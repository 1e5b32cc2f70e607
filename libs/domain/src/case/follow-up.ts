import { type Outcome, accepted, refuse } from '../refusal.js';
import type { Actor } from '../roles.js';
import type { LocalDate } from '../time/local-date.js';
import type { Case } from './case.js';

/** 满意 · 基本满意 · 不满意 · 不予评价: what the petitioner said of the handling, never of whom. */
export const RATINGS = ['satisfied', 'fairly-satisfied', 'dissatisfied', 'none'] as const;
export type Rating = (typeof RATINGS)[number];

/** 回访: the office that registered the matter asked how it went. */
export interface FollowUp {
  readonly id: string;
  readonly caseId: string;
  readonly on: LocalDate;
  readonly by: Actor;
  /** 电话, 上门, 书面 … */
  readonly how: string;
  /** False: nobody was reached; it counts as asked and not as rated. */
  readonly reached: boolean;
  readonly rating?: Rating;
  /** Whether what was promised was done. */
  readonly fulfilled?: boolean;
  readonly note?: string;
  /** The unit whose handling was rated: who answered, or who led. Absent: this office itself. */
  readonly unit?: string;
}

/**
 * Whether this office may ask: the matter was registered here and is answered, and it is the congress office that
 * asks, never the unit whose handling is rated (domain.md §7: 参评率, 满意率).
 */
export function mayFollowUp(
  matter: Pick<Case, 'originNode' | 'answered'>,
  { unit }: Pick<Actor, 'unit'>,
  self: string,
): Outcome<undefined> {
  if (matter.originNode !== self || unit !== self) return refuse('follow-up-by-the-office');
  return matter.answered?.done === true
    ? accepted(undefined)
    : refuse('not-answered', {}, '信访工作条例31(6)');
}

/** 参评率 = rated ÷ asked; 满意率 = (满意 + 基本满意) ÷ rated. Of each matter the latest answer counts. */
export interface FollowUpFigures {
  readonly asked: number;
  readonly reached: number;
  readonly rated: number;
  readonly satisfied: number;
}

export function followUpFigures(all: readonly FollowUp[]): FollowUpFigures {
  const latest = new Map<string, FollowUp>();
  for (const one of all) {
    const before = latest.get(one.caseId);
    // A later call that reached nobody does not take back what was said before it.
    if (before?.reached !== true || one.reached) latest.set(one.caseId, one);
  }
  const asked = [...latest.values()];
  const rated = asked.filter(({ rating }) => rating !== undefined && rating !== 'none');
  return {
    asked: asked.length,
    reached: asked.filter(({ reached }) => reached).length,
    rated: rated.length,
    satisfied: rated.filter(({ rating }) => rating !== 'dissatisfied').length,
  };
}
