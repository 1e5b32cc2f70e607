import { clockView, day, text, unitId } from '#contract';
import { z } from 'zod';
import { competenceWord } from './casebook-words.js';

/* What a story checks right after a step. */

/** What a clock must show; `none: why` says that it must not run. */
const expectedClock = z.union([
  z.string().regex(/^none(: .+)?$/u, { error: 'is neither {raw, effective, provisional} nor “none: why”' }),
  z
    .strictObject({
      raw: z.exactOptional(day),
      effective: z.exactOptional(day),
      provisional: z.exactOptional(z.boolean()),
    })
    .refine((value) => Object.keys(value).length > 0, { error: 'expects nothing' }),
]);
export type ExpectedClock = z.infer<typeof expectedClock>;

const clock = z.exactOptional(expectedClock);
const expectedClocks = {
  C1: clock,
  C2: clock,
  C3: clock,
  C4: clock,
  "C4'": clock,
  C5: clock,
  C6: clock,
  C7: clock,
  C8: clock,
  C9: clock,
  C10: clock,
  C11: clock,
};
/** The clocks that an expectation may name. */
export const EXPECTED_CLOCKS = [
  'C1',
  'C2',
  'C3',
  'C4',
  "C4'",
  'C5',
  'C6',
  'C7',
  'C8',
  'C9',
  'C10',
  'C11',
] as const;

/** A story of the same casebook. */
export const storyKey = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/u, { error: 'is not a key such as teacher-repair-fee' })
  .max(64);

/** Checked right after its step; `refused` also checks that nothing changed. */
export const expectation = z.strictObject({
  /** The slug of the refusal. */
  refused: z.exactOptional(z.string().regex(/^[a-z][a-z0-9-]*$/u, { error: 'is not a slug' })),
  /** The article that the refusal names. */
  article: z.exactOptional(text(200)),
  /** The number of the guard that refuses. */
  guard: z.exactOptional(z.int().min(1).max(16)),
  /** A part of one of the warnings. */
  warning: z.exactOptional(text(200)),
  /** K0–K5, X1–X7 of the case at this office; L2–L12 of the leg acted on. */
  state: z.exactOptional(
    z.string().regex(/^(K[0-5]r?|X[1-7]|L\d{1,2}[a-z]?)$/u, { error: 'is no state code' }),
  ),
  lamp: z.exactOptional(clockView.shape.lamp),
  /** Whether any clock of the case or its legs at this office is late. */
  late: z.exactOptional(z.boolean()),
  /** An extended clock of the leg still shows its first end. */
  keepsOriginal: z.exactOptional(z.boolean()),
  /** A line of this office's competence table. */
  competence: z.exactOptional(competenceWord),
  /** Whether the item stands in the register after the act. */
  registered: z.exactOptional(z.boolean()),
  /** Representatives of the latest item. */
  representatives: z.exactOptional(z.int().min(0)),
  /** The day of the urgent report, or that there was none. */
  urgent: z.exactOptional(z.boolean()),
  /** Whether what was sealed is as it was sealed. */
  sealed: z.exactOptional(z.boolean()),
  /** The key of the story whose case must be among the look-alikes shown, with reasons. */
  lookAlike: z.exactOptional(storyKey),
  /** Items of the case linked to, and how many of them are repeats. */
  itemsOfCase: z.exactOptional(z.int().min(1)),
  repeat: z.exactOptional(z.int().min(0)),
  /** False: the item is part of another case and has no clock and no count of its own. */
  newCase: z.exactOptional(z.boolean()),
  /** The office that answered that it has the matter, and all that it may have told. */
  elsewhere: z.exactOptional(z.strictObject({ office: unitId, fields: z.array(text(40)).min(1).max(10) })),
  /** Clocks of the case and its legs at this office that still run. */
  openClocks: z.exactOptional(z.int().min(0)),
  /** Whether the petitioner's identity was ever sent with this leg. */
  identityOnWire: z.exactOptional(z.boolean()),
  /** Whether the petitioner's name or telephone number stands anywhere in the network's Redis now. */
  identityInRedis: z.exactOptional(z.boolean()),
  ...expectedClocks,
});
export type Expectation = z.infer<typeof expectation>;
