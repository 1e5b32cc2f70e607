import type { Succession, SuccessionReads, SuccessionStore } from '#casework';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idColumn, jsonColumn, named, positionColumn, recordOf, textColumn } from './record-columns.js';

interface SuccessionRecord {
  readonly position: number;
  readonly legId: string;
  readonly fromUnit: string;
  readonly toUnit: string;
  readonly succession: Succession;
}
/** Migration 0105. */
export const successionRecord = recordOf<SuccessionRecord>('casework_succession', {
  position: positionColumn,
  legId: named(idColumn, 'leg_id'),
  fromUnit: named(textColumn, 'from_unit'),
  toUnit: named(textColumn, 'to_unit'),
  succession: jsonColumn,
});

/** Handovers that are not done yet. */
export function successionStore(uow: UnitOfWork): SuccessionStore {
  return {
    async save(succession) {
      const { legId, from: fromUnit, to: toUnit } = succession;
      await uow.writer().upsert(successionRecord, { legId, fromUnit, toUnit, succession }, ['legId']);
    },
    async get(legId) {
      const row = await uow
        .writer()
        .findOne(successionRecord, { where: { legId }, lock: { mode: 'pessimistic_write' } });
      return row?.succession;
    },
    async remove(legId) {
      await uow.writer().delete(successionRecord, { legId });
    },
    async open(limit) {
      const rows = await uow.writer().find(successionRecord, { order: { position: 'ASC' }, take: limit });
      return rows.map((row) => row.succession);
    },
  };
}

/** The same for the screens. */
export const successionReads = (uow: UnitOfWork): SuccessionReads => ({
  async open(limit) {
    const rows = await uow.reader().find(successionRecord, { order: { position: 'ASC' }, take: limit });
    return rows.map((row) => row.succession);
  },
});
