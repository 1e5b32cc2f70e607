import type { NodeApi } from '#api';
import { Attachments, type Desk, Drafts, IntakeViews } from '#casework';
import { attachmentFiles, type Database, intakeReads } from '#persistence';

/** Intake beside the acts: drafts, and files in this node's folder under `dataDir`. */
export function intakeOf(
  desk: Desk,
  { uow }: Pick<Database, 'uow'>,
  { dataDir, node }: { readonly dataDir: string; readonly node: string },
): NodeApi['intake'] {
  const reads = intakeReads(uow);
  return {
    drafts: new Drafts(desk, reads),
    attachments: new Attachments(desk, attachmentFiles(dataDir, node), reads),
    views: new IntakeViews(reads),
  };
}
