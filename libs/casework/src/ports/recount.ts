/** A case or a leg with an open clock that was last judged by other versions of pack or calendar. */
export interface OutdatedSubject {
  readonly subject: 'case' | 'leg';
  readonly subjectId: string;
  readonly caseId: string;
}

/** Which open clocks are to be counted again, so that a recount can stop anywhere and go on. */
export interface RecountStore {
  /** Some of them, about `limit`, without a lock. `versions`: see versionsText. */
  outdated(versions: string, limit: number): Promise<readonly OutdatedSubject[]>;
  /** These were counted, or found to be the other end's to count, with these versions. */
  judged(subjectIds: readonly string[], versions: string): Promise<void>;
}
