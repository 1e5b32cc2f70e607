import { z } from 'zod';
import { days, period, text, unitId } from '../text.js';
import { enclose } from './enclosure-acts.js';
import { onMatter } from './on-matter.js';

/* Bodies of the acts that keep a case from those who must not have it, and of a dispatch to several at once. */

/** 被检举控告人(单位) by id or by name; empty: the letter names nobody, which a second person confirms. */
export const accusedNames = z.array(text(120)).max(50);

/** 补记被检举控告人: names are added, never taken away. */
export const nameAccused = z.strictObject({ ...onMatter, accused: accusedNames });

/** 核定被检举控告人, by another person: `resolved` gives a name its body; a name left out belongs to none. */
export const confirmAccused = z.strictObject({
  ...onMatter,
  resolved: z.exactOptional(z.array(z.strictObject({ name: text(120), party: text(120) })).max(50)),
});

/** 回避: by the person concerned, or by the head for a named member of the staff. */
export const declareConflict = z.strictObject({
  ...onMatter,
  /** The post or user id that is excluded. Default: who acts. */
  user: z.exactOptional(text(40)),
  reason: text(4_000),
});

/** 制作摘转件: what may go to whoever must not see the whole. */
export const redact = z.strictObject({ ...onMatter, summary: text(20_000), request: text(4_000) });

/** `true`: the redacted copy goes instead of the dossier, and no name with it. */
export const redacted = z.exactOptional(z.boolean());

/**
 * 会签: the committees whose slips the result needs, all of them or the first that passes. Absent: the one that the
 * competence table names, if it names one.
 */
export const reviewers = z.exactOptional(
  z.strictObject({
    committees: z
      .array(unitId)
      .min(1)
      .max(10)
      .refine((list) => new Set(list).size === list.length, { error: 'names a committee twice' }),
    rule: z.enum(['all', 'any']),
  }),
);

const receiver = z.strictObject({
  to: unitId,
  kind: z.enum(['refer', 'assign', 'lead', 'co']),
  /** Default 要结果. */
  wants: z.exactOptional(z.enum(['result', 'account'])),
  days: z.exactOptional(days),
  feedbackBy: z.exactOptional(period),
  note: z.exactOptional(text(4_000)),
  redacted,
  reviewers,
  enclose,
});

/** 分办给多个单位: all go, or none. */
export const dispatch = z.strictObject({
  ...onMatter,
  receivers: z
    .array(receiver)
    .min(1)
    .max(50)
    .refine((list) => new Set(list.map(({ to }) => to)).size === list.length, {
      error: 'names a unit twice',
    }),
});
