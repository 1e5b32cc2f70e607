import { z } from 'zod';

/* What the screens read of the way that a matter takes between bodies. */

/**
 * 提请指定办理 (guard 13): two bodies refused, nobody holds the matter. Who refused when, by which letter, and who
 * decides between them: their common superior, or where there is none the 信访工作联席会议 (L1 13, 24).
 */
export const designationOffer = z.strictObject({
  refused: z.array(
    z.strictObject({
      unit: z.string(),
      /** Name, zh-CN. */
      name: z.string(),
      on: z.string(),
      leg: z.string(),
      letterNumber: z.string(),
      /** False: the objection still waits for this office's ruling. */
      returned: z.boolean(),
    }),
  ),
  /** Objections in all so far, the overruled and repeated ones too. */
  objections: z.int(),
  by: z.enum(['common-superior', 'joint-meeting']),
  /** The common superior's id; null: the joint meeting, which is no unit of the network. */
  superior: z.string().nullable(),
  /** Name of whom to turn to, zh-CN. */
  name: z.string(),
  article: z.string(),
});
export type DesignationOffer = z.infer<typeof designationOffer>;

/** 承继移交 (guard 16): a handover of a leg to the successor of a body that is not done yet, as this office knows it. */
export const successionView = z.strictObject({
  legId: z.string(),
  originNumber: z.string(),
  letterNumber: z.string(),
  topic: z.string(),
  from: z.string(),
  to: z.string(),
  /** Names as they were and are, zh-CN. */
  fromName: z.string(),
  toName: z.string(),
  /** The day of the first signature, and who signed. */
  on: z.string(),
  offeredBy: z.strictObject({ unit: z.string(), user: z.string() }),
  basis: z.string(),
  /** The second signature; null: the successor is waited for. */
  signed: z.strictObject({ on: z.string(), unit: z.string(), user: z.string() }).nullable(),
  /** The last day of the body: the leg goes over on the first day after it. */
  until: z.string().nullable(),
});
export type SuccessionView = z.infer<typeof successionView>;
