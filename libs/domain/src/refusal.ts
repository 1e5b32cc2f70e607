/**
 * Expected refusals are values: what was asked is not lawful now, and nothing has changed.
 * The slug is stable (API, wire, tests); `article` names the rule; `details` fill the sentence on screen.
 */
export const REFUSAL_SLUGS = [
  'not-in-this-state',
  'not-the-deciding-end',
  'role-not-allowed',
  'not-your-unit',
  'stale-version',
  'objection-only-once',
  'no-objection-by-minutes',
  'reason-required',
  'report-incomplete',
  'reviewer-is-handler',
  'slip-outstanding',
  'child-open',
  'limit-outlives-parent',
  'addressee-unknown',
  'addressee-not-linked',
  'addressee-not-competent',
  'through-lower-congress',
  'body-abolished',
  'not-the-successor',
  'no-succession',
  'respondent-is-reviewer',
  'accused-party',
  'accused-unresolved',
  'accused-not-waiting',
  'second-person-required',
  'nothing-redacted',
  'conflict-of-interest',
  'case-on-trial',
  'congress-does-not-decide',
  'open-leg',
  'not-notified',
  'not-answered',
  'already-notified',
  'not-a-consultation',
  'feedback-date-past',
  'date-in-future',
  'date-before-event',
  'lead-required',
  'meeting-party-unknown',
  'on-paper-only',
  'not-the-keeper',
  'unknown-leg',
  'unknown-case',
  'calendar-missing',
  'link-not-possible',
  'not-linked',
  'not-answered-elsewhere',
  'accepted-elsewhere',
  'nothing-to-ask',
  'asked-too-often',
  'extension-once',
  'extension-expired',
  'extension-over-cap',
  'extension-not-provided',
  'extension-past-limit',
  'clock-met',
  'clock-paused',
  'advised-already',
  'not-extended',
  'extension-relied-on',
  'hearing-counts',
  'paused-already',
  'not-paused',
  'pause-outside-clock',
  'pauses-overlap',
  'no-limit-to-extend',
  'approver-is-requester',
  'already-accepted',
  'barred-after-re-review',
  'review-too-late',
  'review-by-own-rules',
  'same-opinion',
  'representatives-at-most',
  'representatives-more-than-people',
  'corrected-where-registered',
  'nothing-corrected',
  'attachment-type',
  'attachment-damaged',
  'unknown-attachment',
  'enclosure-shows-petitioner',
  'enclosure-shows-accusation',
  'unknown-draft',
  'not-archived',
  'slips-used-up',
  'slip-out-of-turn',
  'no-reply-owed',
  'replied-already',
  'no-such-draft',
  'nothing-to-supervise',
  'selected-already',
  'urgency-unchanged',
  'no-letter-above',
  'nothing-to-read',
  'submitted-already',
  'unknown-task',
  'task-ended',
  'task-on-a-leg',
  'not-a-scan',
  'responsible-unchanged',
  'follow-up-by-the-office',
  'unknown-meeting',
  'unknown-topic',
  'on-agenda-already',
  'agenda-empty',
  'meeting-day-past',
  'nobody-to-invite',
  'notice-outdated',
  'signer-not-present',
  'hearing-days-counted',
  'not-for-this-meeting',
  'unit-named-twice',
  'topic-undecided',
  'not-two-refusals',
] as const;
export type RefusalSlug = (typeof REFUSAL_SLUGS)[number];

export interface Refusal {
  readonly ok: false;
  readonly slug: RefusalSlug;
  /** The article that forbids it, e.g. `信访工作条例30(3)`; absent for a rule of order only. */
  readonly article?: string;
  /** What fills the sentence: state, expected value, name of a unit. Never a person. */
  readonly details: Readonly<Record<string, string>>;
}

export interface Accepted<T> {
  readonly ok: true;
  readonly value: T;
}

export type Outcome<T> = Accepted<T> | Refusal;

export const accepted = <T>(value: T): Accepted<T> => ({ ok: true, value });

export const refuse = (
  slug: RefusalSlug,
  details: Readonly<Record<string, string>> = {},
  article?: string,
): Refusal => ({ ok: false, slug, details, ...(article === undefined ? {} : { article }) });
