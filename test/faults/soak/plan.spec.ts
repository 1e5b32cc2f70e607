import { describe, expect, it } from '@jest/globals';
import { SOAK_KINDS, soakPlan, type SoakFault } from './plan.js';

const first = (seed: number, count: number): readonly SoakFault[] => {
  const next = soakPlan(seed);
  return Array.from({ length: count }, next);
};

describe('the schedule of a soak', () => {
  it('is the same for the same seed, however far it is played', () => {
    expect(first(7, 200).slice(0, 50)).toEqual(first(7, 50));
  });

  it('is another one for another seed', () => {
    expect(first(8, 50)).not.toEqual(first(7, 50));
  });

  it('brings every kind within a thousand faults', () => {
    expect(new Set(first(1, 1_000).map(({ kind }) => kind)).size).toBe(SOAK_KINDS.length);
  });
});
