import { ACTS, MEETING_ACTS, day, text, unitId } from '#contract';
import { z } from 'zod';
import { stagedMeetingWord } from './casebook-words.js';

/*
 * The steps of a meeting. A story tells of one case and a meeting may decide several, so a step names its meeting by
 * the title under which it was planned.
 */

const meeting = { meeting: text(200) };
const units = z.array(unitId).min(1).max(50);
const shape = {
  notice: MEETING_ACTS['give-notice'].body.shape,
  confirm: MEETING_ACTS['confirm-attendance'].body.shape,
} as const;

/** Keys of the steps that are acts on the case. */
export const TOPIC_STEPS = {
  /** `of`: the unit whose leg is to be reported on. */
  'propose-for-meeting': { kind: stagedMeetingWord, why: text(4_000), of: z.exactOptional(unitId) },
  'admit-topic': meeting,
  'decline-topic': { reason: text(4_000) },
  'decide-topic': { decision: ACTS['decide-topic'].body.shape.decision },
  'hand-on': { reason: text(4_000) },
} as const;

/** Keys of the steps that are acts on the meeting. `day`: the day of the meeting, since `on` is the day of the step. */
export const MEETING_STEPS = {
  'plan-meeting': { ...meeting, kind: stagedMeetingWord, members: z.exactOptional(units) },
  'give-notice': {
    ...meeting,
    day,
    time: shape.notice.time,
    place: shape.notice.place,
    members: z.exactOptional(units),
  },
  'confirm-attendance': {
    ...meeting,
    comes: z.boolean(),
    who: shape.confirm.who,
    reason: shape.confirm.reason,
  },
  'postpone-meeting': { ...meeting, reason: text(4_000) },
  'cancel-meeting': { ...meeting, reason: text(4_000) },
  'hold-meeting': { ...meeting, present: z.array(unitId).max(50) },
  /** `of`: the unit whose leg the hearing was about. */
  'exclude-hearing-days': { ...meeting, of: unitId, from: day, to: day },
  'issue-minutes': { ...meeting, signedBy: z.exactOptional(z.array(unitId).max(50)) },
} as const;
