import type { ArchiveView, AttachmentView, CorrectionView } from '#contract';
import { brokenSeals } from '../desk/seal.js';
import type { AttachmentFiles } from '../intake/attachments.js';
import { digestOfFile } from '../intake/open-file.js';
import type { Attachment, IntakeReads, Manifest } from '../ports/intake.js';

/** What the screens read of a register entry beside the case itself. */
export class IntakeViews {
  constructor(
    private readonly reads: IntakeReads,
    /** Where the bytes lie; a seal holds for them, not only for what the database says of them. */
    private readonly files: Pick<AttachmentFiles, 'open'>,
  ) {}

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
    const broken = [
      ...brokenSeals(manifest, { items, documents, attachments, history }),
      ...(await this.brokenFiles(manifest, attachments)),
    ];
    const { sealedOn, digest, entries } = manifest;
    return {
      sealedOn,
      digest,
      intact: broken.length === 0,
      broken,
      entries: entries.map((entry) => ({ ...entry })),
    };
  }

  /** Sealed files whose bytes are gone or are not those that were sealed. */
  private async brokenFiles(
    { entries }: Manifest,
    attachments: readonly Attachment[],
  ): Promise<readonly string[]> {
    const broken: string[] = [];
    for (const { ref, sha256 } of entries.filter(({ kind }) => kind === 'attachment')) {
      // A row that is gone or says otherwise is found already.
      if (attachments.find(({ id }) => id === ref)?.sha256 !== sha256) continue;
      if ((await this.digestOf(ref)) !== sha256) broken.push(`attachment ${ref}`);
    }
    return broken;
  }

  private async digestOf(ref: string): Promise<string | undefined> {
    const file = await this.files.open(ref);
    try {
      return file === undefined ? undefined : await digestOfFile(file);
    } finally {
      await file?.close();
    }
  }

  async attachments(caseId: string): Promise<readonly AttachmentView[]> {
    return (await this.reads.attachments(caseId)).map(attachmentView);
  }
}

export const attachmentView = (attachment: Attachment): AttachmentView => {
  const { id, caseId, name, type, size, sha256, shows, on, unit, user } = attachment;
  return { id, caseId, name, type, size, sha256, shows, on, unit, user };
};
