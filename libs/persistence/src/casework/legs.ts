import type { CaseworkTx } from '#casework';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idText } from '../exchange/columns.js';
import { hotSql } from '../hot-sql.js';
import type { CurrentUnit } from './unit/casework-unit.js';

/** Legs under their lock, held by the unit of work. `node` is this node: what it holds at the receiving end is asked by it. */
export function legStore(uow: UnitOfWork, node: string, current: CurrentUnit): CaseworkTx['legs'] {
  const heldSql = hotSql('units-held');
  return {
    caseOf: (id) => current().legs.caseOf(id),
    load: (id) => current().legs.load(id),
    ofCase: (caseId) => current().legs.ofCase(caseId),
    insert: async (leg, caseId, deliveredAt) => current().legs.insert(leg, caseId, deliveredAt),
    save: (leg) => current().legs.save(leg),
    markDelivered: async (id, at) => current().legs.markDelivered(id, at),
    markRefused: (id, reason) => current().legs.markRefused(id, reason),

    async remove(id, caseId) {
      const unit = current();
      // Its clocks must not be written after they were taken away.
      await unit.flush();
      await unit.legs.remove(id, caseId);
    },

    async unitsHeld() {
      await current().flush();
      const rows = await uow.writer().query<readonly { readonly to_unit: string }[]>(heldSql, [node]);
      return rows.map((row) => row.to_unit);
    },

    async openTo(unit) {
      await current().flush();
      const sql =
        'SELECT id FROM casework_leg WHERE to_node = ? AND to_unit = ? AND ended_on IS NULL ORDER BY position';
      const rows = await uow.writer().query<readonly { readonly id: Buffer }[]>(sql, [node, unit]);
      return rows.map((row) => idText(row.id));
    },
  };
}
