import {
  type LEG_EVENT_DATA,
  legEventOf,
  legIdentity,
  legSealed,
  legSent,
  recallAsked,
  recallRefused,
} from './leg.js';
import { adviceAnswered, legAdvised } from './advice.js';
import { enclosureTaken, legEnclosed } from './enclosure.js';
import { limitShortened, revocationAsked, revocationRefused } from './limits.js';
import { matterAnswered, matterAsked } from './matter.js';
import { meetingMinutes } from './meeting.js';
import {
  meetingAttendance,
  meetingDecided,
  meetingMinutesV2,
  meetingNotice,
  meetingPapers,
} from './meeting-notice.js';
import { legSupervised, legUrgency, supervisionRead, supervisionReplied } from './supervision.js';
import { sendBackAsked, sendBackRefused } from './send-back.js';
import { moveAsked, movedHere, moveSettled, successionOffered, successionSigned } from './succession.js';
import type { NodeRole } from '../directory.js';

/*
 * The catalogue: every message that may cross from one office to another, who may send it and who takes it in.
 * The role of the sender is the role of its node in the network directory, never what the message says.
 */

const OFFICES = ['city'] as const;
/** Congress offices that register: whoever may be complained of to them neither asks nor is asked. */
const REGISTERING = ['city', 'township'] as const;
const ALL = ['city', 'township', 'committee', 'agency'] as const;

/** Events that the receiver of a leg decides; they travel to the office that sent it. */
const fromReceiver = <T extends keyof typeof LEG_EVENT_DATA>(type: T) =>
  ({ schema: legEventOf(type), from: ALL, to: OFFICES, end: 'receiver' }) as const;

/** Events that the sender of a leg decides; they travel to whoever holds it. */
const fromSender = <T extends keyof typeof LEG_EVENT_DATA>(type: T) =>
  ({ schema: legEventOf(type), from: OFFICES, to: ALL, end: 'sender' }) as const;

/** Events that either end decides, each in its own state or by its own right. */
const fromEither = <T extends keyof typeof LEG_EVENT_DATA>(type: T) =>
  ({ schema: legEventOf(type), from: ALL, to: ALL, end: 'either' }) as const;

