import type { ArchiveView, AttachmentView, CorrectionView } from '#contract';
import { brokenSeals } from '../desk/seal.js';
import type { Attachment, IntakeReads } from '../ports/intake.js';

/** What the screens read of a register entry beside the case itself. */
export class IntakeViews {
  constructor(private readonly reads: IntakeReads) {}

  /** Oldest first. Who the petitioner was and is does not stand here, only that it was corrected. */
  async corrections(caseId: string): Promise<readonly CorrectionView[]> {
    const rows = await this.reads.corrections(caseId);
    return rows.map(({ on, at, unit, user, field, was, is, reason, personal }) => ({
      ...{ on, at, unit, user, field, reason, personal },
      was: personal ? null : was,
      is: personal ? null : is,
    }));
  }

  /** The latest seal of a case, checked at this moment; undefined: it was never archived. */
  async archive(caseId: string): Promise<ArchiveView | undefined> {
    const manifest = await this.reads.manifest(caseId);
    if (manifest === undefined) return undefined;
    const [items, documents, attachments, history] = await Promise.all([
      this.reads.items(caseId),
      this.reads.documents(caseId),
      this.reads.attachments(caseId),
      this.reads.history(caseId),
    ]);
    const broken = brokenSeals(manifest, { items, documents, attachments, history });
    const { sealedOn, digest, entries } = manifest;
    return {
      sealedOn,
      digest,
      intact: broken.length === 0,
      broken: [...broken],
      entries: entries.map((entry) => ({ ...entry })),
    };
  }

  async attachments(caseId: string): Promise<readonly AttachmentView[]> {
    return (await this.reads.attachments(caseId)).map(attachmentView);
  }
}

export const attachmentView = (attachment: Attachment): AttachmentView => {
  const { id, caseId, name, type, size, sha256, on, unit, user } = attachment;
  return { id, caseId, name, type, size, sha256, on, unit, user };
};
