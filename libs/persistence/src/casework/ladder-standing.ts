import { In } from 'typeorm';
import type { LadderStanding } from '#casework';
import type { Urgency } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from '../exchange/columns.js';
import { EVENT_COLUMNS, ladderEvent, type EventColumns } from './ladder-event.js';
import { supervisionRecord } from './supervision-records.js';
import { LEG_READ, readLeg, type StoredLeg } from './unit/columns.js';

/** What the ladders of legs stand on: four queries, however many legs. */
export async function ladderStanding(
  uow: UnitOfWork,
  due: readonly { readonly legId: string; readonly caseId: string }[],
): Promise<readonly LadderStanding[]> {
  if (due.length === 0) return [];
  const legIds = due.map(({ legId }) => legId);
  const rows = (
    await uow
      .writer()
      .query<readonly StoredLeg[]>(
        `SELECT ${LEG_READ} FROM casework_leg WHERE id IN (?) ORDER BY position FOR UPDATE`,
        [legIds.map(idBytes)],
      )
  ).map((stored) => readLeg(stored).row);
  const urgencies = await uow
    .writer()
    .query<readonly { case_id: Buffer; urgency: Urgency }[]>(
      'SELECT case_id, urgency FROM casework_urgency WHERE case_id IN (?)',
      [due.map(({ caseId }) => idBytes(caseId))],
    );
  const events = await uow
    .writer()
    .query<readonly EventColumns[]>(
      `SELECT ${EVENT_COLUMNS} FROM casework_ladder_event e WHERE e.leg_id IN (?) ORDER BY e.position`,
      [legIds.map(idBytes)],
    );
  const papers = await uow
    .writer()
    .find(supervisionRecord, { where: { legId: In(legIds) }, order: { position: 'ASC' } });
  const urgencyOf = new Map(urgencies.map((row) => [idText(row.case_id), row.urgency]));
  const fired = events.map(ladderEvent);
  return rows.map((row) => ({
    row,
    urgency: urgencyOf.get(row.caseId) ?? 'normal',
    fired: fired.filter(({ legId }) => legId === row.leg.id),
    papers: papers.filter(({ legId }) => legId === row.leg.id).map(({ paper }) => paper),
  }));
}
