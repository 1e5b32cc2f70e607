/*
 * 工作清单. What an office sees of its matters: which wait for it, which wait for others, and why. A list is never
 * entered by hand: it follows from the case, its legs and their clocks, so it can always be made anew.
 */

/** The lists that are kept; each row of them follows from one duty. */
export const KEPT_LISTS = [
  'open',
  'to-do',
  'to-sign',
  'to-review',
  'waiting',
  'unopened',
  'returned',
] as const;
export type KeptList = (typeof KEPT_LISTS)[number];

/**
 * The lists that a person opens. `overdue` is whatever is open and past its end today, `mine` what I acted on last,
 * `unit` what my unit has open: ranges of `open`, never a mark of their own.
 */
export const WORKLISTS = [
  'to-do',
  'to-sign',
  'to-review',
  'overdue',
  'waiting',
  'unopened',
  'returned',
  'mine',
  'unit',
] as const;
export type Worklist = (typeof WORKLISTS)[number];

interface Reason {
  /** `do`: our unit acts next · `wait`: somebody else does. */
  readonly side: 'do' | 'wait';
  /** Lists beside `open` and the one of its side. */
  readonly lists: readonly KeptList[];
}

/** Why something is on a list. */
export const REASONS = {
  // the case itself
  register: { side: 'do', lists: [] },
  dispatch: { side: 'do', lists: [] },
  instruct: { side: 'do', lists: [] },
  notify: { side: 'do', lists: [] },
  answer: { side: 'do', lists: [] },
  close: { side: 'do', lists: [] },
  'answer-superior': { side: 'do', lists: [] },
  task: { side: 'do', lists: [] },
  // what came to us
  sign: { side: 'do', lists: ['to-sign'] },
  'sign-slip': { side: 'do', lists: ['to-sign', 'to-review'] },
  slip: { side: 'do', lists: ['to-review'] },
  accept: { side: 'do', lists: [] },
  handle: { side: 'do', lists: [] },
  redo: { side: 'do', lists: [] },
  serve: { side: 'do', lists: [] },
  'answer-letter': { side: 'do', lists: [] },
  'decide-extension': { side: 'do', lists: ['to-review'] },
  // what we sent and must decide
  returned: { side: 'do', lists: ['returned'] },
  'rule-objection': { side: 'do', lists: ['to-review'] },
  'review-report': { side: 'do', lists: ['to-review'] },
  'decide-review': { side: 'do', lists: ['to-review'] },
  'sign-reminder': { side: 'do', lists: ['to-review'] },
  minutes: { side: 'do', lists: [] },
  // what we wait for
  lost: { side: 'wait', lists: ['unopened'] },
  unsigned: { side: 'wait', lists: ['unopened'] },
  duplicate: { side: 'wait', lists: ['unopened'] },
  'not-accepted': { side: 'wait', lists: [] },
  handling: { side: 'wait', lists: [] },
  below: { side: 'wait', lists: [] },
  ruling: { side: 'wait', lists: [] },
  extension: { side: 'wait', lists: [] },
  review: { side: 'wait', lists: [] },
  slips: { side: 'wait', lists: [] },
  service: { side: 'wait', lists: [] },
  meeting: { side: 'wait', lists: [] },
  'letter-reply': { side: 'wait', lists: [] },
} as const satisfies Record<string, Reason>;
export type WorklistReason = keyof typeof REASONS;

/** Probably lost stands before merely unsigned, and both before probably a duplicate. */
export const UNOPENED_RANK: Readonly<Partial<Record<WorklistReason, number>>> = {
  lost: 0,
  unsigned: 1,
  duplicate: 2,
};

/** Every list that a duty of this reason stands on. */
export function listsOf(why: WorklistReason): readonly KeptList[] {
  const { side, lists } = REASONS[why];
  return ['open', side === 'do' ? 'to-do' : 'waiting', ...lists];
}
