import { uuid } from '#contract';
import { z } from 'zod';

/** Something that arrived and was refused: kept, with the reason. */
export const quarantineView = z.strictObject({
  id: uuid,
  kind: z.enum(['frame', 'message']),
  source: z.string().optional(),
  type: z.string().optional(),
  /** Origin number. */
  subject: z.string().optional(),
  stream: z.strictObject({ kind: z.string(), id: z.string() }).optional(),
  reason: z.string(),
  detail: z.string().optional(),
  at: z.string(),
  /** Who took note of it, with what was done; until then it alarms. */
  acknowledged: z
    .strictObject({ unit: z.string(), by: z.string(), note: z.string(), at: z.string() })
    .optional(),
});

/** A failure of the exchange that nobody has taken note of. */
export const alarmView = z.strictObject({
  id: uuid,
  /** Came in and was put away, or was sent and put away by its addressee. */
  kind: z.enum(['received', 'sent']),
  /** Source or addressee. */
  peer: z.string().optional(),
  type: z.string().optional(),
  /** Origin number. */
  subject: z.string().optional(),
  stream: z.strictObject({ kind: z.string(), id: z.string() }).optional(),
  reason: z.string(),
  at: z.string(),
});
export type AlarmView = z.infer<typeof alarmView>;

/** A sending and what became of it. */
export const deliveryView = z.strictObject({
  messageId: uuid,
  dest: z.string(),
  type: z.string(),
  sequence: z.int(),
  time: z.string(),
  status: z.enum(['new', 'sent', 'stored', 'applied', 'rejected', 'quarantined', 'unsupported']),
  reason: z.string().optional(),
  article: z.string().optional(),
  settledAt: z.string().optional(),
});

/** Whether everything that this node sent is answered and nothing waits for an earlier message. */
export const idleView = z.strictObject({
  idle: z.boolean(),
  pending: z.int(),
  parked: z.int(),
  /** Messages ever put. */
  put: z.int(),
  applied: z.int(),
  quarantined: z.int(),
  /** Milliseconds since the oldest unanswered message was written. */
  oldestMs: z.number(),
});

export type QuarantineView = z.infer<typeof quarantineView>;
export type DeliveryView = z.infer<typeof deliveryView>;
export type IdleView = z.infer<typeof idleView>;
