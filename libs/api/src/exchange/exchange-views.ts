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

/** How this node stands with its peers, and what came back when it was set back. */
export const recoveryView = z.strictObject({
  /** 1, and one more with each time that this node was set back to an older state. */
  epoch: z.int(),
  peers: z.array(
    z.strictObject({
      peer: z.string(),
      /** The highest epoch seen of it; 0: never heard. */
      epoch: z.int(),
      /** It answered since this node started: it may be sent to. */
      greeted: z.boolean(),
      /** This node is being refilled from it: nothing goes there until that is done. */
      recovering: z.boolean(),
      /** Since when, while it is. */
      since: z.string().optional(),
    }),
  ),
  /** By peer and stream, newest first. What was never sent, users and drafts cannot come back. */
  refilled: z.array(
    z.strictObject({
      peer: z.string(),
      stream: z.strictObject({ kind: z.string(), id: z.string() }),
      epoch: z.int(),
      /** Own messages that the peer gave back. */
      sent: z.int(),
      /** Messages of the peer. */
      applied: z.int(),
      /** Of these, whose text was destroyed there. */
      gone: z.int(),
      /** Back in the exchange, but not taken up by the casework; why the first was not. */
      notRebuilt: z.int(),
      reason: z.string().optional(),
      /** Acts on the older state that had not left and follow now. */
      renumbered: z.int(),
      at: z.string(),
    }),
  ),
  /** Messages of this epoch that came back and stand not, or not whole, in the casework; at most 1 000 of them. */
  leftOut: z.array(
    z.strictObject({
      messageId: uuid,
      peer: z.string(),
      stream: z.strictObject({ kind: z.string(), id: z.string() }),
      /** `own`: this node had sent it; `theirs`: it came from the peer. */
      side: z.enum(['own', 'theirs']),
      type: z.string(),
      /** Origin number; of a meeting its id. */
      subject: z.string(),
      /** `waiting`: tried again when another peer has given more. `lost`: it stays out. `partly`: it stands but for this. */
      kind: z.enum(['waiting', 'lost', 'partly']),
      /** A slug, for programs. */
      reason: z.string(),
      /** The same in words: what is missing and what to do. */
      told: z.strictObject({ zh: z.string(), en: z.string() }),
      at: z.string(),
    }),
  ),
  /** How many lines more there are. */
  leftOutMore: z.int(),
  /** What no other office holds, so that it comes back from none; empty while this node was never set back. */
  neverComesBack: z.array(z.strictObject({ zh: z.string(), en: z.string() })),
});
export type RecoveryView = Readonly<z.infer<typeof recoveryView>>;

export type QuarantineView = z.infer<typeof quarantineView>;
export type DeliveryView = z.infer<typeof deliveryView>;
export type IdleView = z.infer<typeof idleView>;
