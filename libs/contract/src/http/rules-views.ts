import { z } from 'zod';

/** 本级所用规则: the rule pack and the calendar by which this node counts. */
export const rulesView = z.strictObject({
  /** NAT, SH … */
  pack: z.string(),
  packVersion: z.string(),
  title: z.string(),
  /** An example that must be re-checked before use. */
  recheckBeforeUse: z.boolean(),
  calendar: z.string(),
  calendarVersion: z.string(),
  /** The last year whose holiday notice is in it: dates beyond are 暂定. */
  publishedUntil: z.int(),
});

/** What reading the files again brought: versions before and after, and what the recount of open clocks did. */
export const rulesReloaded = z.strictObject({
  before: rulesView,
  after: rulesView,
  /** Cases looked at, clocks moved, cases that could not be counted and are tried again by the next sweep. */
  cases: z.int(),
  moved: z.int(),
  failed: z.int(),
});
export type RulesView = z.infer<typeof rulesView>;
export type RulesReloaded = z.infer<typeof rulesReloaded>;
