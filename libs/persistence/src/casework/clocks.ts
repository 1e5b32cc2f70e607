import { In } from 'typeorm';
import type { CaseworkTx, LapsedClock } from '#casework';
import type { Clock } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from '../exchange/columns.js';
import { hotSql } from '../hot-sql.js';
import { clockColumns } from './mappers.js';
import { clockRecord } from './records.js';

/** Writes the clocks of a saved case or leg beside it. What the sweep recorded of a clock stays. */
export async function saveClocks(
  uow: UnitOfWork,
  subject: { readonly kind: 'case' | 'leg'; readonly id: string; readonly caseId: string },
  clocks: readonly Clock[],
  owed: boolean,
): Promise<void> {
  if (clocks.length === 0) return;
  const rows = clockColumns(subject, clocks, owed).map(({ subjectId, place, caseId, due, clock }) => [
    idBytes(subjectId),
    place,
    subject.kind,
    idBytes(caseId),
    due,
    JSON.stringify(clock),
  ]);
  await uow.writer().query(
    `INSERT INTO casework_clock (subject_id, place, subject, case_id, due, clock) VALUES ?
     ON DUPLICATE KEY UPDATE due = VALUES(due), clock = VALUES(clock)`,
    [rows],
  );
}

/** Which clocks lapsed, and the mark that their event was written. */
export function overdueStore(uow: UnitOfWork): CaseworkTx['overdue'] {
  const lapsedSql = hotSql('clocks-lapsed');
  return {
    async lapsed(today, limit): Promise<readonly LapsedClock[]> {
      const keys = await uow
        .writer()
        .query<readonly { subject_id: Buffer; place: number }[]>(lapsedSql, [today, limit]);
      if (keys.length === 0) return [];
      const subjects = [...new Set(keys.map(({ subject_id: id }) => idText(id)))];
      const rows = await uow.writer().find(clockRecord, { where: { subjectId: In(subjects) } });
      return keys.flatMap(({ subject_id: id, place }) => {
        const row = rows.find((found) => found.subjectId === idText(id) && found.place === place);
        if (row === undefined) return [];
        const { subject, subjectId, caseId, clock } = row;
        return [{ subject, subjectId, caseId, index: place, clock }];
      });
    },

    async record({ subjectId, index }, today): Promise<boolean> {
      const result = await uow.writer().query<{
        readonly affectedRows: number;
      }>('UPDATE casework_clock SET overdue_on = ? WHERE subject_id = ? AND place = ? AND overdue_on IS NULL', [today, idBytes(subjectId), index]);
      return result.affectedRows === 1;
    },
  };
}
