import { z } from 'zod';
import { wireText } from './envelope.js';
import { WIRE_LIMITS } from './limits.js';

/** `stored` is provisional (it waits for an earlier message); the others are final. */
export const RECEIPT_STATUSES = ['stored', 'applied', 'rejected', 'quarantined', 'unsupported'] as const;
export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number];

const receiptItemSchema = z.looseObject({
  /** Id of the message that is answered. */
  id: wireText.uuid,
  /** Digest of the bytes that were received, hex; an answer to other bytes than were sent proves nothing. */
  digest: wireText.hash,
  status: z.enum(RECEIPT_STATUSES),
  /** Slug; with `rejected` always. */
  reason: z.exactOptional(wireText.slug),
  /** Source article of a refusal, for example `L1 23(3)`. */
  article: z.exactOptional(z.string().min(1).max(128)),
  /** Legal instant of the decision at the addressee. */
  at: wireText.instant,
});
export type ReceiptItem = z.infer<typeof receiptItemSchema>;

/** `data` of a receipt: one answer per message, usually all of one frame. */
export const receiptDataSchema = z.looseObject({
  items: z.array(receiptItemSchema).min(1).max(WIRE_LIMITS.frameMessages),
});
export type ReceiptData = z.infer<typeof receiptDataSchema>;
