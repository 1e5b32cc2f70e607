import { z } from 'zod';
import { text, uuid } from '../text.js';
import { ATTACHMENT_LIMIT, attachmentShows, attachmentType, sha256Hex } from '../wire/paper.js';

/*
 * 附件 on a leg's stream: what goes along, by digest. The bytes never travel in a message; whoever gets one fetches the
 * file from its sender (GET /exchange/papers/{id}) and answers what came of it. Neither message moves the leg.
 */

/** A file that goes along, as its sender holds it. */
export const enclosure = z.looseObject({
  /** Names the file at its sender; the receiver keeps it under an id of its own. */
  id: uuid,
  sha256: sha256Hex,
  /** Bytes. */
  size: z.int().min(1).max(ATTACHMENT_LIMIT),
  /** By content; the receiver judges it again. */
  type: attachmentType,
  shows: attachmentShows,
  /** Its name, where the petitioner's may be known too: files are named after people. */
  name: z.exactOptional(text(200)),
});

/** `huiyin.leg.enclosed.v1`: from either end of the leg, also later than the letter or the report it belongs to. */
export const legEnclosed = z.looseObject({ legId: uuid, papers: z.array(enclosure).min(1).max(50) });

/**
 * What came of a file. `there`: fetched whole, checked, kept. `digest`: it came with another digest again and again, and is
 * still asked for. `type`: its content is not of the named type; it was thrown away and is not asked for again.
 */
export const enclosureOutcome = z.enum(['there', 'digest', 'type']);

/** `huiyin.leg.enclosure-taken.v1`: to whoever sent the file. */
export const enclosureTaken = z.looseObject({
  legId: uuid,
  papers: z
    .array(z.looseObject({ id: uuid, sha256: sha256Hex, how: enclosureOutcome }))
    .min(1)
    .max(50),
});

export type EnclosedPaper = z.infer<typeof enclosure>;
export type EnclosureOutcome = z.infer<typeof enclosureOutcome>;
