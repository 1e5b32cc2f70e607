/**
 * Where in a block a token stands, packed: offsets from the block's first position (below 65 536), as a sorted list of
 * two bytes each where they are few, else as one bit for each place. The first byte says which.
 */
export type Members = Buffer;

const LIST = 0;
const BITS = 1;
const WORD = 32;

/** Offsets of a block may not need more than two bytes. */
export const MOST_OFFSETS = 65_536;

/** Bits as the database gathers them: bit `n` of word `w` is offset `32 w + n`. */
export interface Word {
  readonly w: number;
  readonly bits: number;
}

/** `size`: how many positions the block has. */
export function packed(words: readonly Word[], size: number): Members {
  const bits = Buffer.alloc(1 + Math.ceil(size / WORD) * 4);
  bits[0] = BITS;
  for (const { w, bits: held } of words) bits.writeUInt32LE(held, 1 + w * 4);
  const offsets = offsetsOf(bits);
  return offsets.length * 2 < bits.length - 1 ? listOf(offsets) : bits;
}

/** Undefined: they are in it. */
export function withOffsets(members: Members, added: readonly number[]): Members | undefined {
  const held = new Set(offsetsOf(members));
  const missing = added.filter((offset) => !held.has(offset));
  if (missing.length === 0) return undefined;
  if (members[0] === LIST) return listOf([...held, ...missing].toSorted((a, b) => a - b));
  const bits = Buffer.from(members);
  for (const offset of missing) {
    const at = 1 + (offset >> 3);
    bits[at] = (bits[at] ?? 0) | (1 << (offset & 7));
  }
  return bits;
}

/** What stands in each of them, in order. */
export function inAll(all: readonly Members[]): readonly number[] {
  const lists = all.filter(([kind]) => kind === LIST).toSorted((a, b) => a.length - b.length);
  const bits = all.filter(([kind]) => kind === BITS);
  const [shortest, ...others] = lists;
  if (shortest === undefined) return offsetsOf(bits.reduce(both));
  const within = others.reduce((left, list) => inList(left, list), offsetsOf(shortest));
  return bits.reduce<readonly number[]>(
    (left, one) => left.filter((offset) => ((one[1 + (offset >> 3)] ?? 0) & (1 << (offset & 7))) !== 0),
    within,
  );
}

/** In order. */
export function offsetsOf(members: Members): readonly number[] {
  const offsets: number[] = [];
  if (members[0] === LIST) {
    for (let at = 1; at + 1 < members.length; at += 2) offsets.push(members.readUInt16LE(at));
    return offsets;
  }
  for (let at = 1; at < members.length; at += 1) {
    const byte = members[at] ?? 0;
    if (byte === 0) continue;
    for (let bit = 0; bit < 8; bit += 1) if ((byte & (1 << bit)) !== 0) offsets.push((at - 1) * 8 + bit);
  }
  return offsets;
}

function listOf(offsets: readonly number[]): Members {
  const list = Buffer.alloc(1 + offsets.length * 2);
  list[0] = LIST;
  for (const [at, offset] of offsets.entries()) list.writeUInt16LE(offset, 1 + at * 2);
  return list;
}

function both(one: Members, other: Members): Members {
  const bits = Buffer.alloc(Math.min(one.length, other.length));
  bits[0] = BITS;
  for (let at = 1; at < bits.length; at += 1) bits[at] = (one[at] ?? 0) & (other[at] ?? 0);
  return bits;
}

/** Both in order, so that each is passed once. */
function inList(offsets: readonly number[], list: Members): readonly number[] {
  let at = 1;
  return offsets.filter((offset) => {
    while (at + 1 < list.length && list.readUInt16LE(at) < offset) at += 2;
    return at + 1 < list.length && list.readUInt16LE(at) === offset;
  });
}
