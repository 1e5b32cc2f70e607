import { actingAs, unitId } from '#contract';
import { z } from 'zod';

/** Streams whose two ends are not the same at this moment, by counts of messages only. */
const differences = {
  peer: z.string(),
  /** False: the peer did not answer within 15 s; `streams` is empty then. */
  answered: z.boolean(),
  streams: z.array(
    z.strictObject({
      stream: z.strictObject({ kind: z.string(), id: z.string() }),
      /** Messages that this node sent, of these what the peer has answered as known here, and what the peer took. */
      sent: z.strictObject({ here: z.int(), answered: z.int(), there: z.int() }),
      /** Messages that this node took, what the peer sent, and of these what this node answered as known there. */
      applied: z.strictObject({ here: z.int(), there: z.int(), answeredThere: z.int() }),
      /** `under-way`: nothing is wrong. `behind-here`, `behind-there`: that end was set back. `fork`: two messages have one place. */
      what: z.enum(['under-way', 'behind-here', 'behind-there', 'fork']),
    }),
  ),
};

export const diffView = z.strictObject(differences);
export type DiffView = z.infer<typeof diffView>;

/** POST /api/exchange/resync: compares with a peer, then heals both ends. */
export const resyncBody = z.strictObject({
  actor: actingAs,
  peer: unitId,
  /** True: compares and changes nothing. */
  dryRun: z.boolean().default(false),
});

export const resyncView = z.strictObject({
  ...differences,
  dryRun: z.boolean(),
  /** Streams of this node that are being refilled now; 0 in a dry run. */
  refilling: z.int(),
});
export type ResyncView = z.infer<typeof resyncView>;
