import type { Board } from '#contract';
import type { Calendar, LocalDate } from '#domain';
import type { CaseworkReads, Office } from '../ports.js';

/** What the screens are made from. */
export interface ViewDesk {
  readonly reads: CaseworkReads;
  readonly office: Office;
  readonly calendar: Calendar;
  /** Calendar days kept for the review of what comes in from below; default 10. */
  readonly reserveDays?: number;
  /** SHA-256 in hex. */
  sha256(text: string): string;
  today(): LocalDate;
  /** The offices on the board, from the directory. */
  readonly lanes: Board['lanes'];
  readonly simulated: boolean;
}
