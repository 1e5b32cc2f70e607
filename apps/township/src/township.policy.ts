import type { ActName } from '#contract';

/**
 * What a township presidium does: registers at the counter, receives, passes on to the township government, which works the matter, checks and reports
 * back. It sends nothing to other offices: that is the city's (domain.md §1).
 */
export const townshipActs = [
  'register',
  'propose',
  'instruct',
  'notify',
  'note-no-notice',
  'answer-on-the-spot',
  'confirm',
  'close',
  'sign',
  'accept',
  'object',
  'agree-return',
  'confirm-assignment',
  'pass-on',
  'report',
  'report-up',
  'review',
  'serve-answer',
  'request-extension',
  'approve-extension',
  'refuse-extension',
  'recall',
  'mediated',
] as const satisfies readonly ActName[];
