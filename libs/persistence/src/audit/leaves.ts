import { hash } from 'node:crypto';

/**
 * What a leaf of the audit chain covers, by its code. A code is never used for other columns: who needs more columns takes
 * a new one, or the old leaves would all look like flipped bits.
 */
export const COVERED = {
  /** The append-only history, by seq. */
  casework_action: 1,
  casework_case: 2,
  casework_leg: 3,
  casework_document: 4,
  casework_item: 5,
  casework_attachment: 6,
  /** A file that goes along on a leg, by its position. */
  casework_enclosure: 7,
  casework_supervision: 8,
  casework_superior_letter: 9,
  casework_reading: 10,
  casework_instruction: 11,
  casework_task: 12,
  casework_follow_up: 13,
  casework_meeting: 14,
  /** By its leg. */
  casework_succession: 15,
  /** A sent message as it was put. */
  exchange_outbox: 16,
  /** The answer to it. */
  exchange_outbox_answer: 17,
  /** A message as it came in. */
  exchange_inbox: 18,
  /** What it came to. */
  exchange_inbox_answer: 19,
  exchange_quarantine: 20,
  exchange_acknowledged: 21,
  /** By its case. */
  casework_wall: 22,
  /** 会议议题. */
  casework_topic: 23,
} as const;
export type Covered = keyof typeof COVERED;

/** One row as it stands after a unit of work. */
export interface Leaf {
  readonly covered: Covered;
  /** 16 bytes: the UUID, or a number at their end. */
  readonly key: Buffer;
  /** SHA-256 over the covered columns; zeros: the row was removed. */
  readonly digest: Buffer;
}

/** The digest of a row that was taken away by the program itself. */
export const REMOVED = Buffer.alloc(32);

const NAMES = new Map<number, Covered>(
  Object.entries(COVERED).flatMap(([name, code]) => (isCovered(name) ? [[code, name] as const] : [])),
);
function isCovered(name: string): name is Covered {
  return Object.hasOwn(COVERED, name);
}

const LEAF_BYTES = 49;
const NODE = 1;

/** A number as the key of a leaf. */
export function numberKey(value: number | bigint): Buffer {
  const key = Buffer.alloc(16);
  key.writeBigUInt64BE(BigInt(value), 8);
  return key;
}

/** Digest of values: of their JSON text, which no two different lists share. */
export const digestOf = (values: readonly (string | number | null)[]): Buffer =>
  hash('sha256', JSON.stringify(values), 'buffer');

/** Code, key, digest of each leaf, one after the other. */
export function encodeLeaves(leaves: readonly Leaf[]): Buffer {
  const bytes = Buffer.alloc(leaves.length * LEAF_BYTES);
  leaves.forEach(({ covered, key, digest }, index) => {
    const at = index * LEAF_BYTES;
    bytes[at] = COVERED[covered];
    key.copy(bytes, at + 1);
    digest.copy(bytes, at + 17);
  });
  return bytes;
}

/** Undefined when the bytes are no leaves. */
export function decodeLeaves(bytes: Buffer): readonly Leaf[] | undefined {
  if (bytes.byteLength % LEAF_BYTES !== 0) return undefined;
  const leaves: Leaf[] = [];
  for (let at = 0; at < bytes.byteLength; at += LEAF_BYTES) {
    const covered = NAMES.get(bytes[at] ?? 0);
    if (covered === undefined) return undefined;
    leaves.push({ covered, key: bytes.subarray(at + 1, at + 17), digest: bytes.subarray(at + 17, at + 49) });
  }
  return leaves;
}

/** Merkle root over encoded leaves, each SHA-256(00 ‖ leaf); parents SHA-256(01 ‖ left ‖ right); none: zeros. */
export function rootOf(encoded: Buffer): Buffer {
  const leaf = Buffer.alloc(1 + LEAF_BYTES);
  let row: Buffer[] = [];
  for (let at = 0; at < encoded.byteLength; at += LEAF_BYTES) {
    encoded.copy(leaf, 1, at, at + LEAF_BYTES);
    row.push(hash('sha256', leaf, 'buffer'));
  }
  const pair = Buffer.alloc(65, NODE);
  while (row.length > 1) {
    const next: Buffer[] = [];
    for (let at = 0; at < row.length; at += 2) {
      const [left, right] = [row[at], row[at + 1]];
      if (left === undefined) break;
      if (right === undefined) next.push(left);
      else {
        left.copy(pair, 1);
        right.copy(pair, 33);
        next.push(hash('sha256', pair, 'buffer'));
      }
    }
    row = next;
  }
  return row[0] ?? Buffer.alloc(32);
}
