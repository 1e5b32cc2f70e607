import type { CaseworkTx, LegRow } from '#casework';
import type { Leg } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from '../exchange/columns.js';
import { markVersion } from './changes.js';
import { saveClocks } from './clocks.js';
import { legColumns, legOwes, legRow } from './mappers.js';
import { legRecord } from './records.js';

const locked = { mode: 'pessimistic_write' } as const;

/** Legs under their lock. `node` is this node: what it holds at the receiving end is asked by it. */
export function legStore(uow: UnitOfWork, node: string): CaseworkTx['legs'] {
  const clocksOf = (leg: Leg, caseId: string): Promise<void> =>
    saveClocks(uow, { kind: 'leg', id: leg.id, caseId }, leg.clocks, legOwes(leg));

  return {
    async caseOf(id): Promise<string | undefined> {
      const row = await uow.writer().findOne(legRecord, { where: { id }, select: { caseId: true } });
      return row?.caseId;
    },

    async load(id): Promise<LegRow | undefined> {
      const row = await uow.writer().findOne(legRecord, { where: { id }, lock: locked });
      return row === null ? undefined : legRow(row);
    },

    async ofCase(caseId): Promise<readonly LegRow[]> {
      const rows = await uow
        .writer()
        .find(legRecord, { where: { caseId }, order: { position: 'ASC' }, lock: locked });
      return rows.map(legRow);
    },

    async insert(leg, caseId, deliveredAt): Promise<LegRow> {
      await uow.writer().insert(legRecord, {
        ...legColumns(leg),
        caseId,
        version: 1,
        deliveredAt: deliveredAt === undefined ? null : new Date(deliveredAt),
        refusal: null,
      });
      await clocksOf(leg, caseId);
      return { leg, caseId, version: 1, ...(deliveredAt === undefined ? {} : { deliveredAt }) };
    },

    async save(leg): Promise<LegRow> {
      const before = await uow.writer().findOneOrFail(legRecord, { where: { id: leg.id }, lock: locked });
      const version = before.version + 1;
      await uow.writer().update(legRecord, { id: leg.id }, { ...legColumns(leg), version });
      await markVersion(uow, leg.id, before.caseId, version);
      await clocksOf(leg, before.caseId);
      return legRow({ ...before, leg, version });
    },

    async markDelivered(id, at): Promise<void> {
      // The first confirmation stands; a tick is no act, so the version that a user saw stays good.
      await uow
        .writer()
        .query('UPDATE casework_leg SET delivered_at = COALESCE(delivered_at, ?) WHERE id = ?', [
          new Date(at),
          idBytes(id),
        ]);
    },

    async remove(id) {
      await uow.writer().delete(legRecord, { id });
      await uow.writer().query('DELETE FROM casework_clock WHERE subject_id = ?', [idBytes(id)]);
    },

    async unitsHeld() {
      const sql = 'SELECT DISTINCT to_unit FROM casework_leg WHERE to_node = ? AND ended_on IS NULL';
      const rows = await uow.writer().query<readonly { readonly to_unit: string }[]>(sql, [node]);
      return rows.map((row) => row.to_unit);
    },

    async openTo(unit) {
      const sql =
        'SELECT id FROM casework_leg WHERE to_node = ? AND to_unit = ? AND ended_on IS NULL ORDER BY position';
      const rows = await uow.writer().query<readonly { readonly id: Buffer }[]>(sql, [node, unit]);
      return rows.map((row) => idText(row.id));
    },

    async markRefused(id, reason): Promise<void> {
      await uow.writer().update(legRecord, { id }, { refusal: reason.slice(0, 255) });
    },
  };
}
