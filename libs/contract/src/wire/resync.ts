import { z } from 'zod';
import { wireText } from './envelope.js';
import { proofSchema } from './proof.js';

/*
 * What two nodes say to each other about their streams: outside every stream, without receipts, made again when lost.
 * `sent` and `applied` are always seen from who speaks.
 */

/** Bounds of these messages. */
export const RESYNC_LIMITS = {
  /** Streams are compared in so many buckets, by CRC-32 of `kind/id`, its lowest byte. */
  buckets: 256,
  /** Streams in one message of heads. */
  heads: 500,
  /** Streams that are refilled together. */
  refillStreams: 50,
  /** Messages in one frame of a refill. */
  refillEntries: 200,
} as const;

const streamName = z.string().regex(/^(leg|meeting|matter|directory)\/[A-Za-z0-9:._-]{1,64}$/);
const count = z.int().min(0);
const bytes = z.string().regex(/^[A-Za-z0-9_-]*$/);

/** Bucket, XOR of the first 8 bytes of its heads as 16 hex digits, number of streams. Empty buckets are left out. */
const bucket = z.tuple([
  z
    .int()
    .min(0)
    .max(RESYNC_LIMITS.buckets - 1),
  z.string().regex(/^[0-9a-f]{16}$/),
  count,
]);
export type WireBucket = z.infer<typeof bucket>;

/** `huiyin.exchange.hello.v1`: before data, after silence, on demand. */
export const helloSchema = z.looseObject({
  /** UUIDv7 of this life of the sender's program. */
  life: wireText.uuid,
  /** The life that is answered; absent: please answer. */
  answers: z.exactOptional(wireText.uuid),
  /** The highest epoch of the addressee that was ever seen here; 0: none. */
  knows: count,
  /** The addressee's own signed manifest of that epoch. */
  signed: z.exactOptional(z.strictObject({ manifest: bytes, signature: bytes })),
  sent: z.array(bucket).max(RESYNC_LIMITS.buckets),
  applied: z.array(bucket).max(RESYNC_LIMITS.buckets),
});
export type Hello = z.infer<typeof helloSchema>;

/** `huiyin.exchange.heads-asked.v1`: the streams of these buckets, in the order (bucket, kind, id), after that one. */
export const headsAskedSchema = z.looseObject({
  ask: wireText.uuid,
  buckets: z.array(z.int().min(0).max(255)).min(1).max(RESYNC_LIMITS.buckets),
  after: z.exactOptional(streamName),
});
export type HeadsAsked = z.infer<typeof headsAskedSchema>;

const head = z.tuple([count, wireText.hash]);
const streamHeads = z.looseObject({
  stream: streamName,
  /** Sequence and head of the last message that has left; 0 and zeros before the first. */
  sent: head,
  /** The highest sequence of these that the addressee has answered for good. */
  answered: count,
  applied: head,
});
export type WireHeads = z.infer<typeof streamHeads>;

/** `huiyin.exchange.heads.v1` */
export const headsSchema = z.looseObject({
  ask: wireText.uuid,
  streams: z.array(streamHeads).max(RESYNC_LIMITS.heads),
  more: z.boolean(),
});
export type Heads = z.infer<typeof headsSchema>;

/** `huiyin.exchange.gap.v1`: these sequences of a stream are missing; the sender sends their bytes again. */
export const gapSchema = z.looseObject({
  stream: streamName,
  from: z.int().min(1),
  to: z.int().min(1),
});
export type Gap = z.infer<typeof gapSchema>;

/** `huiyin.exchange.refill-asked.v1`: what a node that was set back misses, from after those sequences. */
export const refillAskedSchema = z.looseObject({
  ask: wireText.uuid,
  streams: z
    .array(z.looseObject({ stream: streamName, sent: count, applied: count }))
    .min(1)
    .max(RESYNC_LIMITS.refillStreams),
});
export type RefillAsked = z.infer<typeof refillAskedSchema>;

const refillEntry = z.looseObject({
  stream: streamName,
  sequence: z.int().min(1),
  id: wireText.uuid,
  digest: wireText.hash,
  /** `yours`: the asker sent it; `mine`: the asker had answered it. */
  of: z.enum(['yours', 'mine']),
  /** What its addressee made of it. */
  status: z.enum(['applied', 'rejected', 'quarantined', 'unsupported']),
  reason: z.exactOptional(wireText.slug),
  article: z.exactOptional(z.string().min(1).max(128)),
  at: wireText.instant,
  /** The body was destroyed here; what the envelope said of it. */
  gone: z.exactOptional(
    z.looseObject({
      type: wireText.typeName,
      subject: z.string().min(1).max(64),
      bodyKey: z.string().regex(/^[A-Za-z0-9:._-]{1,64}$/),
      time: wireText.instant,
      prevhash: wireText.hash,
      epoch: z.int().min(1),
      size: count,
    }),
  ),
  /** The asker's own signature: over the message it sent, or over the receipt it gave. */
  proof: proofSchema,
});
export type RefillEntry = z.infer<typeof refillEntry>;

/**
 * `huiyin.exchange.refill.v1`: first in its frame; the messages themselves follow in the same frame as they were signed,
 * and a receipt for those of the asker.
 */
export const refillSchema = z.looseObject({
  ask: wireText.uuid,
  /** From 0. */
  page: count,
  last: z.boolean(),
  entries: z.array(refillEntry).max(RESYNC_LIMITS.refillEntries),
});
export type Refill = z.infer<typeof refillSchema>;

/** Type → schema of its `data`. */
export const RESYNC_MESSAGES = {
  'huiyin.exchange.hello.v1': helloSchema,
  'huiyin.exchange.heads-asked.v1': headsAskedSchema,
  'huiyin.exchange.heads.v1': headsSchema,
  'huiyin.exchange.gap.v1': gapSchema,
  'huiyin.exchange.refill-asked.v1': refillAskedSchema,
  'huiyin.exchange.refill.v1': refillSchema,
} as const;
export type ResyncType = keyof typeof RESYNC_MESSAGES;
