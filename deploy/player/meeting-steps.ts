import { ACTS, MEETING_ACTS, day, text, unitId } from '#contract';
import { z } from 'zod';
import { stagedMeetingWord } from './casebook-words.js';

/*
 * The steps of a meeting. A story tells of one case and a meeting may decide several, so a step names its meeting by
 * the title under which it was planned.
 */

const meeting = { meeting: text(200).describe('The title under which the meeting was planned.') };
const units = z.array(unitId).min(1).max(50);
const shape = {
  notice: MEETING_ACTS['give-notice'].body.shape,
  confirm: MEETING_ACTS['confirm-attendance'].body.shape,
} as const;

/** Keys of the steps that are acts on the case. */
export const TOPIC_STEPS = {
  'propose-for-meeting': {
    kind: stagedMeetingWord,
    why: text(4_000),
    of: z.exactOptional(unitId).describe('The unit whose leg is to be reported on.'),
  },
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
    day: day.describe('The day of the meeting.'),
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
  'exclude-hearing-days': {
    ...meeting,
    of: unitId.describe('The unit whose leg the hearing was about.'),
    first: day.describe('The first day of the hearing.'),
    last: day.describe('Its last day.'),
  },
  'issue-minutes': { ...meeting, signedBy: z.exactOptional(z.array(unitId).max(50)) },
} as const;

/** The units that a step of a meeting names, beside the one that acts. */
export function unitsAtMeeting(step: object): readonly string[] {
  const lists = ['members', 'present', 'signedBy'].flatMap((key) => listAt(step, key));
  // `of` names a clock in steps that are no step of a meeting.
  const ofMeeting = 'meeting' in step || 'why' in step;
  const of = ofMeeting && 'of' in step && typeof step.of === 'string' ? [step.of] : [];
  const decision = 'decision' in step && typeof step.decision === 'object' ? (step.decision ?? {}) : {};
  const lead = 'lead' in decision && typeof decision.lead === 'string' ? [decision.lead] : [];
  const receivers = 'receivers' in decision && Array.isArray(decision.receivers) ? decision.receivers : [];
  return [...lists, ...of, ...lead, ...listAt(decision, 'co'), ...receivers.flatMap((one) => unitAt(one))];
}

const listAt = (one: object, key: string): readonly string[] => {
  const list: unknown = Object.entries(one).find(([name]) => name === key)?.[1];
  return Array.isArray(list) ? list.filter((unit) => typeof unit === 'string') : [];
};

const unitAt = (receiver: unknown): readonly string[] =>
  typeof receiver === 'object' && receiver !== null && 'to' in receiver && typeof receiver.to === 'string'
    ? [receiver.to]
    : [];
