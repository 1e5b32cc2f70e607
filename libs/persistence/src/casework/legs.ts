import { In } from 'typeorm';
import type { CaseworkTx, LegRow } from '#casework';
import type { Leg } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { byBytes, idBytes, idText } from '../exchange/columns.js';
import { hotSql } from '../hot-sql.js';
import { saveClocks } from './clocks.js';
import { legColumns, legOwes, legRow } from './mappers.js';
import { caseRecord, legRecord } from './records.js';

const locked = { mode: 'pessimistic_write' } as const;

/** Legs under their lock. `node` is this node: only what it received can become accepted by silence. */
export function legStore(uow: UnitOfWork, node: string): CaseworkTx['legs'] {
  const pastObjectionSql = hotSql('legs-past-objection');
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

    async markRefused(id, reason): Promise<void> {
      await uow.writer().update(legRecord, { id }, { refusal: reason.slice(0, 255) });
    },

    async extensionsPending(limit): Promise<readonly LegRow[]> {
      // No lock here: the sweep looks at each again under the locks of its case.
      const where = { state: 'EXTENSION_PENDING' } as const;
      const rows = await uow.writer().find(legRecord, { where, order: { position: 'ASC' }, take: limit });
      return rows.map(legRow);
    },

    async pastObjection(today, limit): Promise<readonly LegRow[]> {
      const found = await uow
        .writer()
        .query<readonly { id: Buffer; case_id: Buffer }[]>(pastObjectionSql, [node, today, limit]);
      if (found.length === 0) return [];
      // Cases are locked before legs, sorted; what changed meanwhile is looked at again under the locks.
      const caseIds = [...new Set(found.map(({ case_id: id }) => id.toString('hex')))];
      const sorted = caseIds.map((hex) => Buffer.from(hex, 'hex')).sort(byBytes);
      await uow.writer().find(caseRecord, {
        where: { id: In(sorted.map(idText)) },
        select: { id: true },
        order: { id: 'ASC' },
        lock: locked,
      });
      const rows = await uow.writer().find(legRecord, {
        where: { id: In(found.map(({ id }) => idText(id))) },
        order: { position: 'ASC' },
        lock: locked,
      });
      return rows.filter(({ objectionEnd }) => objectionEnd !== null && objectionEnd < today).map(legRow);
    },
  };
}
