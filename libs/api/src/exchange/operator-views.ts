import { actingAs, text, uuid } from '#contract';
import { z } from 'zod';

/** How the exchange of this node stands: what is under way, with whom, and what somebody should look at. */
export const exchangeStatusView = z.strictObject({
  node: z.string(),
  /** Sendings without a final answer. */
  pending: z.int(),
  /** Messages that wait for an earlier one. */
  parked: z.int(),
  /** Put away and not seen to. */
  quarantined: z.int(),
  /** Failures that nobody has taken note of. */
  alarms: z.int(),
  /** Milliseconds since the oldest unanswered message was written. */
  oldestMs: z.number(),
  /** Files that messages named and that are not here; failing: somebody has to do something. */
  papers: z.strictObject({ wanted: z.int(), oldestMs: z.number(), failing: z.int() }),
  /** Every peer with which anything is under way or put away. */
  peers: z.array(
    z.strictObject({
      peer: z.string(),
      unanswered: z.int(),
      oldestMs: z.number(),
      inFlight: z.int(),
      parked: z.int(),
      quarantined: z.int(),
      /** Milliseconds since it last answered while something waits for it; null: nothing waits. */
      silentMs: z.number().nullable(),
    }),
  ),
});
export type ExchangeStatusView = z.infer<typeof exchangeStatusView>;

/** One act of an operator, as it stays on record. */
export const operationView = z.strictObject({
  id: uuid,
  at: z.string(),
  act: z.enum(['quarantine-retry', 'quarantine-drop', 'resync', 'recover', 'heal']),
  /** A message, a refused frame, or a peer. */
  target: z.string(),
  unit: z.string(),
  by: z.string(),
  reason: z.string().optional(),
  outcome: z.string(),
});
export type OperationView = z.infer<typeof operationView>;

/** POST …/retry: tries it again, with all that its stream put away behind it. */
export const retryBody = z.strictObject({
  actor: actingAs,
  /** True: says what would happen and changes nothing. */
  dryRun: z.boolean().default(false),
  reason: z.exactOptional(text(1_000)),
});

/** POST …/drop: gives it up; its sender is told that it is refused. */
export const dropBody = z.strictObject({
  actor: actingAs,
  dryRun: z.boolean().default(false),
  /** Why: it stays on record for ever. */
  reason: text(1_000),
});

/** What became, or in a dry run would become, of what was put away. */
export const redecidedView = z.strictObject({
  id: uuid,
  dryRun: z.boolean(),
  /** True: an earlier act did it; the sender was told once more. */
  already: z.boolean(),
  /** Empty for a refused frame: only its line on the list changes. */
  messages: z.array(
    z.strictObject({
      id: uuid,
      type: z.string().optional(),
      sequence: z.int().optional(),
      now: z.enum(['parked', 'applied', 'rejected', 'quarantined', 'unsupported']),
      reason: z.string().optional(),
    }),
  ),
});
export type RedecidedView = z.infer<typeof redecidedView>;
