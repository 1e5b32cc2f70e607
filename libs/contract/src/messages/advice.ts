import { z } from 'zod';
import { day, text, unitId, uuid } from '../text.js';
import { actor, clock } from './leg.js';

/* 建议 (L1 40) on a leg's stream. It moves nothing of the leg, and may come after the leg has ended. */

/** 改进工作, 完善政策, 追究责任. */
export const adviceKind = z.enum(['improve-work', 'improve-policy', 'accountability']);

/** A letter of advice as the office signed it. */
export const advicePaper = z.strictObject({
  id: uuid,
  legId: uuid,
  kind: adviceKind,
  number: text(80),
  from: unitId,
  to: unitId,
  issuedOn: day,
  by: actor,
  text: text(4_000),
  due: z.exactOptional(clock),
});

/** The organ's answer. */
export const adviceReply = z.strictObject({
  on: day,
  by: actor,
  number: text(80),
  adopted: z.boolean(),
  text: text(20_000),
});

/** `huiyin.leg.advised.v1`: to the organ that holds or held the leg. */
export const legAdvised = z.looseObject({ legId: uuid, advice: advicePaper });

/** `huiyin.leg.advice-answered.v1`: taken up or not, with the reasons. */
export const adviceAnswered = z.looseObject({ legId: uuid, adviceId: uuid, reply: adviceReply });
