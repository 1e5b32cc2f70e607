import { z } from 'zod';

export const runShape = z.object({
  at: z.string(),
  seed: z.number(),
  command: z.string(),
  versions: z.record(z.string(), z.string()),
  rows: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      times: z.number(),
      verdict: z.enum(['held', 'broken', 'skipped']),
      /** What was injected, or why it was not. */
      injected: z.string(),
      /** Invariants asked. */
      asked: z.array(z.string()),
      /** Invariant → the first sentence of what broke. */
      broke: z.record(z.string(), z.string()),
    }),
  ),
  soak: z.exactOptional(
    z.object({ faults: z.number(), checks: z.number(), everyMs: z.number(), broken: z.array(z.string()) }),
  ),
  acts: z.number(),
  messages: z.number(),
  badEnds: z.number(),
  lost: z.number(),
  doubled: z.number(),
  differing: z.number(),
});
/** One run, as the proof remembers it. */
export type ProvenRun = z.infer<typeof runShape>;
