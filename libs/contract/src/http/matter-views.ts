import { z } from 'zod';
import { matterMatch } from '../messages/matter.js';
import { caseState } from '../words.js';
import { caseView, clockView } from './views.js';

/* What the screens read about one matter in many letters. Reasons are about the matter, never about a person. */

/** A reason why a case may be the same matter. */
export const likenessReason = z.strictObject({
  what: z.enum(['place', 'body', 'topic', 'text']),
  /** The place, the body's name, the topic; for the text some of the words in common. */
  value: z.string(),
  /** `text` only: 0 to 1, the share of words in common. */
  likeness: z.exactOptional(z.number()),
});

export const lookAlike = z.strictObject({
  caseId: z.string(),
  originNumber: z.string(),
  state: caseState,
  receivedOn: z.string(),
  /** The strongest first. */
  reasons: z.array(likenessReason),
});
export type LookAlike = z.infer<typeof lookAlike>;

/** What is asked while a registrar still types: any of it may be missing. */
export const lookAlikeQuestion = z.strictObject({
  place: z.string().max(120).default(''),
  topic: z.string().max(120).default(''),
  respondents: z.array(z.string().max(120)).max(50).default([]),
  summary: z.string().max(20_000).default(''),
  request: z.string().max(4_000).default(''),
});
export type LookAlikeQuestion = z.infer<typeof lookAlikeQuestion>;

/** What linking would do, before it is done. */
export const linkPreview = z.strictObject({
  originNumber: z.string(),
  to: z.string(),
  /** What moves, with its new number. */
  items: z.array(z.strictObject({ number: z.string(), becomes: z.string() })),
  /** Running clocks of this case that stop with it. */
  clocks: z.array(clockView),
  /** 1 for the first letter after the one that opened the case. */
  repeat: z.int(),
  /** The slug of the refusal that the act would meet, and why. */
  refused: z.string().nullable(),
  why: z.string().nullable(),
});
export type LinkPreview = z.infer<typeof linkPreview>;

/** What other offices answered about the matter of a case. */
export const elsewhere = z.strictObject({
  asked: z.array(z.strictObject({ on: z.string(), offices: z.array(z.string()) })),
  answers: z.array(
    matterMatch.extend({
      on: z.string(),
      /** Somebody found, with reasons, that it is another matter. */
      another: z.boolean(),
    }),
  ),
});
export type Elsewhere = z.infer<typeof elsewhere>;

/** What this office was asked, for whoever checks that nobody asks without cause. */
export const askRecord = z.strictObject({
  id: z.string(),
  by: z.string(),
  originNumber: z.string(),
  on: z.string(),
  outcome: z.enum(['answered', 'nothing', 'withheld', 'too-often']),
});
export type AskRecord = z.infer<typeof askRecord>;

/** A page of the full-text search: among the newest 1 000 that hold every word, the best first. */
export const searchPage = z.strictObject({
  /** The words that were searched. */
  words: z.array(z.string()),
  items: z.array(caseView),
  /** How many were ranked, at most 1 000. */
  ranked: z.int(),
  next: z.string().nullable(),
});
export type SearchPage = z.infer<typeof searchPage>;
