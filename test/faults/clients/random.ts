import { randomFrom } from '../../../deploy/seed/matters.js';

/** The same choices for the same seed. */
export class Choices {
  /** 0 ≤ x < 1. */
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = randomFrom(seed);
  }

  /** 0 … below − 1. */
  number(below: number): number {
    return Math.floor(this.next() * below);
  }

  one<T>(of: readonly T[]): T {
    const chosen = of[this.number(of.length)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  }

  chance(of: number): boolean {
    return this.next() < of;
  }
}
