import type { NodeApi } from '#api';
import { Attachments, type Desk, Drafts, EnclosureViews, IntakeViews } from '#casework';
import { attachmentFiles, type Database, enclosureReads, intakeReads, type UnitOfWork } from '#persistence';
import type { Log } from '#platform';

/** Where a node's attachments lie. */
interface Place {
  readonly dataDir: string;
  readonly node: string;
}

/** Intake beside the acts: drafts, and files in this node's folder under `dataDir`. */
export async function intakeOf(
  desk: Desk,
  { uow }: Pick<Database, 'uow'>,
  { dataDir, node }: Place,
): Promise<NodeApi['intake']> {
  const reads = intakeReads(uow);
  const files = attachmentFiles(dataDir, node);
  const attachments = new Attachments(desk, files, reads);
  await attachments.discardSealed();
  return {
    drafts: new Drafts(desk, reads),
    attachments,
    views: new IntakeViews(reads, files),
    enclosures: new EnclosureViews(enclosureReads(uow)),
  };
}

/** The files of a dossier that went back: gone once its seal is committed; what stays is looked for at the next start. */
export function sealedFiles(
  { uow }: { readonly uow: Pick<UnitOfWork, 'afterCommit'> },
  { dataDir, node }: Place,
  log: Pick<Log, 'warn'>,
): NonNullable<Desk['files']> {
  const files = attachmentFiles(dataDir, node);
  return {
    discardOnCommit: (ids) =>
      uow.afterCommit(async () => {
        for (const id of ids)
          await files
            .discard(id)
            .catch((error: unknown) => log.warn('attachment.not-discarded', { id }, error));
      }),
  };
}
