import { z } from 'zod';
import { decodeStrictJson, type JsonRefusal } from './strict-json.js';

const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
/** Node id, for example `township:yi`. */
const node = z.string().regex(/^[a-z][a-z0-9:-]{0,63}$/);
/** 32 bytes as 64 lower-case hex digits. */
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime({ precision: 3 });
const typeName = z
  .string()
  .max(96)
  .regex(/^huiyin(\.[a-z][a-z0-9-]*)+\.v[1-9][0-9]{0,3}$/);
const streamId = z.string().regex(/^(leg|meeting|matter|directory)\/[A-Za-z0-9:._-]{1,64}$/);
/** A slug, for example `already-accepted`. */
const slug = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);

/** Shapes of ids and words that envelope, manifest and receipt share. */
export const wireText = { uuid, node, hash, instant, typeName, slug } as const;

const common = {
  specversion: z.literal('1.0'),
  /** UUIDv7. The same id with other bytes is equivocation. */
  id: uuid,
  source: node,
  /** Signed, so that a message cannot be handed to another node. */
  dest: node,
  /** Ends in its major: `huiyin.leg.sent.v1`. */
  type: typeName,
  /** Legal instant of the act, UTC with milliseconds. */
  time: instant,
  datacontenttype: z.literal('application/json'),
  /** Raised when the sender was set back to an older state; 1 at first. */
  epoch: z.int().min(1),
  data: z.unknown(),
};

/**
 * A message in a stream: CloudEvents 1.0, structured JSON. Unknown fields are kept with the bytes and ignored.
 * Example: libs/contract/samples/frame-v1.json.
 */
export const sequencedEnvelopeSchema = z.looseObject({
  ...common,
  /** Origin number of the case. */
  subject: z.string().min(1).max(64),
  /** Kind and id: `leg/01981c3e-…`. With source and dest it names the stream. */
  streamid: streamId,
  /** From 1, without gaps, per (source, dest, streamid). */
  sequence: z.int().min(1),
  /** Chain head before this message; 64 zeros for the first. */
  prevhash: hash,
  /** Names the key that seals the stored bytes at either end: the case id that both use. */
  correlationid: z.string().regex(/^[A-Za-z0-9:._-]{1,64}$/),
  causationid: z.exactOptional(uuid),
});
export type SequencedEnvelope = z.infer<typeof sequencedEnvelopeSchema>;

/** A receipt: outside every stream, needs no receipt. */
export const receiptEnvelopeSchema = z.looseObject({ ...common, sequence: z.undefined().optional() });
export type ReceiptEnvelope = z.infer<typeof receiptEnvelopeSchema>;

/** Why bytes are no envelope. */
export type EnvelopeRefusal = JsonRefusal | 'not-an-envelope';

export type DecodedEnvelope =
  | { readonly ok: true; readonly kind: 'sequenced'; readonly envelope: SequencedEnvelope }
  | { readonly ok: true; readonly kind: 'receipt'; readonly envelope: ReceiptEnvelope }
  | { readonly ok: true; readonly kind: 'resync'; readonly envelope: ReceiptEnvelope }
  | { readonly ok: false; readonly refusal: EnvelopeRefusal };

/** The type of receipts. */
export const RECEIPT_TYPE = 'huiyin.exchange.receipt.v1';

/** The types by which two nodes compare and refill their streams; their data: resync.ts. */
export const RESYNC_TYPES: ReadonlySet<string> = new Set([
  'huiyin.exchange.hello.v1',
  'huiyin.exchange.heads-asked.v1',
  'huiyin.exchange.heads.v1',
  'huiyin.exchange.gap.v1',
  'huiyin.exchange.refill-asked.v1',
  'huiyin.exchange.refill.v1',
]);

/** Decodes one message of a frame that has been verified. Never throws. */
export function decodeEnvelope(bytes: Uint8Array): DecodedEnvelope {
  const json = decodeStrictJson(bytes);
  if (!json.ok) return json;
  const value = json.value;
  const kind = unsequenced(value);
  if (kind !== undefined) {
    const receipt = receiptEnvelopeSchema.safeParse(value);
    if (!receipt.success) return { ok: false, refusal: 'not-an-envelope' };
    return { ok: true, kind, envelope: receipt.data };
  }
  const sequenced = sequencedEnvelopeSchema.safeParse(value);
  return sequenced.success
    ? { ok: true, kind: 'sequenced', envelope: sequenced.data }
    : { ok: false, refusal: 'not-an-envelope' };
}

function unsequenced(value: unknown): 'receipt' | 'resync' | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  if (value.type === RECEIPT_TYPE) return 'receipt';
  return typeof value.type === 'string' && RESYNC_TYPES.has(value.type) ? 'resync' : undefined;
}

/** The bytes that are signed, hashed, stored and sent; made once and never again. */
export function encodeEnvelope(envelope: SequencedEnvelope | ReceiptEnvelope): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(envelope));
}
