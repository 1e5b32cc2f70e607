import { type Outcome, accepted, refuse } from '../refusal.js';
import type { Actor } from '../roles.js';
import type { LocalDate } from '../time/local-date.js';

/*
 * 呈批: a case before a leader. What waits is on the leader's reading list of the day; the clocks C1 and C2 run on
 * meanwhile (domain.md §5, K1r).
 */

/** One case put before one leader. */
export interface Reading {
  readonly id: string;
  readonly caseId: string;
  /** The post of the leader, in the office's own unit. */
  readonly leader: string;
  readonly submittedOn: LocalDate;
  readonly submittedBy: Actor;
  /** What the clerk asks of the leader beside the proposal. */
  readonly note?: string;
  /** `taken-back`: the case was ended or sealed before anybody read it. */
  readonly state: 'waiting' | 'instructed' | 'taken-back';
  readonly closedOn?: LocalDate;
  /** The instruction that closed it. */
  readonly instruction?: string;
}

/** Puts a case before a leader; twice before the same one is refused, before several is lawful. */
export function submitTo(
  leader: string,
  waiting: readonly Reading[],
  { id, caseId, note }: Pick<Reading, 'id' | 'caseId' | 'note'>,
  by: Actor,
  on: LocalDate,
): Outcome<Reading> {
  const again = waiting.find((one) => one.state === 'waiting' && one.leader === leader);
  if (again !== undefined) return refuse('submitted-already', { leader, on: again.submittedOn });
  const said = note === undefined ? {} : { note };
  return accepted({ id, caseId, leader, submittedOn: on, submittedBy: by, ...said, state: 'waiting' });
}

/** The readings that an instruction closes: this leader's own. What waits for another leader waits on. */
export const readBy = (
  readings: readonly Reading[],
  leader: string,
  instruction: string,
  on: LocalDate,
): readonly Reading[] =>
  readings
    .filter((one) => one.state === 'waiting' && one.leader === leader)
    .map((one) => ({ ...one, state: 'instructed', closedOn: on, instruction }));

/** The case ended or was sealed: nobody has to read it any more. */
export const takenBack = (readings: readonly Reading[], on: LocalDate): readonly Reading[] =>
  readings
    .filter((one) => one.state === 'waiting')
    .map((one) => ({ ...one, state: 'taken-back', closedOn: on }));
