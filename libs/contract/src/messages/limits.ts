import { z } from 'zod';
import { day, text, uuid } from '../text.js';
import { actor, extensible } from './leg.js';

/*
 * What one end of a leg says about a limit that the other end has the word on. None of them moves a state.
 */

/**
 * `huiyin.leg.limit-shortened.v1`: less is left above than this leg takes. `fits` is the latest end that fits, `ends`
 * the end as it stands here; the limit below is not moved by it.
 */
export const limitShortened = z.looseObject({ legId: uuid, fits: day, ends: day, on: day, by: actor });

/** `huiyin.leg.revocation-asked.v1`: the assigner takes its approval of more time back; the holder decides the moment. */
export const revocationAsked = z.looseObject({
  legId: uuid,
  of: extensible,
  on: day,
  by: actor,
  reason: text(4_000),
});

/** `huiyin.leg.revocation-refused.v1`: too late (reported, or the first date has passed); the extension stands. */
export const revocationRefused = z.looseObject({ legId: uuid, on: day, why: text(60) });
