import { createHash } from 'node:crypto';
import { uuidToBytes } from '#contract';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const LINK = Uint8Array.of(2);

/** Digest of a message: SHA-256(00 ‖ id, 16 bytes ‖ bytes). It is the Merkle leaf, and what receipts name. */
export function messageDigest(id: string, bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(LEAF).update(uuidToBytes(id)).update(bytes).digest();
}

/** Chain head after a message: SHA-256(02 ‖ head before it ‖ its digest). */
export function chainHead(before: Uint8Array, digest: Uint8Array): Uint8Array {
  return createHash('sha256').update(LINK).update(before).update(digest).digest();
}

/** Merkle root: parents are SHA-256(01 ‖ left ‖ right); an odd last one moves up as it is. At least one leaf. */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  let row = leaves;
  while (row.length > 1) {
    const next: Uint8Array[] = [];
    for (let at = 0; at < row.length; at += 2) {
      const left = row[at];
      const right = row[at + 1];
      if (left === undefined) break;
      next.push(
        right === undefined ? left : createHash('sha256').update(NODE).update(left).update(right).digest(),
      );
    }
    row = next;
  }
  const root = row[0];
  if (root === undefined) throw new Error('a frame has at least one message');
  return root;
}

/** SHA-256 of bytes that are no message, for the quarantine. */
export const plainDigest = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const fromHex = (text: string): Uint8Array => Buffer.from(text, 'hex');
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Chain head before the first message. */
export const ZERO_HEAD: Uint8Array = new Uint8Array(32);
