import { z } from 'zod';
import { supervisionKind } from '../messages/supervision.js';
import { lamp, role } from '../words.js';

/* What the screens read of 催办 and 督办. Everything names units and matters; no petitioner, and in the bulletin no person. */

const signer = z.strictObject({ unit: z.string(), user: z.string(), role });

/** One call, slip or letter on a leg, with its ticks. */
export const supervisionView = z.strictObject({
  id: z.string(),
  caseId: z.string(),
  legId: z.string(),
  originNumber: z.string(),
  kind: supervisionKind,
  /** Slip 1, slip 2; calls and letters are counted too. */
  ordinal: z.int(),
  number: z.string(),
  from: z.string(),
  to: z.string(),
  issuedOn: z.string(),
  by: signer,
  text: z.string(),
  spokeWith: z.string().nullable(),
  promised: z.string().nullable(),
  copyToHead: z.boolean(),
  /** 上级督办件: the number of the letter from above. */
  under: z.string().nullable(),
  /** The instant at which the holder's node confirmed it; of an act inside this node, of the act. */
  delivered: z.string().nullable(),
  /** Not taken in there, and why. */
  refused: z.string().nullable(),
  readOn: z.string().nullable(),
  readBy: z.string().nullable(),
  /** Letters: by when an answer is due; calls and slips have none. */
  replyDue: z.string().nullable(),
  replyProvisional: z.boolean(),
  /** The reply date has passed, or the reply came after it. */
  late: z.boolean(),
  lamp: lamp.nullable(),
  reply: z
    .strictObject({ on: z.string(), number: z.string(), adopted: z.boolean(), text: z.string() })
    .nullable(),
  /** What brought it to rest: an interim report, the result, the reply, or the end of the leg. */
  settled: z.strictObject({ on: z.string(), how: z.string() }).nullable(),
});

/** A rung of the ladder that the system drafted for the supervisor to sign. */
export const supervisionDraft = z.strictObject({
  caseId: z.string(),
  legId: z.string(),
  originNumber: z.string(),
  to: z.string(),
  draft: z.enum(['slip-1', 'slip-2', 'letter', 'hearing']),
  /** The day it was drafted. */
  on: z.string(),
  /** The end that was missed. */
  due: z.string(),
  text: z.string(),
});

/** What one person is told on one day, in one notice. */
export const noticeDigest = z.strictObject({
  on: z.string(),
  unit: z.string(),
  /** The post. */
  recipient: z.string(),
  lines: z.array(
    z.strictObject({
      caseId: z.string(),
      legId: z.string(),
      originNumber: z.string(),
      due: z.string(),
      text: z.string(),
    }),
  ),
});

/** 重点督办件 of a month, with 反馈率 = answered ÷ selected. */
export const selectionView = z.strictObject({
  month: z.string(),
  selected: z.int(),
  answered: z.int(),
  items: z.array(
    z.strictObject({
      caseId: z.string(),
      originNumber: z.string(),
      why: z.enum(['monthly', 'late', 'instructed']),
      on: z.string(),
      answeredOn: z.string().nullable(),
    }),
  ),
});

/** 逾期通报: the units that were late in a month; matters and units only. */
export const bulletinView = z.strictObject({
  month: z.string(),
  units: z.array(
    z.strictObject({
      unit: z.string(),
      name: z.string(),
      overdue: z.int(),
      stillOpen: z.int(),
      items: z.array(
        z.strictObject({
          originNumber: z.string(),
          letterNumber: z.string(),
          due: z.string(),
          /** The day it was done; null while it runs. */
          doneOn: z.string().nullable(),
          daysLate: z.int(),
        }),
      ),
    }),
  ),
});

/** 上级督办件 of a superior without a node, with its answer. */
export const superiorLetterView = z.strictObject({
  id: z.string(),
  caseId: z.string(),
  originNumber: z.string(),
  from: z.string(),
  number: z.string(),
  receivedOn: z.string(),
  replyBy: z.string(),
  late: z.boolean(),
  answer: z.strictObject({ on: z.string(), number: z.string() }).nullable(),
});

export type SuperiorLetterView = z.infer<typeof superiorLetterView>;
export type SupervisionView = z.infer<typeof supervisionView>;
export type SupervisionDraft = z.infer<typeof supervisionDraft>;
export type NoticeDigest = z.infer<typeof noticeDigest>;
export type SelectionView = z.infer<typeof selectionView>;
export type BulletinView = z.infer<typeof bulletinView>;
