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

const clock = z
  .exactOptional(expectedClock)
  .describe('That clock of the leg acted on or made, else of the case.');
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

const expected = z.strictObject({
  refused: z
    .exactOptional(z.string().regex(/^[a-z][a-z0-9-]*$/u, { error: 'is not a slug' }))
    .describe('The slug of the refusal; nothing may have changed.'),
  article: z.exactOptional(text(200)).describe('The article that the refusal names.'),
  guard: z.exactOptional(z.int().min(1).max(16)).describe('The number of the guard that refuses.'),
  warning: z.exactOptional(text(200)).describe('A part of one of the warnings.'),
  state: z
    .exactOptional(z.string().regex(/^(K[0-5]r?|X[1-7]|L\d{1,2}[a-z]?)$/u, { error: 'is no state code' }))
    .describe('K0–K5, X1–X7 of the case at this office; L2–L12 of the leg acted on.'),
  lamp: z
    .exactOptional(clockView.shape.lamp)
    .describe('The lamp of the leg acted on, else the worst of the matter here.'),
  late: z
    .exactOptional(z.boolean())
    .describe('Whether any clock of the case or its legs at this office is late.'),
  keepsOriginal: z
    .exactOptional(z.boolean())
    .describe('An extended clock of the leg still shows its first end.'),
  competence: z.exactOptional(competenceWord).describe("A line of this office's competence table."),
  registered: z.exactOptional(z.boolean()).describe('Whether the item stands in the register after the act.'),
  representatives: z.exactOptional(z.int().min(0)).describe('Representatives of the latest item.'),
  urgent: z.exactOptional(z.boolean()).describe('Whether an urgent report was made.'),
  sealed: z.exactOptional(z.boolean()).describe('Whether what was sealed is as it was sealed.'),
  lookAlike: z
    .exactOptional(storyKey)
    .describe('The key of the story whose case must be among the look-alikes shown, with reasons.'),
  itemsOfCase: z.exactOptional(z.int().min(1)).describe('Items of the case linked to.'),
  repeat: z.exactOptional(z.int().min(0)).describe('How many items of the case linked to are repeats.'),
  newCase: z
    .exactOptional(z.boolean())
    .describe('False: the item is part of another case and has no clock and no count of its own.'),
  elsewhere: z
    .exactOptional(z.strictObject({ office: unitId, fields: z.array(text(40)).min(1).max(10) }))
    .describe('The office that answered that it has the matter, and all that it may have told.'),
  openTasks: z
    .exactOptional(z.int().min(0))
    .describe("Tasks of leaders' marks that are open, of this matter at this office."),
  responsible: z.exactOptional(text(40)).describe('包案领导: the post.'),
  fileArrives: z
    .exactOptional(z.literal(true))
    .describe('The file that the step sent along lies at the other end, and that end says so.'),
  openClocks: z
    .exactOptional(z.int().min(0))
    .describe('Clocks of the case and its legs at this office that still run.'),
  identityOnWire: z
    .exactOptional(z.boolean())
    .describe("Whether the petitioner's identity was ever sent with this leg."),
  identityInRedis: z
    .exactOptional(z.boolean())
    .describe(
      "Whether the petitioner's name or telephone number stands anywhere in the network's Redis now.",
    ),
  ...expectedClocks,
});
/** Checked right after its step; `refused` also checks that nothing changed. */
export const expectation = expected.meta({ id: 'expectation' });
export type Expectation = z.infer<typeof expectation>;
