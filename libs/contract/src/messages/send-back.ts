import { z } from 'zod';
import { day, text, uuid } from '../text.js';
import { legState } from '../words.js';
import { actor } from './leg.js';

/*
 * A result that a middle tier had passed is sent back from above. The tier below may be serving its answer at the same
 * moment, so the sender asks and the holder's node decides; so acts that cross end alike at both ends.
 */

/** `huiyin.leg.send-back-asked.v1`: papers are missing, or it is to be done again; `notAfter` is what is left above. */
export const sendBackAsked = z.looseObject({
  legId: uuid,
  on: day,
  by: actor,
  verdict: z.enum(['supplement', 'redo']),
  remarks: z.array(text(2_000)).min(1).max(50),
  notAfter: z.exactOptional(day),
});

/** `huiyin.leg.send-back-refused.v1`: the answer was served already; the leg stays as it is. */
export const sendBackRefused = z.looseObject({ legId: uuid, on: day, state: legState });
