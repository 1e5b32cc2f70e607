import { z } from 'zod';
import { meetingDecision, stagedMeetingKind } from '../messages/meeting-notice.js';
import { meetingView } from './views.js';

/* What the screens read of meetings. */

export const topicState = z.enum(['PROPOSED', 'ADMITTED', 'DECIDED', 'SETTLED', 'DECLINED']);
/** done 已落实 · done-late 逾期落实 · open 办理中 · late 逾期未落实 · nothing-to-do 无须落实. */
export const fulfilment = z.enum(['done', 'done-late', 'open', 'late', 'nothing-to-do']);

/** One leg that a decision made, and how far it is. */
const followedLeg = z.strictObject({
  legId: z.string(),
  unit: z.string(),
  due: z.string().nullable(),
  doneOn: z.string().nullable(),
  state: fulfilment,
});

/** 议题. */
export const topicView = z.strictObject({
  id: z.string(),
  caseId: z.string(),
  originNumber: z.string(),
  wanted: stagedMeetingKind,
  why: z.string(),
  legId: z.string().nullable(),
  proposedBy: z.strictObject({ unit: z.string(), user: z.string() }),
  proposedOn: z.string(),
  state: topicState,
  meetingId: z.string().nullable(),
  declined: z.strictObject({ on: z.string(), reason: z.string() }).nullable(),
  decision: meetingDecision.nullable(),
  /** 落实情况, computed from the legs that the minutes made; null before. */
  fulfilment: z.strictObject({ state: fulfilment, legs: z.array(followedLeg) }).nullable(),
});

/** A member as its convener sees it. */
export const memberView = z.strictObject({
  unit: z.string(),
  name: z.string(),
  /** Topics whose papers it may have. */
  topics: z.array(z.string()),
  attendance: z
    .strictObject({
      comes: z.boolean(),
      who: z.string().nullable(),
      reason: z.string().nullable(),
      on: z.string(),
    })
    .nullable(),
  present: z.boolean().nullable(),
  signed: z.boolean().nullable(),
});

/** What a member was sent: nothing of a topic that is walled off from it. */
export const seatView = z.strictObject({
  unit: z.string(),
  /** Of its latest notice. */
  revision: z.int(),
  comes: z.boolean().nullable(),
  topics: z.array(
    z.strictObject({
      originNumber: z.string(),
      about: z.string(),
      /** Gone once the minutes are out or the meeting is cancelled. */
      papers: z.strictObject({ place: z.string(), summary: z.string(), request: z.string() }).nullable(),
      decision: meetingDecision.nullable(),
    }),
  ),
});

/** One meeting whole: at its convener with agenda and members, at a member what it was sent. */
export const meetingDetail = meetingView.extend({
  version: z.int(),
  time: z.string().nullable(),
  place: z.string().nullable(),
  reason: z.string().nullable(),
  topics: z.array(topicView),
  members: z.array(memberView),
  signedBy: z.array(z.string()),
  notSigned: z.array(z.string()),
  hearings: z.array(
    z.strictObject({ caseId: z.string(), legId: z.string(), from: z.string(), to: z.string() }),
  ),
  seats: z.array(seatView),
});

export type MeetingDetail = z.infer<typeof meetingDetail>;
export type TopicView = z.infer<typeof topicView>;
