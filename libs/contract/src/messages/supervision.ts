import { z } from 'zod';
import { day, text, unitId, uuid } from '../text.js';
import { actor, periodValue } from './leg.js';

/*
 * 催办、督办 on a leg's stream. They move no state of the leg: a reminder is a paper with a number, not an event.
 */

export const supervisionKind = z.enum(['telephone', 'slip', 'letter']);
/** 普通, 急件, 特急. */
export const urgency = z.enum(['normal', 'urgent', 'most-urgent']);

/** By when a supervision letter must be answered, with what gave the date. */
export const replyDue = z.strictObject({
  start: day,
  period: periodValue,
  raw: day,
  effective: day,
  provisional: z.boolean(),
  calendarVersion: text(40),
});

/** One numbered act of chasing, as its sender made it. */
export const supervisionPaper = z.strictObject({
  id: uuid,
  legId: uuid,
  originNumber: text(40),
  kind: supervisionKind,
  ordinal: z.int().min(1).max(1000),
  round: z.int().min(1).max(1000),
  number: text(80),
  from: unitId,
  to: unitId,
  issuedOn: day,
  by: actor,
  text: text(4_000),
  call: z.exactOptional(z.strictObject({ spokeWith: z.exactOptional(text(80)), promised: text(4_000) })),
  copyToHead: z.boolean(),
  replyDue: z.exactOptional(replyDue),
  under: z.exactOptional(text(80)),
});

/** The holder's answer to a letter. */
export const supervisionReply = z.strictObject({
  on: day,
  by: actor,
  number: text(80),
  adopted: z.boolean(),
  text: text(20_000),
});

/** `huiyin.leg.remind.v1` (a call or a slip) and `huiyin.leg.supervise.v1` (a letter that must be answered). */
export const legSupervised = z.looseObject({ legId: uuid, supervision: supervisionPaper });

/** `huiyin.leg.supervision-read.v1`: the holder has read them: the proof that a slip was seen. */
export const supervisionRead = z.looseObject({
  legId: uuid,
  supervisionIds: z.array(uuid).min(1).max(100),
  on: day,
  by: actor,
});

/** `huiyin.leg.supervision-reply.v1`. */
export const supervisionReplied = z.looseObject({
  legId: uuid,
  supervisionId: uuid,
  reply: supervisionReply,
});

/** `huiyin.leg.urgency.v1`: how closely the sender follows the matter from now on; no limit moves. */
export const legUrgency = z.looseObject({ legId: uuid, urgency, on: day, by: actor });
