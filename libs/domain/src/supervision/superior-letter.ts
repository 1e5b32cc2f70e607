import { type Outcome, accepted, refuse } from '../refusal.js';
import type { Actor } from '../roles.js';
import type { LocalDate } from '../time/local-date.js';

/**
 * 上级督办件 of a superior without a node: its number and its date are registered from paper, and the answer is printed.
 * A superior of the network sends a supervision letter on its leg instead.
 */
export interface SuperiorLetter {
  readonly id: string;
  readonly caseId: string;
  readonly originNumber: string;
  /** The office that wrote, as its letter names it. */
  readonly from: string;
  readonly number: string;
  readonly receivedOn: LocalDate;
  /** The date that the letter itself sets. */
  readonly replyBy: LocalDate;
  readonly text: string;
  readonly answer?: {
    readonly on: LocalDate;
    readonly by: Actor;
    readonly number: string;
    readonly text: string;
  };
}

/** What the letter says of its days must be possible. */
export function noteSuperiorLetter(letter: SuperiorLetter, today: LocalDate): Outcome<SuperiorLetter> {
  if (letter.receivedOn > today) return refuse('date-in-future', { date: letter.receivedOn, today });
  if (letter.replyBy < letter.receivedOn) return refuse('date-before-event', { date: letter.replyBy });
  return accepted(letter);
}

/** Once; what is printed has a number of this office. */
export const answerSuperiorLetter = (
  letter: SuperiorLetter,
  answer: NonNullable<SuperiorLetter['answer']>,
): Outcome<SuperiorLetter> =>
  letter.answer === undefined
    ? accepted({ ...letter, answer })
    : refuse('replied-already', { number: letter.number, on: letter.answer.on });

/** The superior's date has passed without an answer, or the answer came after it. */
export const isSuperiorAnswerLate = ({ replyBy, answer }: SuperiorLetter, today: LocalDate): boolean =>
  (answer?.on ?? today) > replyBy;
