import { actingAs, enclosureProblem, uuid } from '#contract';
import { z } from 'zod';

/** POST /api/exchange/heal: puts what an audit named right again, from the copies of the other offices. */
export const healBody = z
  .strictObject({
    actor: actingAs,
    /** Ids of messages, sent or received. */
    messages: z.array(uuid).max(50).default([]),
    /** Ids of attachments whose files are damaged or gone; each may be 50 MiB to fetch. */
    papers: z.array(uuid).max(5).default([]),
    /** True: says what would be put right and changes nothing. */
    dryRun: z.boolean().default(false),
  })
  .refine(({ messages, papers }) => messages.length + papers.length > 0, 'name a message or a paper');

export const healView = z.strictObject({
  dryRun: z.boolean(),
  messages: z.array(
    z.strictObject({
      id: uuid,
      /** What was, or in a dry run would be, put right; a new `frame` or `receipt` is a proof signed anew by the peer. */
      parts: z.array(z.enum(['row', 'answer', 'body', 'frame', 'receipt'])),
      /** Why it was left as it is: the peer is silent, holds it no more, or it is still under way. */
      left: z.enum(['not-here', 'no-place', 'no-answer', 'not-held', 'open', 'failed']).optional(),
    }),
  ),
  papers: z.array(
    z.strictObject({
      id: uuid,
      /** The office from which the file was, or in a dry run would be, fetched anew. */
      from: z.string().optional(),
      /**
       * Why it was left as it is; without `from` and `left` the file is what it should be. `under-way`: a part of it came,
       * and asked again it goes on there.
       */
      left: z.enum(['not-here', 'no-copy', 'under-way', 'failed', ...enclosureProblem.options]).optional(),
    }),
  ),
});
export type HealView = z.infer<typeof healView>;
