import { type End, type Outcome, type Supervision, accepted, refuse } from '#domain';
import type { CaseRow, LegRow } from '../ports.js';
import { notAtThisEnd } from '../desk/acting-end.js';
import type { Session } from '../desk/session.js';

/** The leg and its case, locked, at the version that the user saw, if its unit at that end is the one that acts. */
export async function openAt(
  session: Session,
  id: string,
  seen: number,
  end: End,
): Promise<Outcome<{ readonly row: LegRow; readonly matter: CaseRow }>> {
  const caseId = await session.tx.legs.caseOf(id);
  if (caseId === undefined) return refuse('unknown-leg');
  const opened = await session.open(caseId);
  if (!opened.ok) return opened;
  const row = opened.value.legs.find((entry) => entry.leg.id === id);
  if (row === undefined) return refuse('unknown-leg');
  if (row.version !== seen) return refuse('stale-version', { seen: String(seen), now: String(row.version) });
  const notMine = notAtThisEnd(session, row, end);
  return notMine ?? accepted({ row, matter: opened.value.row });
}

export const papersOf = async (session: Session, legId: string): Promise<readonly Supervision[]> =>
  (await session.tx.supervisions.ofLeg(legId)).map((row) => row.supervision);
