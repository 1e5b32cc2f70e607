import type { ActName } from '#contract';

/**
 * What a congress's petition office, of any level does: everything that a petition office does. It never issues the decision of another body (guard 8): what it serves is its
 * own answer, and the leg's state and holder are judged by the office itself.
 */
export const cityActs = [
  'register',
  'propose',
  'instruct',
  'refer',
  'assign',
  'notify',
  'note-no-notice',
  'meeting',
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
