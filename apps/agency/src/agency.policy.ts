import type { ActName, MeetingActName } from '#contract';

/**
 * What an agency, court, procuratorate or discipline organ does: signs, objects, accepts, handles, reports, and serves its answer. It never refers, assigns, convenes or reviews: it is
 * the one whose result is judged.
 */
export const agencyActs = [
  'notify',
  'note-no-notice',
  'declare-conflict',
  'sign',
  'accept',
  'object',
  'report',
  'enclose',
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
export const agencyMeetingActs = ['confirm-attendance'] as const satisfies readonly MeetingActName[];
