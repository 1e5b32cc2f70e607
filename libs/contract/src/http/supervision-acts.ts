import { z } from 'zod';
import { urgency } from '../messages/supervision.js';
import { day, period, text, uuid } from '../text.js';
import { onMatter } from './on-matter.js';

/* 催办与督办: numbered acts of the sender on a leg, and the holder's answers. */

const wording = { text: z.exactOptional(text(4_000)) };

/** 催办: a call (who was spoken to, what was promised) or slip 1 or 2. */
const remind = z
  .strictObject({
    ...onMatter,
    how: z.enum(['telephone', 'slip']),
    /** Calls: the post that was spoken to. */
    spokeWith: z.exactOptional(text(80)),
    /** Calls: what was promised; required for them. */
    promised: z.exactOptional(text(4_000)),
    /** Slips: which one the supervisor means; refused when another is next. */
    number: z.exactOptional(z.int().min(1).max(2)),
    ...wording,
  })
  .refine((body) => body.how === 'slip' || body.promised !== undefined, {
    error: 'says what was promised on the telephone',
    path: ['promised'],
  });

/** 督办函: must be answered within a period from today; without one the network's setting. */
const supervise = z.strictObject({
  ...onMatter,
  replyWithin: z.exactOptional(period),
  /** 上级督办件: the letter from above that this one passes on; its date is never outlived. */
  under: z.exactOptional(uuid),
  ...wording,
});

/** 列为重点督办件: chosen for the month, because it is late, or because a leader said so. */
const selectForSupervision = z.strictObject({
  ...onMatter,
  why: z.enum(['monthly', 'late', 'instructed']),
  /** With a 督办函 to every unit that holds an open leg sent from here. */
  letter: z.exactOptional(z.boolean()),
  replyWithin: z.exactOptional(period),
  ...wording,
});

/** 签阅: the holder has read what is open; without ids everything unread on the leg. */
const readSupervision = z.strictObject({
  ...onMatter,
  supervision: z.exactOptional(uuid),
});

/** 回复督办函: taken up or not; not with reasons. */
const replyToSupervision = z.strictObject({
  ...onMatter,
  /** Absent: the one letter that is open on the leg. */
  supervision: z.exactOptional(uuid),
  adopted: z.boolean(),
  /** What was done, or the reasons why not. */
  text: text(20_000),
  number: z.exactOptional(text(80)),
});

/** 报告办理进展: satisfies the reminders, never the limit. */
const interimReport = z.strictObject({ ...onMatter, text: text(20_000) });

/** 普通, 急件, 特急: how closely it is followed; no limit moves. */
const setUrgency = z.strictObject({ ...onMatter, urgency });

/** The supervisor does without a draft of the ladder, and says why. */
const dropDraft = z.strictObject({
  ...onMatter,
  draft: z.enum(['slip-1', 'slip-2', 'letter', 'hearing']),
  reason: text(4_000),
});

/** 登记上级督办 of a superior without a node: number and date as its letter has them. */
const noteSuperiorSupervision = z.strictObject({
  ...onMatter,
  from: text(120),
  number: text(80),
  receivedOn: day,
  /** The date that the letter sets. */
  replyBy: day,
  text: z.exactOptional(text(4_000)),
});

/** 回复上级督办: numbered here and printed. */
const answerSuperiorSupervision = z.strictObject({
  ...onMatter,
  /** The letter's number; absent: the one that waits. */
  number: z.exactOptional(text(80)),
  text: text(20_000),
});

/** The lines of ACTS for 催办 and 督办. */
export const SUPERVISION_ACTS = {
  'select-for-supervision': {
    on: 'cases',
    body: selectForSupervision,
    zh: '列为重点督办件',
    en: 'Select a matter for supervision, with or without a letter.',
  },
  'set-urgency': {
    on: 'cases',
    body: setUrgency,
    zh: '确定紧急程度',
    en: 'Say how closely it is followed; no limit moves.',
  },
  remind: {
    on: 'legs',
    body: remind,
    zh: '催办',
    en: 'Remind the holder by telephone, or by slip 1 or 2.',
  },
  supervise: {
    on: 'legs',
    body: supervise,
    zh: '发督办函',
    en: 'Send a supervision letter that must be answered.',
  },
  'drop-draft': {
    on: 'legs',
    body: dropDraft,
    zh: '不发拟稿',
    en: 'Do without a draft of the ladder, with the reason.',
  },
  'read-supervision': {
    on: 'legs',
    body: readSupervision,
    zh: '签阅催办督办',
    en: 'The holder has read what came.',
  },
  'reply-to-supervision': {
    on: 'legs',
    body: replyToSupervision,
    zh: '回复督办函',
    en: 'Answer a supervision letter: taken up, or not and why.',
  },
  'interim-report': {
    on: 'legs',
    body: interimReport,
    zh: '报告办理进展',
    en: 'Report progress: it satisfies a reminder, never the limit.',
  },
  'note-superior-supervision': {
    on: 'cases',
    body: noteSuperiorSupervision,
    zh: '登记上级督办',
    en: 'Register the supervision letter of a superior without a node.',
  },
  'answer-superior-supervision': {
    on: 'cases',
    body: answerSuperiorSupervision,
    zh: '回复上级督办',
    en: 'Answer it; the answer is numbered here and printed.',
  },
} as const;
