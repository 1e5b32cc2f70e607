import type { ActName, MeetingActName } from '#contract';

/**
 * What a committee does: signs the review slip on results, and handles or coordinates items of its field. Dispatching to agencies, numbered by
 * the petition office, comes with its own screens: until then it sends nothing.
 */
export const committeeActs = [
  'notify',
  'note-no-notice',
  'declare-conflict',
  'sign',
  'accept',
  'object',
  'report',
  'enclose',
  'review-slip',
  'serve-answer',
  'request-extension',
  'approve-extension',
  'refuse-extension',
  'answer-advice',
  'revoke-extension',
  'pause-for-hearing',
  'resume-after-hearing',
  'mediated',
  'confirm',
  'close',
  'read-supervision',
  'reply-to-supervision',
  'interim-report',
  'hand-to-successor',
  'countersign-succession',
] as const satisfies readonly ActName[];

/** What it does about meetings: it says whether it comes. */
export const committeeMeetingActs = ['confirm-attendance'] as const satisfies readonly MeetingActName[];