/** Message type → schema of its `data`, roles that may send it, roles that take it in, deciding end. */
export const CATALOGUE = {
  'huiyin.leg.sent.v1': { schema: legSent, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.leg.identity.v1': { schema: legIdentity, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.leg.sealed.v1': { schema: legSealed, from: ALL, to: OFFICES, end: 'receiver' },
  'huiyin.leg.enclosed.v1': { schema: legEnclosed, from: ALL, to: ALL, end: 'either' },
  'huiyin.leg.enclosure-taken.v1': { schema: enclosureTaken, from: ALL, to: ALL, end: 'either' },
  'huiyin.leg.recall-asked.v1': { schema: recallAsked, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.leg.recall-refused.v1': { schema: recallRefused, from: ALL, to: OFFICES, end: 'receiver' },
  'huiyin.leg.advised.v1': { schema: legAdvised, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.leg.advice-answered.v1': { schema: adviceAnswered, from: ALL, to: OFFICES, end: 'receiver' },
  'huiyin.leg.limit-shortened.v1': { schema: limitShortened, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.leg.revocation-asked.v1': { schema: revocationAsked, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.leg.revocation-refused.v1': { schema: revocationRefused, from: ALL, to: OFFICES, end: 'receiver' },
  'huiyin.leg.send-back-asked.v1': { schema: sendBackAsked, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.leg.send-back-refused.v1': { schema: sendBackRefused, from: ALL, to: OFFICES, end: 'receiver' },
  'huiyin.meeting.minutes.v1': { schema: meetingMinutes, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.meeting.minutes.v2': { schema: meetingMinutesV2, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.meeting.decision.v1': { schema: meetingDecided, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.meeting.notice.v1': { schema: meetingNotice, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.meeting.papers.v1': { schema: meetingPapers, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.meeting.attendance.v1': { schema: meetingAttendance, from: ALL, to: OFFICES, end: 'receiver' },
  'huiyin.leg.remind.v1': { schema: legSupervised, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.leg.supervise.v1': { schema: legSupervised, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.leg.supervision-read.v1': { schema: supervisionRead, from: ALL, to: OFFICES, end: 'receiver' },
  'huiyin.leg.supervision-reply.v1': { schema: supervisionReplied, from: ALL, to: OFFICES, end: 'receiver' },
  'huiyin.leg.urgency.v1': { schema: legUrgency, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.matter.asked.v1': { schema: matterAsked, from: REGISTERING, to: REGISTERING, end: 'either' },
  'huiyin.matter.answered.v1': { schema: matterAnswered, from: REGISTERING, to: REGISTERING, end: 'either' },
  'huiyin.leg.succession-offered.v1': { schema: successionOffered, from: ALL, to: ALL, end: 'either' },
  'huiyin.leg.succession-signed.v1': { schema: successionSigned, from: ALL, to: ALL, end: 'either' },
  'huiyin.leg.move-asked.v1': { schema: moveAsked, from: ALL, to: OFFICES, end: 'receiver' },
  'huiyin.leg.moved-here.v1': { schema: movedHere, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.leg.move-settled.v1': { schema: moveSettled, from: OFFICES, to: ALL, end: 'sender' },
  'huiyin.leg.arrive.v1': fromReceiver('arrive'),
  'huiyin.leg.sign.v1': fromReceiver('sign'),
  'huiyin.leg.sign-by-minutes.v1': fromReceiver('sign-by-minutes'),
  'huiyin.leg.refuse-by-guard.v1': fromReceiver('refuse-by-guard'),
  'huiyin.leg.recall.v1': fromReceiver('recall'),
  'huiyin.leg.object.v1': fromReceiver('object'),
  'huiyin.leg.agree-return.v1': fromSender('agree-return'),
  'huiyin.leg.confirm-assignment.v1': fromSender('confirm-assignment'),
  'huiyin.leg.accept.v1': fromReceiver('accept'),
  'huiyin.leg.deem-accepted.v1': fromReceiver('deem-accepted'),
  'huiyin.leg.pass-on.v1': fromReceiver('pass-on'),
  'huiyin.leg.handle.v1': fromReceiver('handle'),
  'huiyin.leg.convene.v1': fromEither('convene'),
  'huiyin.leg.return-by-minutes.v1': fromSender('return-by-minutes'),
  'huiyin.leg.wait-by-minutes.v1': fromReceiver('wait-by-minutes'),
  'huiyin.leg.objection-stands.v1': fromSender('objection-stands'),
  'huiyin.leg.back-in-hand.v1': fromReceiver('back-in-hand'),
  'huiyin.leg.notify.v1': fromReceiver('notify'),
  'huiyin.leg.request-extension.v1': fromReceiver('request-extension'),
  'huiyin.leg.approve-extension.v1': fromEither('approve-extension'),
  'huiyin.leg.refuse-extension.v1': fromEither('refuse-extension'),
  'huiyin.leg.lapse-extension.v1': fromEither('lapse-extension'),
  'huiyin.leg.revoke-extension.v1': fromReceiver('revoke-extension'),
  'huiyin.leg.interim-report.v1': fromReceiver('interim-report'),
  'huiyin.leg.pause-for-hearing.v1': fromEither('pause-for-hearing'),
  'huiyin.leg.resume-after-hearing.v1': fromEither('resume-after-hearing'),
  'huiyin.leg.recount.v1': fromEither('recount'),
  'huiyin.leg.children-done.v1': fromReceiver('children-done'),
  'huiyin.leg.report.v1': fromReceiver('report'),
  'huiyin.leg.mediated.v1': fromReceiver('mediated'),
  'huiyin.leg.lead-into-procedure.v1': fromReceiver('lead-into-procedure'),
  'huiyin.leg.pass.v1': fromSender('pass'),
  'huiyin.leg.take-note.v1': fromSender('take-note'),
  'huiyin.leg.supplement.v1': fromEither('supplement'),
  'huiyin.leg.redo.v1': fromEither('redo'),
  'huiyin.leg.serve.v1': fromEither('serve'),
  'huiyin.leg.answered-below.v1': fromReceiver('answered-below'),
  'huiyin.leg.apply-for-review.v1': fromSender('apply-for-review'),
  'huiyin.leg.uphold.v1': fromSender('uphold'),
  'huiyin.leg.change-or-revoke.v1': fromSender('change-or-revoke'),
} as const;

export type MessageType = keyof typeof CATALOGUE;

/** The message types that a node of this role takes in; its inbound table must name each one. */
export type InboundType<R extends NodeRole> = {
  [T in MessageType]: R extends (typeof CATALOGUE)[T]['to'][number] ? T : never;
}[MessageType];

export const isMessageType = (value: string): value is MessageType => Object.hasOwn(CATALOGUE, value);

/** Whether a node of this role may send this type at all; the leg's state is judged by the casework. */
export const maySend = (role: NodeRole, type: MessageType): boolean =>
  CATALOGUE[type].from.some((allowed) => allowed === role);
