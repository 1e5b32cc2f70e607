import { Choices } from '../clients/random.js';
import { OFFICE_NAMES, type OfficeName } from '../world/network.js';

/** What strikes in a soak; each is over within seconds and leaves nothing behind. */
export const SOAK_KINDS = [
  'kill -9 of an office',
  'kill -9 at a point',
  'SIGTERM of an office',
  'an office stands still',
  'half an addBulk',
  'FLUSHALL',
  'keys deleted',
  'bits flipped in waiting frames',
  'Redis kill -9',
  'Redis kill -9 and its directory emptied',
  'Redis kill -9 and the end of its file cut',
  'Redis at maxmemory',
  'MariaDB kill -9',
  'answers to COMMIT cut',
  'rows locked by somebody else',
  'half-open to Redis',
  'half-open to the database',
  'cut off from Redis',
  'one-way to Redis',
  'one-way from Redis',
  '200 ms latency',
  'one-byte slices',
  'a clock that jumps',
  'rubbish in a queue',
] as const;
export type SoakKind = (typeof SOAK_KINDS)[number];

/** One fault of a soak, ready to strike. */
export interface SoakFault {
  readonly kind: SoakKind;
  readonly office: OfficeName;
  /** 0 ≤ n < 1000: whatever the kind still has to choose. */
  readonly n: number;
}

/** The schedule of a seed: the same seed gives the same faults in the same order, however far it is played. */
export function soakPlan(seed: number): () => SoakFault {
  const choices = new Choices(seed);
  return () => ({
    kind: choices.one(SOAK_KINDS),
    office: choices.one(OFFICE_NAMES),
    n: choices.number(1_000),
  });
}
