import { createHash, hash } from 'node:crypto';
import { uuidToBytes } from '#contract';

const LEAF = Uint8Array.of(0);
const NODE = 1;
const LINK = 2;

/** One byte and two digests. A hash object for so few bytes costs more than the hashing. */
const pair = Buffer.alloc(65);

function hashPair(kind: number, left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.byteLength !== 32 || right.byteLength !== 32)
    return createHash('sha256').update(Uint8Array.of(kind)).update(left).update(right).digest();
  pair[0] = kind;
  pair.set(left, 1);
  pair.set(right, 33);
  return hash('sha256', pair, 'buffer');
}

/** Digest of a message: SHA-256(00 ‖ id, 16 bytes ‖ bytes). It is the Merkle leaf, and what receipts name. */
export function messageDigest(id: string, bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(LEAF).update(uuidToBytes(id)).update(bytes).digest();
}

/** Chain head after a message: SHA-256(02 ‖ head before it ‖ its digest). */
export function chainHead(before: Uint8Array, digest: Uint8Array): Uint8Array {
  return hashPair(LINK, before, digest);
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
      next.push(right === undefined ? left : hashPair(NODE, left, right));
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
