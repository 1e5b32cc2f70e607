import { z } from 'zod';
import { taskView } from './task-view.js';
import { caseView } from './views.js';

/* What the screens read of leaders: the list of the day, instructions, tasks, the ledger; and of 回访. */

/** 批示. */
export const instructionView = z.strictObject({
  id: z.string(),
  caseId: z.string(),
  on: z.string(),
  at: z.string(),
  unit: z.string(),
  /** The leader's post. */
  leader: z.string(),
  text: z.string().nullable(),
  marks: z.array(
    z.strictObject({
      mark: z.enum(['read', 'agree', 'handle', 'study', 'report']),
      unit: z.string().nullable(),
      what: z.string().nullable(),
      due: z.string().nullable(),
    }),
  ),
  scan: z.strictObject({ attachment: z.string(), sha256: z.string() }).nullable(),
});

/** One case on a leader's list. */
export const readingEntry = z.strictObject({
  caseId: z.string(),
  originNumber: z.string(),
  version: z.int(),
  submittedOn: z.string(),
  /** The post that put it there. */
  submittedBy: z.string(),
  note: z.string().nullable(),
  /** Put there on this day; what waits longer is not new. */
  isNew: z.boolean(),
  waitingDays: z.int().min(0),
  /** 拟办: the latest proposal on file. */
  proposal: z.string().nullable(),
  instructed: z.boolean(),
  /** The case as lists show it, with its nearest clock. */
  case: caseView,
  summary: z.string().nullable(),
});

/** 当日阅件: what waits for a leader, urgent reports first and then the nearest end, and what was instructed on that day. */
export const readingList = z.strictObject({
  leader: z.string(),
  day: z.string(),
  waiting: z.int(),
  isNew: z.int(),
  items: z.array(readingEntry),
});

/** 批示告知: who is to know of an instruction, told at once. */
export const instructionNotice = z.strictObject({
  on: z.string(),
  unit: z.string(),
  recipient: z.string(),
  lines: z.array(
    z.strictObject({
      caseId: z.string(),
      originNumber: z.string(),
      at: z.string(),
      leader: z.string(),
      /** For the office: that there is an instruction. For a named unit: what it is asked, and by when. */
      text: z.string(),
    }),
  ),
});

/** 阅办台账: what a leader read, what was said, and what became of it. */
export const leaderLedger = z.strictObject({
  leader: z.string(),
  from: z.string(),
  to: z.string(),
  submitted: z.int(),
  waiting: z.int(),
  /** Only read (圈阅). */
  readOnly: z.int(),
  instructed: z.int(),
  tasks: z.strictObject({ open: z.int(), done: z.int(), withdrawn: z.int(), late: z.int() }),
  items: z.array(
    z.strictObject({
      caseId: z.string(),
      instruction: instructionView,
      originNumber: z.string(),
      state: z.string(),
      answeredOn: z.string().nullable(),
      tasks: z.array(taskView),
    }),
  ),
});

/** One 回访. Of the petitioner only what was said of the handling. */
export const followUpView = z.strictObject({
  id: z.string(),
  caseId: z.string(),
  on: z.string(),
  user: z.string(),
  how: z.string(),
  reached: z.boolean(),
  rating: z.enum(['satisfied', 'fairly-satisfied', 'dissatisfied', 'none']).nullable(),
  fulfilled: z.boolean().nullable(),
  note: z.string().nullable(),
  unit: z.string().nullable(),
});

const figures = z.strictObject({
  asked: z.int(),
  reached: z.int(),
  rated: z.int(),
  satisfied: z.int(),
});

/** 参评率 = rated ÷ asked, 满意率 = (满意 + 基本满意) ÷ rated; of all, and by the unit that handled. */
export const followUpFigures = figures.extend({
  month: z.string(),
  units: z.array(figures.extend({ unit: z.string(), name: z.string() })),
});

export type InstructionView = z.infer<typeof instructionView>;
export type ReadingEntry = z.infer<typeof readingEntry>;
export type ReadingList = z.infer<typeof readingList>;
export type InstructionNotice = z.infer<typeof instructionNotice>;
export type LeaderLedger = z.infer<typeof leaderLedger>;
export type FollowUpView = z.infer<typeof followUpView>;
export type FollowUpFigures = z.infer<typeof followUpFigures>;
