import { z } from 'zod';
import { day, text, unitId, uuid } from '../text.js';

/** 协调会, 专题会议, 人大信访联席会, 交办会, 听取汇报. */
export const meetingKind = z.enum(['coordination', 'special', 'joint', 'handover', 'hearing-a-report']);

/** `huiyin.meeting.minutes.v1`: what a meeting decided, to every party; minutes bind those who sign (guard 13). */
export const meetingMinutes = z.looseObject({
  meetingId: uuid,
  originNumber: text(40),
  number: text(80),
  kind: meetingKind,
  convenedBy: unitId,
  heldOn: day,
  parties: z.array(unitId).min(1).max(50),
  decides: z.strictObject({
    lead: unitId,
    co: z.array(unitId).max(50),
    days: z.int().min(1).max(3650),
    signedBy: z.array(unitId).max(50),
    /** 同类事项: from now on matters of this topic go to this unit. */
    forThisKind: z.exactOptional(z.strictObject({ topic: text(120), to: unitId })),
  }),
});
