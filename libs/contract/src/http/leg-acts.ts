import { z } from 'zod';
import { day, days, text, unitId } from '../text.js';
import { enclose } from './enclosure-acts.js';
import { redacted } from './guard-acts.js';
import { onMatter } from './on-matter.js';
import { reportBody } from './report-body.js';

/* Bodies of acts on a leg that concern its limit, its recall and its settlement by agreement. */

/** 申请延期: `of` C4 is the legal limit (the unit's head decides), C4' the assigner's (the assigner decides). */
const requestExtension = z.strictObject({
  ...onMatter,
  of: z.exactOptional(z.enum(['C4', "C4'"])),
  /** Calendar days from the raw end of the first period. */
  days: days.max(365),
  reason: text(4_000),
});

/** 批准延期: `told` says how the petitioner is told of it (L1 34). */
const approveExtension = z.strictObject({ ...onMatter, told: text(400) });

/** 撤销延期批准: by whoever approved it, while the first date has not passed. */
const revokeExtension = z.strictObject({
  ...onMatter,
  of: z.enum(['C4', "C4'"]),
  reason: text(4_000),
});

/** 听证中止计时: `from` is the first day that is not counted; absent: today. It lies on or before today. */
const pauseForHearing = z.strictObject({
  ...onMatter,
  from: z.exactOptional(day),
  reason: text(400),
});

/** 听证后恢复计时: `until` is the last day that is not counted; absent: today. It lies on or before today. */
const resumeAfterHearing = z.strictObject({ ...onMatter, until: z.exactOptional(day) });

const refuseExtension = z.strictObject({ ...onMatter, reason: text(4_000) });

/** 撤回: asked of the receiver, which has sealed its copy when the leg comes back as recalled. */
export const recall = z.strictObject({ ...onMatter, reason: text(4_000) });

/** 调解、和解: the parties agreed (L1 33); the agreement is the result. */
export const mediated = z.strictObject({ ...onMatter, ...reportBody, enclose });

/** 申请复查, then 复核: the petitioner's request, entered by the office that sent the leg. */
export const applyForReview = z.strictObject({ ...onMatter, reason: text(4_000) });

/** 复查意见, 复核意见: `told` says how it reached the petitioner (uphold); `defects` what is decided again (change). */
export const decideReview = z.strictObject({
  ...onMatter,
  verdict: z.enum(['uphold', 'change-or-revoke']),
  /** 文号 of the review body's decision. */
  number: text(80),
  told: z.exactOptional(text(400)),
  defects: z.exactOptional(z.array(text(2_000)).max(50)),
});

/** 转下级办理: whole, or the redacted copy that was drafted. */
export const passOn = z.strictObject({
  ...onMatter,
  to: unitId,
  note: z.exactOptional(text(4_000)),
  redacted,
  enclose,
});

/** 送达: the written answer reached the petitioner, or the lawful reason why not. */
export const serveAnswer = z.strictObject({
  ...onMatter,
  how: text(400),
  proof: z.exactOptional(text(400)),
  /** Not answered: `how` is the lawful reason why not. */
  notAnswered: z.exactOptional(z.boolean()),
});

/** The acts that concern the end of a running clock. */
export const LIMIT_ACTS = {
  'request-extension': {
    on: 'legs',
    body: requestExtension,
    zh: '申请延期',
    en: 'Ask for more time, once, before the end.',
  },
  'approve-extension': {
    on: 'legs',
    body: approveExtension,
    zh: '批准延期',
    en: 'Approve an extension; the petitioner is told.',
  },
  'refuse-extension': {
    on: 'legs',
    body: refuseExtension,
    zh: '不予延期',
    en: 'Refuse an extension, with the reason.',
  },
  'revoke-extension': {
    on: 'legs',
    body: revokeExtension,
    zh: '撤销延期批准',
    en: 'Take an approved extension back; the first date stands again.',
  },
  'pause-for-hearing': {
    on: 'legs',
    body: pauseForHearing,
    zh: '听证中止计时',
    en: 'A hearing begins: its days are left out of the clocks whose rule says so.',
  },
  'resume-after-hearing': {
    on: 'legs',
    body: resumeAfterHearing,
    zh: '听证后恢复计时',
    en: 'The hearing is over: the clocks run on and end later by its days.',
  },
} as const;
