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
