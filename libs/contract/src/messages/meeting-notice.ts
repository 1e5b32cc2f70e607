import { z } from 'zod';
import { day, days, text, unitId, uuid } from '../text.js';
import { actor } from './leg.js';
import { meetingKind } from './meeting.js';

/*
 * What a meeting sends to its members, on the stream of the meeting. Every notice has a revision: one that is not newer
 * than what is known changes nothing, so that duplicates and late ones do no harm. No petitioner's name is part of it.
 */

/** The kinds of version 1, and 主任会议. */
export const stagedMeetingKind = z.enum([...meetingKind.options, 'directors']);

/** 交办会 hands over lists; more than this is several meetings. */
export const MOST_TOPICS = 200;

/** `HH:MM`, local time. */
export const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/u, { error: 'is not a time such as 09:30' });

const heading = {
  meetingId: uuid,
  kind: stagedMeetingKind,
  title: text(200),
  convenedBy: unitId,
  /** The member that this is for. */
  unit: unitId,
};

/**
 * `huiyin.meeting.notice.v1`: when, where, about what; or that it is put off or not held. The list of topics is whole:
 * papers of a topic that stands no longer on it are given back.
 */
export const meetingNotice = z.looseObject({
  ...heading,
  revision: z.int().min(1).max(1000),
  status: z.enum(['called', 'postponed', 'cancelled']),
  on: z.exactOptional(day),
  time: z.exactOptional(clockTime),
  place: z.exactOptional(text(200)),
  /** Why it is put off or not held. */
  reason: z.exactOptional(text(4_000)),
  topics: z
    .array(z.strictObject({ topicId: uuid, originNumber: text(40), about: text(200) }))
    .max(MOST_TOPICS),
});

/** `huiyin.meeting.papers.v1`: the papers of one topic, as far as this member may have them. */
export const meetingPapers = z.looseObject({
  meetingId: uuid,
  unit: unitId,
  revision: z.int().min(1).max(1000),
  topicId: uuid,
  originNumber: text(40),
  place: text(200),
  summary: text(20_000),
  request: text(4_000),
  /** True: an accusation; the papers go no further. */
  guarded: z.exactOptional(z.literal(true)),
});

/** `huiyin.meeting.attendance.v1`: the member's answer to one notice. */
export const meetingAttendance = z.looseObject({
  meetingId: uuid,
  unit: unitId,
  attendance: z.strictObject({
    revision: z.int().min(1).max(1000),
    comes: z.boolean(),
    /** The post that comes. */
    who: z.exactOptional(text(80)),
    reason: z.exactOptional(text(400)),
    on: day,
    by: actor,
  }),
});

/** What was decided on one case. */
export const meetingDecision = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('assign'),
    lead: unitId,
    co: z.array(unitId).max(50),
    /** Days from the minutes' date. */
    days,
    /** 同类事项: from now on matters of this topic go to this unit. */
    forThisKind: z.exactOptional(z.strictObject({ topic: text(120), to: unitId })),
  }),
  z.strictObject({
    kind: z.literal('handover'),
    receivers: z
      .array(z.strictObject({ to: unitId, days: z.exactOptional(days) }))
      .min(1)
      .max(50),
  }),
  z.strictObject({ kind: z.literal('adjourn'), reason: text(4_000) }),
  z.strictObject({ kind: z.literal('hand-on'), reason: text(4_000) }),
  z.strictObject({
    kind: z.literal('heard'),
    text: text(4_000),
    /** By when the unit reports again. */
    reportBy: z.exactOptional(day),
    /** Proposes the next rung of the ladder: 协调会, 主任会议. */
    next: z.exactOptional(z.enum(['coordination', 'directors'])),
  }),
  z.strictObject({
    kind: z.literal('instrument'),
    /** 专题询问, 质询. */
    instrument: z.enum(['special-inquiry', 'questioning']),
    text: text(4_000),
  }),
]);

/**
 * `huiyin.meeting.minutes.v2`: minutes of one or several cases. What they say of each case follows in messages of its
 * own, so that a meeting with a long agenda stays within the bounds of the wire.
 */
export const meetingMinutesV2 = z.looseObject({
  ...heading,
  number: text(80),
  heldOn: day,
  present: z.array(unitId).max(50),
  signedBy: z.array(unitId).max(50),
  /** Present and not signed: not bound (guard 13). */
  notSigned: z.array(unitId).max(50),
});

/** `huiyin.meeting.decision.v1`: what the minutes say of one case, to each member that may know of it. */
export const meetingDecided = z.looseObject({
  meetingId: uuid,
  unit: unitId,
  topicId: uuid,
  originNumber: text(40),
  decision: meetingDecision,
});
