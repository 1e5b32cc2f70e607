import { z } from 'zod';
import { text, unitId, uuid } from '../text.js';
import { caseState } from '../words.js';

/*
 * Whether a matter is under way or concluded elsewhere, asked and answered by codes only. Nothing of a letter's text and
 * nothing of a person is part of either message; the objects of the answer are strict, so that nothing can be added.
 */

/** What the state of the matter there means for the letter here (L1 19(3), 36(3)): link it, do not accept it, inform. */
export const matterConsequence = z.enum(['link', 'do-not-accept', 'inform']);

/** HMAC-SHA256 over the codes of place, body and topic with the network's key, in hex. */
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/u, { error: 'is not a fingerprint of 64 hex digits' });

/** `huiyin.matter.asked.v1`: asks whether this office knows the matter of an item registered there. */
export const matterAsked = z.looseObject({
  /** Also the id of the stream. */
  askId: uuid,
  /** The registered item's origin number; its code is the asker's. */
  originNumber: text(40),
  /** One per body that the matter is about. */
  fingerprints: z.array(fingerprint).min(1).max(8),
  /** The office that asks, when its upper office passes the question on to its neighbours. */
  onBehalfOf: z.exactOptional(unitId),
});

/** All that an office ever says about a matter that it holds. */
export const matterMatch = z.strictObject({
  originNumber: text(40),
  office: unitId,
  state: caseState,
  consequence: matterConsequence,
});

/** `huiyin.matter.answered.v1`: what is known there; empty when nothing is, or when nothing may be said. */
export const matterAnswered = z.looseObject({
  askId: uuid,
  matches: z.array(matterMatch).max(10),
});
export type MatterMatch = z.infer<typeof matterMatch>;
