import { describe, expect, it } from '@jest/globals';
import { inAll, offsetsOf, packed, withOffsets, type Word } from './matter-members.js';

const SIZE = 64;
const wordsOf = (offsets: readonly number[]): Word[] => {
  const words = new Map<number, number>();
  for (const offset of offsets) {
    const w = Math.floor(offset / 32);
    words.set(w, (words.get(w) ?? 0) + 2 ** (offset % 32));
  }
  return [...words].map(([w, bits]) => ({ w, bits }));
};
const membersOf = (offsets: readonly number[], size = SIZE) => packed(wordsOf(offsets), size);
const every = (each: number, size = SIZE): number[] =>
  Array.from({ length: Math.ceil(size / each) }, (_, at) => at * each);

describe('where a token stands in a block', () => {
  it('is a list where it is in few places and bits where it is in many, never more than one bit a place', () => {
    expect(membersOf([]).length).toBe(1);
    expect(membersOf([0, 31, 63]).length).toBe(7);
    // Four of 64: eight bytes either way.
    expect(membersOf([0, 31, 32, 63]).length).toBe(9);
    expect(membersOf(every(1)).length).toBe(9);
    expect(membersOf([65_535, 0], 65_536).length).toBe(5);
    expect(membersOf(every(2, 65_536), 65_536).length).toBe(8_193);
  });

  it.each([[[]], [[0]], [[63]], [[31, 32]], [[0, 31, 32, 63]], [every(2)], [every(1)]])(
    'comes back as it was packed: %j',
    (offsets) => {
      expect(offsetsOf(membersOf(offsets))).toEqual(offsets);
    },
  );

  it('takes more places, and says when it has them', () => {
    for (const offsets of [[], [5], every(3), every(1).slice(1)]) {
      const members = membersOf(offsets);
      const more = withOffsets(members, [0, 63]);
      const wanted = [...new Set([...offsets, 0, 63])].toSorted((a, b) => a - b);
      expect(offsetsOf(more ?? members)).toEqual(wanted);
      expect(withOffsets(more ?? members, [63, 0])).toBeUndefined();
      // What was read elsewhere is not changed under it.
      expect(offsetsOf(members)).toEqual(offsets);
    }
  });

  it('meets other tokens, lists and bits alike', () => {
    const sets = [[], [0, 63], [12], [12, 13, 14], every(2), every(3), every(4), every(1)];
    for (const one of sets)
      for (const two of sets)
        for (const three of sets) {
          const wanted = one.filter((offset) => two.includes(offset) && three.includes(offset));
          const met = inAll([one, two, three].map((offsets) => membersOf(offsets)));
          expect([one, two, three, met]).toEqual([one, two, three, wanted]);
        }
  });
});
