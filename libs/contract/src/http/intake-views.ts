import { z } from 'zod';
import { text, uuid } from '../text.js';
import { attachmentShows } from '../wire/paper.js';
import { actingAs } from './on-matter.js';

/* Intake beside the acts: drafts, corrections, the seal of an archived case, attachments. */

/** POST /api/drafts: saves what was entered so far, unjudged; with `id`, over the draft of the same post. */
export const draftBody = z.strictObject({
  actor: actingAs,
  id: z.exactOptional(uuid),
  body: z.record(z.string().max(60), z.unknown()),
});
export const draftView = z.strictObject({
  id: uuid,
  savedAt: z.string(),
  body: z.record(z.string(), z.unknown()),
});

/** One corrected field. Of the petitioner only that it was corrected, never what. */
export const correctionView = z.strictObject({
  on: z.string(),
  at: z.string(),
  unit: z.string(),
  user: z.string(),
  field: z.string(),
  was: z.unknown(),
  is: z.unknown(),
  reason: z.string(),
  personal: z.boolean(),
});

/** 归档: the manifest of a sealed dossier, and whether everything in it is still as it was sealed. */
export const archiveView = z.strictObject({
  sealedOn: z.string(),
  /** SHA-256 over all entries. */
  digest: z.string(),
  intact: z.boolean(),
  /** What is not as it was sealed: `document <id>`, `history <number>` … */
  broken: z.array(z.string()),
  entries: z.array(z.strictObject({ kind: z.string(), ref: z.string(), sha256: z.string() })),
});

/** What an upload says beside its bytes, in the query of POST /api/cases/{id}/attachments. */
export const attachmentQuery = z.strictObject({
  name: text(200),
  unit: actingAs.shape.unit,
  user: z.exactOptional(text(40)),
  /** Absent: `petitioner`. Who sets another answers for having looked. */
  shows: z.exactOptional(attachmentShows),
});

/** A file of a case. The type is judged by content, never by name. */
export const attachmentView = z.strictObject({
  id: uuid,
  caseId: uuid,
  name: z.string(),
  type: z.string(),
  size: z.int(),
  sha256: z.string(),
  /** What it shows, which decides to whom it may go along. */
  shows: attachmentShows,
  on: z.string(),
  unit: z.string(),
  user: z.string(),
});

export type DraftBody = z.infer<typeof draftBody>;
export type DraftView = z.infer<typeof draftView>;
export type CorrectionView = z.infer<typeof correctionView>;
export type ArchiveView = z.infer<typeof archiveView>;
export type AttachmentView = z.infer<typeof attachmentView>;
