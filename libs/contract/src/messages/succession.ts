import { z } from 'zod';
import { day, instant, text, unitId, uuid } from '../text.js';
import { actor, dossier, leg, reportPaper } from './leg.js';

/*
 * The receiving end of a leg goes to another holder (L1 24(2)): a unit without a node got one, or a body was split,
 * merged or abolished. The office that sent the leg is the one place where it turns: the old holder gives up its end
 * (move-asked) behind everything that it decided before, the sender opens the stream to the new one (moved-here) and
 * says so to the old one (move-settled). So no act in flight is lost, and none counts twice.
 */

/** Who hands over to whom, on which paper. Signed by the predecessor, or by the office above it where it is gone. */
const succession = {
  legId: uuid,
  on: day,
  from: unitId,
  to: unitId,
  /** The document that splits, merges or abolishes, e.g. 临编〔2026〕9号. */
  basis: text(200),
  by: actor,
};

/** `huiyin.leg.succession-offered.v1`: predecessor → sender → successor. What the successor must know before it signs. */
export const successionOffered = z.looseObject({
  ...succession,
  originNumber: text(40),
  letterNumber: text(80),
  topic: text(120),
});

/** `huiyin.leg.succession-signed.v1`: successor → sender → predecessor. The second signature, or why not. */
export const successionSigned = z.looseObject({
  legId: uuid,
  on: day,
  by: actor,
  agreed: z.boolean(),
  reason: z.exactOptional(text(4_000)),
});

/** `huiyin.leg.move-asked.v1`: the old holder decides nothing any more on this leg. */
export const moveAsked = z.looseObject({ legId: uuid, on: day, to: unitId, toNode: unitId });

/** A line of the leg's history as the office holds it: who acted, and who entered it on paper. */
const historyLine = z.strictObject({
  on: day,
  at: instant,
  by: actor,
  act: text(80),
  basis: text(200),
  text: text(4_000),
});

/** `huiyin.leg.moved-here.v1`: opens the stream to the new holder; the leg comes as it stands, with its past. */
export const movedHere = z.looseObject({
  leg,
  dossier,
  guarded: z.exactOptional(z.boolean()),
  accused: z.exactOptional(
    z.array(z.strictObject({ name: text(120), party: z.exactOptional(unitId) })).max(50),
  ),
  history: z.array(historyLine).max(1000),
  /** The latest report on the leg, with its day and who gave it. */
  report: z.exactOptional(z.strictObject({ on: day, unit: unitId, paper: reportPaper })),
});

/** `huiyin.leg.move-settled.v1`: to the old holder. Moved: its copy goes. Not moved: it holds the leg as before, and why. */
export const moveSettled = z.looseObject({
  legId: uuid,
  on: day,
  moved: z.boolean(),
  to: unitId,
  toNode: unitId,
  reason: z.exactOptional(text(60)),
});
