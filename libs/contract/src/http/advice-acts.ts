import { z } from 'zod';
import { adviceKind } from '../messages/advice.js';
import { period, text, uuid } from '../text.js';
import { onMatter } from './on-matter.js';

/** 建议 to the organ of a leg (L1 40): what the matter showed; `replyWithin` where the pack gives no date. */
const advise = z.strictObject({
  ...onMatter,
  kind: adviceKind,
  text: text(4_000),
  replyWithin: z.exactOptional(period),
});

/** The organ's answer in writing; `advice`: the id of the letter, absent: the latest that waits. */
const answerAdvice = z.strictObject({
  ...onMatter,
  advice: z.exactOptional(uuid),
  /** 文号; given from the unit's register when absent. */
  number: z.exactOptional(text(80)),
  adopted: z.boolean(),
  /** What is done, or why it is not taken up. */
  text: text(20_000),
});

export const ADVICE_ACTS = {
  advise: {
    on: 'legs',
    body: advise,
    zh: '提出建议',
    en: 'Advise the organ to improve its work or a policy; it answers in writing.',
  },
  'answer-advice': {
    on: 'legs',
    body: answerAdvice,
    zh: '答复建议',
    en: 'Answer advice: adopted or not, with the reasons.',
  },
} as const;

/** A letter of advice with its answer, as the case shows it. */
export const adviceView = z.strictObject({
  id: z.string(),
  legId: z.string(),
  kind: adviceKind,
  number: z.string(),
  from: z.string(),
  to: z.string(),
  issuedOn: z.string(),
  text: z.string(),
  /** C8; null: in writing, without a date. */
  due: z.strictObject({ effective: z.string(), article: z.string(), late: z.boolean() }).nullable(),
  reply: z
    .strictObject({ on: z.string(), number: z.string(), adopted: z.boolean(), text: z.string() })
    .nullable(),
});
