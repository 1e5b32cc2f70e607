import type { Operation, OperatorStore, RecordedOperation } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText, orNull } from './columns.js';
import { inboxCode, inboxColumns, inboxRow, type InboxColumns } from './inbox-row.js';
import { streamKey } from './stream-key.js';

interface OperationColumns {
  readonly id: Buffer;
  readonly at: Date;
  readonly act: Operation['act'];
  readonly target: string;
  readonly unit: string;
  readonly user: string;
  readonly reason: string | null;
  readonly outcome: string;
}

const PUT_AWAY = `${String(inboxCode.quarantined)}, ${String(inboxCode.unsupported)}`;

/** What an operator does, on record. */
export function operatorStore(uow: UnitOfWork): OperatorStore {
  return {
    async readPutAway(key, from) {
      const rows = await uow.writer().query<readonly InboxColumns[]>(
        `SELECT ${inboxColumns} FROM exchange_inbox
         WHERE stream_key = ? AND sequence >= ? AND status IN (${PUT_AWAY}) ORDER BY sequence, id FOR UPDATE`,
        [streamKey(key.source, key), from],
      );
      return rows.map(inboxRow);
    },

    async reviseInbox(revisions) {
      for (const { id, status, reason, article, at } of revisions) {
        await uow
          .writer()
          .query(
            `UPDATE exchange_inbox SET status = ?, reason = ?, article = ?, at = ? WHERE id = ? AND status IN (${PUT_AWAY})`,
            [inboxCode[status], reason ?? null, article ?? null, at, idBytes(id)],
          );
      }
    },

    async hasRefusedFrame(id) {
      const rows = await uow
        .reader()
        .query<readonly unknown[]>('SELECT 1 FROM exchange_quarantine WHERE id = ?', [idBytes(id)]);
      return rows.length > 0;
    },

    async insertOperation({ id, act, target, by, reason, outcome }) {
      await uow.writer().query(
        `INSERT INTO exchange_operation (id, at, act, target, unit, user, reason, outcome)
         VALUES (?, UTC_TIMESTAMP(3), ?, ?, ?, ?, ?, ?)`,
        [idBytes(id), act, target, by.unit, by.user, reason ?? null, outcome],
      );
    },

    async operations({ limit, after }): Promise<readonly RecordedOperation[]> {
      // UUIDv7: the order of the ids is the order in time.
      const past = orNull(after, idBytes);
      const rows = await uow.reader().query<readonly OperationColumns[]>(
        `SELECT id, at, act, target, unit, user, reason, outcome FROM exchange_operation
           ${past === null ? '' : 'WHERE id < ?'} ORDER BY id DESC LIMIT ?`,
        past === null ? [limit] : [past, limit],
      );
      return rows.map(({ id, at, act, target, unit, user, reason, outcome }) => ({
        ...{ id: idText(id), at, act, target, by: { unit, user }, outcome },
        ...(reason === null ? {} : { reason }),
      }));
    },
  };
}
