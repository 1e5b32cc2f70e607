import type { LocalDate } from '#domain';
import type { LapsedClock } from './rows.js';

/**
 * What the sweep looks for on legs: the end of the window for objecting (C3), the end of a limit with an undecided
 * request for time (L7), the next rung of a ladder.
 */
export const SWEPT = ['objection', 'extension', 'ladder'] as const;
export type SweptKind = (typeof SWEPT)[number];

/** All that the passing of days may bring about. `recount`: an open clock was judged by another calendar or pack. */
export const DUE_KINDS = ['recount', ...SWEPT, 'lapsed', 'succession'] as const;
export type DueKind = (typeof DUE_KINDS)[number];

/** A leg of which something is due. */
export interface DueLeg {
  readonly legId: string;
  readonly caseId: string;
  /** Where it stands in the order of the days, to go on from; it says nothing to its reader. */
  readonly cursor: string;
}

/**
 * What is due, read by its day and nothing else. Several workers share it without a lease
 * (deploy/decisions/sweep-without-lease.md): what one of them holds the others skip.
 */
export interface SweepStore {
  /** What there is to do at all, in one short question without a lock: on most days nothing. `versions`: see versionsText. */
  kindsDue(today: LocalDate, versions: string): Promise<ReadonlySet<DueKind>>;
  /** Legs with something due, the oldest first, each under the lock of its case; those that somebody holds are skipped. */
  claim(what: SweptKind, today: LocalDate, limit: number): Promise<readonly DueLeg[]>;
  /** The same without any lock, from a cursor on: for what was skipped. */
  due(what: SweptKind, today: LocalDate, limit: number, after?: string): Promise<readonly DueLeg[]>;
  /**
   * Clocks past their end whose overdue event was not written yet, the oldest first, under a lock of their own.
   * `free` skips those that somebody holds, `every` waits for them.
   */
  lapsed(today: LocalDate, limit: number, which: 'free' | 'every'): Promise<readonly LapsedClock[]>;
  /** Marks claimed clocks, so that the event of each is written once for ever. */
  recordLapsed(lapsed: readonly LapsedClock[], today: LocalDate): Promise<void>;
  /**
   * Deletes answers that were kept for repeated posts and are older than this many days; at most `limit`. `now` is the
   * legal instant, by which answers are dated. Returns how many went. Receipts are proof and stay.
   */
  purge(days: number, now: Date, limit: number): Promise<number>;
}
