import { z } from 'zod';
import { clockTime, meetingDecision, stagedMeetingKind } from '../messages/meeting-notice.js';
import { day, text, unitId, uuid } from '../text.js';
import { actingAs, onMatter } from './on-matter.js';

/** 筹备 · 已通知 · 延期 · 已召开 · 已印发纪要 · 已取消. */
export const meetingState = z.enum(['PLANNED', 'CALLED', 'POSTPONED', 'HELD', 'CONCLUDED', 'CANCELLED']);

/* 会议: acts on a case (to propose it, to put it on an agenda, to decide it) and acts on the meeting itself. */

/** Absent: the case's one topic that waits. */
const topic = { topic: z.exactOptional(uuid) };

/** 提出议题. */
const proposeForMeeting = z.strictObject({
  ...onMatter,
  kind: stagedMeetingKind,
  why: text(4_000),
  /** 听取汇报: the leg whose holder is to report. */
  leg: z.exactOptional(uuid),
});

/** 列入议程. */
const admitTopic = z.strictObject({ ...onMatter, ...topic, meeting: uuid });

/** 不列入议程, or taken off it, with the reason. */
const declineTopic = z.strictObject({ ...onMatter, ...topic, reason: text(4_000) });

/** 议定: what the meeting decided on this case; written again until the minutes are issued. */
const decideTopic = z.strictObject({ ...onMatter, ...topic, decision: meetingDecision });

/** 提请指定: to the common superior, or to the 信访工作联席会议 (guard 13). */
const handOn = z.strictObject({ ...onMatter, reason: text(4_000) });

/** The acts on a case; part of ACTS. */
export const TOPIC_ACTS = {
  'propose-for-meeting': {
    on: 'cases',
    body: proposeForMeeting,
    zh: '提出议题',
    en: 'Propose a case for the agenda of a meeting.',
  },
  'admit-topic': {
    on: 'cases',
    body: admitTopic,
    zh: '列入议程',
    en: 'Put a proposed case on the agenda of a meeting.',
  },
  'decline-topic': {
    on: 'cases',
    body: declineTopic,
    zh: '不列入议程',
    en: 'Decline a proposed case, or take it off the agenda, with the reason.',
  },
  'decide-topic': {
    on: 'cases',
    body: decideTopic,
    zh: '记录议定事项',
    en: 'Record what the meeting decided on a case; its minutes carry it out.',
  },
  'hand-on': {
    on: 'cases',
    body: handOn,
    zh: '提请指定',
    en: 'Two bodies refused: hand the case on to who decides between them, with the paper trail.',
  },
} as const;

const onMeeting = { actor: actingAs, version: z.int().min(1) };
const appointed = {
  on: day,
  time: z.exactOptional(clockTime),
  place: z.exactOptional(text(200)),
};
/** Units that are asked to come. */
const units = z
  .array(unitId)
  .min(1)
  .max(50)
  .refine((list) => new Set(list).size === list.length, { error: 'names a unit twice' });

const plan = z.strictObject({
  actor: actingAs,
  kind: stagedMeetingKind,
  title: text(200),
  /** Units to be asked; the notice may name others. */
  members: z.exactOptional(units),
});

/** 会议通知; given again for another date, place, members or agenda. */
const giveNotice = z.strictObject({ ...onMeeting, ...appointed, members: z.exactOptional(units) });

/** 回执, by a member; by its keeper on paper. */
const confirmAttendance = z.strictObject({
  ...onMeeting,
  comes: z.boolean(),
  /** The post that comes. */
  who: z.exactOptional(text(80)),
  reason: z.exactOptional(text(400)),
});

const callOff = z.strictObject({ ...onMeeting, reason: text(4_000) });

const hold = z.strictObject({
  ...onMeeting,
  /** Default today; never a day to come. */
  on: z.exactOptional(day),
  present: z.array(unitId).max(50),
});

/** 扣除听证时间: days of a hearing are not counted on the leg's clock (L1 36). */
const excludeHearingDays = z.strictObject({ ...onMeeting, leg: uuid, from: day, to: day });

/** 印发纪要. `signedBy`: default everybody who was there. */
const issueMinutes = z.strictObject({ ...onMeeting, signedBy: z.exactOptional(z.array(unitId).max(50)) });

/**
 * The acts on a meeting: POST /api/meetings (plan-meeting), POST /api/meetings/{id}/{act}. A table of their own, because
 * a meeting is about several cases and its members hold none of them.
 */
export const MEETING_ACTS = {
  'plan-meeting': { body: plan, zh: '筹备会议', en: 'Plan a meeting.' },
  'give-notice': {
    body: giveNotice,
    zh: '发会议通知',
    en: 'Invite the members, with the papers that each may have; again when something changes.',
  },
  'confirm-attendance': { body: confirmAttendance, zh: '会议回执', en: 'A member says whether it comes.' },
  'postpone-meeting': { body: callOff, zh: '会议延期', en: 'Put the meeting off, with the reason.' },
  'cancel-meeting': { body: callOff, zh: '取消会议', en: 'Cancel the meeting; its topics wait for another.' },
  'hold-meeting': { body: hold, zh: '召开会议', en: 'Record that it was held, and who was there.' },
  'exclude-hearing-days': {
    body: excludeHearingDays,
    zh: '扣除听证时间',
    en: 'Record the days of a hearing, which are not counted.',
  },
  'issue-minutes': {
    body: issueMinutes,
    zh: '印发纪要',
    en: 'Issue the minutes: each decision is carried out, and binds those who signed.',
  },
} as const;

export type MeetingActName = keyof typeof MEETING_ACTS;
export type MeetingActBody<A extends MeetingActName> = z.infer<(typeof MEETING_ACTS)[A]['body']>;

/** What an act on a meeting answers. */
export const meetingAnswer = z.strictObject({
  meetingId: uuid,
  version: z.int(),
  state: meetingState,
  /** The number of the minutes. */
  number: z.exactOptional(text(80)),
  warnings: z.array(text(400)),
});
export type MeetingAnswer = z.infer<typeof meetingAnswer>;
