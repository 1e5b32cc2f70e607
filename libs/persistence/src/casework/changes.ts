import type { ChangeStore } from '#casework';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes } from '../exchange/columns.js';
import { historyRow } from './mappers.js';
import { actionRecord, legRecord } from './records.js';
import { MoreThan } from 'typeorm';

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
