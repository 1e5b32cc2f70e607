import type { OutdatedSubject, RecountStore } from '#casework';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from '../exchange/columns.js';
import { hotSql } from '../hot-sql.js';

interface OutdatedColumns {
  readonly subject_id: Buffer;
  readonly subject: 'case' | 'leg';
  readonly case_id: Buffer;
}

/** Open clocks that were judged by other versions than those in force; only these are read. */
export function recountStore(uow: UnitOfWork): RecountStore {
  const outdatedSql = hotSql('clocks-outdated');
  return {
    async outdated(versions, limit): Promise<readonly OutdatedSubject[]> {
      const rows = await uow
        .writer()
        .query<readonly OutdatedColumns[]>(outdatedSql, [versions, limit, versions, limit]);
      return rows.map(({ subject_id: id, subject, case_id: caseId }) => ({
        subject,
        subjectId: idText(id),
        caseId: idText(caseId),
      }));
    },

    async judged(subjectIds, versions): Promise<void> {
      if (subjectIds.length === 0) return;
      await uow
        .writer()
        .query(
          'UPDATE casework_clock SET judged_with = ? WHERE subject_id IN (?) AND judged_with IS NOT NULL',
          [versions, subjectIds.map(idBytes)],
        );
    },
  };
}
