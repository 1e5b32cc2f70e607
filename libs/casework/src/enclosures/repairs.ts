import { SEALED_FILE } from '#domain';
import type { PaperRepairs, PaperStanding } from '#exchange';
import type { Desk } from '../desk/desk.js';
import { systemSession } from '../desk/perform.js';
import type { FileSeal } from '../intake/attachments.js';
import type { EnclosureReads } from '../ports/enclosures.js';
import type { Attachment, IntakeReads } from '../ports/intake.js';

/** Kept files as they lie on the disk. */
export interface MendableFiles {
  /** What lies there now; undefined: nothing. */
  seal(id: string): Promise<FileSeal | undefined>;
  /** Puts what was fetched anew in its place and keeps what lay there aside. */
  replace(id: string): Promise<void>;
}

/** Attachments whose files were damaged behind the office's back, and the offices that hold the same file. */
export class FileRepairs implements PaperRepairs {
  constructor(
    private readonly desk: Desk,
    private readonly reads: Pick<IntakeReads, 'attachment'> & Pick<EnclosureReads, 'ofCase'>,
    private readonly files: MendableFiles,
  ) {}

  async standing(id: string): Promise<PaperStanding | undefined> {
    const kept = await this.reads.attachment(id);
    if (kept === undefined || kept.type === SEALED_FILE) return undefined;
    const { sha256, size } = kept;
    const same = (await this.reads.ofCase(kept.caseId)).filter(
      (one) => one.id === id && one.state === 'there' && one.sha256 === sha256 && one.size === size,
    );
    // Where it came from first: there lies the original.
    const ordered = [...same.filter(({ way }) => way === 'in'), ...same.filter(({ way }) => way === 'out')];
    const holders = ordered.map(({ peer, ref }) => ({ peer, ref }));
    return { sha256, size, whole: await this.isWhole(kept), holders };
  }

  /** Under the lock of the case: whoever seals it holds that lock too, and takes its files away afterwards. */
  async replace(id: string, record: () => Promise<void>): Promise<boolean> {
    const seen = await this.reads.attachment(id);
    if (seen === undefined) return false;
    return this.desk.uow.run(async (tx) => {
      const opened = await systemSession(this.desk, tx).open(seen.caseId);
      if (!opened.ok) return false;
      const kept = (await tx.intake.attachments(seen.caseId)).find((one) => one.id === id);
      if (kept === undefined || kept.type === SEALED_FILE || (await this.isWhole(kept))) return false;
      await record();
      await this.files.replace(id);
      return true;
    });
  }

  private async isWhole({ id, size, sha256 }: Attachment): Promise<boolean> {
    // a disk that does not give it back has not kept it
    const found = await this.files.seal(id).catch(() => undefined);
    return found?.size === size && found.sha256 === sha256;
  }
}
