import type { CaseRow } from '../ports.js';
import type { Session } from './session.js';

/** This office has no leg of the case any more: texts and names of its copy go, numbers, dates and history stay. */
export async function sealHere(session: Session, row: CaseRow, basis: string, text: string): Promise<void> {
  const { dossier: _sealed, advice: _advice, ...rest } = row.matter;
  const { id, originNumber } = row.matter;
  await session.tx.petitioners.remove(id);
  await session.tx.guards.removeWall(id);
  await session.tx.documents.sealCase(id);
  await session.tx.supervisions.seal(id);
  await session.tx.leaders.seal(id);
  await session.tx.enclosures.seal(id);
  session.desk.files?.discardOnCommit(await session.tx.intake.sealAttachments(id));
  await session.moveCaseIfDue({ ...row, matter: rest }, 'taken-back', basis, text, {}, ['C1', 'C2']);
  await session.desk.vault.destroy(originNumber);
}
