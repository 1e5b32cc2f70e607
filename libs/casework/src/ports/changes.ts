import type { HistoryRow } from './rows.js';

/** What happened to a case or a leg since somebody looked at it. */
export interface ChangeStore {
  /**
   * Lines of history written since this version of the case or leg was the last, oldest first. For a leg its own lines.
   * Empty: nothing is known of that version.
   */
  since(subjectId: string, version: number, limit: number): Promise<readonly HistoryRow[]>;
}
