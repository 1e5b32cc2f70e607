import type { ExchangeStore, StoredOutboxRow } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { blob, idBytes } from './columns.js';
import { outboxRow, rank, type OutboxColumns } from './outbox-row.js';
import { closeEmptyFrames } from './relay.js';

type Methods = Pick<ExchangeStore, 'lockOutbox' | 'answerOutbox' | 'insertReceipts'>;

/** What receipts do to the sender's rows. */
export function receiptStore(uow: UnitOfWork): Methods {
  return {
    async lockOutbox(ids): Promise<readonly StoredOutboxRow[]> {
      if (ids.length === 0) return [];
      const rows = await uow
        .writer()
        .query<readonly OutboxColumns[]>(
          'SELECT o.* FROM exchange_outbox o WHERE o.id IN (?) ORDER BY o.id FOR UPDATE',
          [ids.map(idBytes)],
        );
      return rows.map(outboxRow);
    },

    async answerOutbox(source, answers): Promise<void> {
      if (answers.length > 0) {
        const ids = answers.map(({ id }) => idBytes(id));
        const value = 'SELECT ? AS id, ? AS status, ? AS reason, ? AS article, ? AS at, ? AS receipt_id';
        await uow.writer().query(
          `UPDATE exchange_outbox o JOIN (${answers.map(() => value).join(' UNION ALL ')}) v ON o.id = v.id
           SET o.status = v.status, o.reason = v.reason, o.article = v.article, o.settled_at = v.at,
             o.receipt_id = v.receipt_id
           WHERE o.dest = ? AND o.status < ${String(rank.applied)} AND o.status < v.status`,
          [
            ...answers.flatMap(({ status, reason, article, at, receiptId }, index) => [
              ids[index],
              rank[status],
              reason ?? null,
              article ?? null,
              at,
              idBytes(receiptId),
            ]),
            source,
          ],
        );
        const frames = await uow
          .writer()
          .query<readonly { frame_id: Buffer }[]>(
            'SELECT DISTINCT frame_id FROM exchange_outbox WHERE id IN (?) AND dest = ? AND frame_id IS NOT NULL ORDER BY frame_id',
            [ids, source],
          );
        await closeEmptyFrames(
          uow,
          frames.map(({ frame_id: id }) => id),
        );
      }
      await uow.writer().query(
        `INSERT INTO exchange_peer (node, spoke_at) VALUES (?, UTC_TIMESTAMP(3))
         ON DUPLICATE KEY UPDATE spoke_at = VALUES(spoke_at)`,
        [source],
      );
    },

    async insertReceipts(rows): Promise<void> {
      if (rows.length === 0) return;
      await uow.writer().query(
        `INSERT INTO exchange_receipt (id, source, frame_id, attempt, place, bytes) VALUES ?
         ON DUPLICATE KEY UPDATE id = VALUES(id)`,
        [
          rows.map(({ id, source, frameId, attempt, place, bytes }) => [
            idBytes(id),
            source,
            idBytes(frameId),
            attempt,
            place,
            blob(bytes),
          ]),
        ],
      );
    },
  };
}
