import type { ChangeStore } from '#casework';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes } from '../exchange/columns.js';
import { historyRow } from './mappers.js';
import { actionRecord, legRecord } from './records.js';
import { MoreThan } from 'typeorm';

/** Remembers where the history of a case stood when it, or a leg of it, got a version. */
export async function markVersion(
  uow: UnitOfWork,
  subjectId: string,
  caseId: string,
  version: number,
): Promise<void> {
  await uow.writer().query(
    `INSERT INTO casework_change (subject_id, version, seq)
     SELECT ?, ?, COALESCE(MAX(a.seq), 0) FROM casework_action a WHERE a.case_id = ?
     ON DUPLICATE KEY UPDATE version = VALUES(version)`,
    [idBytes(subjectId), version, idBytes(caseId)],
  );
}

/** What happened since a version. */
export function changeStore(uow: UnitOfWork): ChangeStore {
  return {
    async since(id, version, limit) {
      const [mark] = await uow
        .reader()
        .query<readonly { seq: number | string }[]>(
          'SELECT seq FROM casework_change WHERE subject_id = ? AND version = ?',
          [idBytes(id), version + 1],
        );
      if (mark === undefined) return [];
      const leg = await uow.reader().findOne(legRecord, { where: { id }, select: { caseId: true } });
      const of = leg === null ? { caseId: id } : { legId: id };
      const rows = await uow.reader().find(actionRecord, {
        where: { ...of, seq: MoreThan(Number(mark.seq)) },
        order: { seq: 'ASC' },
        take: limit,
      });
      return rows.map(historyRow);
    },
  };
}
