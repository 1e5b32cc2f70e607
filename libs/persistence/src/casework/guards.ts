import type { EntityManager } from 'typeorm';
import type { Conflict, GuardReads, GuardStore } from '#casework';
import type { LocalDate, Wall } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from '../exchange/columns.js';
import { idColumn, jsonColumn, named, recordOf } from './record-columns.js';

interface WallRecord {
  readonly caseId: string;
  readonly wall: Wall;
}
/** Migration 0050. */
export const wallRecord = recordOf<WallRecord>('casework_wall', {
  caseId: { ...named(idColumn, 'case_id'), primary: true },
  wall: jsonColumn,
});

interface ConflictRow {
  readonly unit: string;
  readonly user: string;
  readonly on: LocalDate;
  readonly reason: string;
}

const CONFLICTS =
  'SELECT unit, user, day AS `on`, reason FROM casework_conflict WHERE case_id = ? ORDER BY day, unit, user';

async function conflictsOf(manager: EntityManager, caseId: string): Promise<readonly Conflict[]> {
  const rows = await manager.query<readonly ConflictRow[]>(CONFLICTS, [idBytes(caseId)]);
  return rows.map((row) => ({ caseId, ...row }));
}

/** What keeps a case from those who must not have it. */
export function guardStore(uow: UnitOfWork): GuardStore {
  return {
    async wall(caseId) {
      return (await uow.writer().findOne(wallRecord, { where: { caseId } }))?.wall;
    },
    async saveWall(caseId, wall) {
      await uow.writer().upsert(wallRecord, { caseId, wall }, ['caseId']);
    },
    async removeWall(caseId) {
      await uow.writer().delete(wallRecord, { caseId });
    },
    async declare({ caseId, unit, user, on, reason }) {
      await uow.writer().query(
        `INSERT INTO casework_conflict (case_id, unit, user, day, reason) VALUES (?, ?, ?, ?, ?)
         ON DUPLICATE KEY UPDATE unit = VALUES(unit)`,
        [idBytes(caseId), unit, user, on, reason],
      );
    },
    conflicts: (caseId) => conflictsOf(uow.writer(), caseId),
    async isExcluded(caseId, { unit, user }) {
      const rows = await uow
        .writer()
        .query<readonly unknown[]>(
          'SELECT 1 FROM casework_conflict WHERE case_id = ? AND unit = ? AND user = ?',
          [idBytes(caseId), unit, user],
        );
      return rows.length > 0;
    },
  };
}

/** The same for the screens. */
export function guardReads(uow: UnitOfWork): GuardReads {
  return {
    async wall(caseId) {
      return (await uow.reader().findOne(wallRecord, { where: { caseId } }))?.wall;
    },
    conflicts: (caseId) => conflictsOf(uow.reader(), caseId),
    async excludedCases({ unit, user }) {
      const rows = await uow
        .reader()
        .query<readonly { readonly case_id: Buffer }[]>(
          'SELECT case_id FROM casework_conflict WHERE unit = ? AND user = ?',
          [unit, user],
        );
      return rows.map((row) => idText(row.case_id));
    },
  };
}
