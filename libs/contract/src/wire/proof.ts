import { z } from 'zod';
import { WIRE_LIMITS } from './limits.js';
import { wireText } from './envelope.js';

/** Bytes as base64url without padding. */
const bytes = z.string().regex(/^[A-Za-z0-9_-]*$/);

/** A frame that its sender signed, without what was in it: the digests of its messages are enough. */
const signedFrame = z.strictObject({
  /** The exact bytes that are signed. */
  manifest: bytes,
  /** Ed25519 over the manifest. */
  signature: bytes,
  /** Digest of each message, hex, in their order; their Merkle root stands in the manifest. */
  leaves: z.array(wireText.hash).min(1).max(WIRE_LIMITS.frameMessages),
  /** Which of them it is, from 0. */
  place: z.int().min(0),
});
export type SignedFrame = z.infer<typeof signedFrame>;

/**
 * What proves one message to a third party, offline: the frame in which its sender signed it (at the receiver), the
 * receipt that its addressee signed (at the sender), or both. `npm run -s verify -- FILE` checks it.
 */
export const proofSchema = z.strictObject({
  huiyin: z.literal('proof'),
  v: z.literal(1),
  message: z.strictObject({
    id: wireText.uuid,
    /** SHA-256(00 ‖ id ‖ bytes), hex. */
    digest: wireText.hash,
    source: wireText.node,
    dest: wireText.node,
    /** The bytes as they were signed; absent once the dossier was sealed or destroyed: the digest still proves. */
    bytes: z.exactOptional(bytes),
  }),
  sent: z.exactOptional(signedFrame),
  receipt: z.exactOptional(z.strictObject({ id: wireText.uuid, bytes, frame: signedFrame })),
});
export type Proof = z.infer<typeof proofSchema>;
