import type { ExchangeStore, OutboxAnswer, StoredOutboxRow } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { blob, byBytes, idBytes } from './columns.js';
import { outboxRow, rank, type OutboxColumns } from './outbox-row.js';
import { closeEmptyFrames } from './relay.js';

type Methods = Pick<ExchangeStore, 'lockOutbox' | 'answerOutbox' | 'insertReceipts'>;

/**
 * Answers that say the same, together: usually all of a frame. Measured: joining each row to its own answer cost the
 * server twice the time of one list of ids.
 */
function alike(
  answers: readonly OutboxAnswer[],
): readonly (OutboxAnswer & { readonly ids: readonly string[] })[] {
  const groups = new Map<string, OutboxAnswer & { readonly ids: string[] }>();
  for (const answer of answers) {
    const { id, status, reason, article, at, receiptId } = answer;
    const what = JSON.stringify([status, reason, article, at.getTime(), receiptId]);
    const group = groups.get(what);
    if (group === undefined) groups.set(what, { ...answer, ids: [id] });
    else group.ids.push(id);
  }
  return [...groups.values()];
}

/** The codes that an answer may follow (mayFollow of the exchange). */
const followed = (status: OutboxAnswer['status']): readonly number[] =>
  Object.values(rank).filter((code) =>
    code === rank.quarantined || code === rank.unsupported
      ? status === 'applied' || status === 'rejected'
      : code < rank.applied && code < rank[status],
  );

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
      for (const { status, reason, article, at, receiptId, ids } of alike(answers)) {
        await uow.writer().query(
          `UPDATE exchange_outbox
           SET status = ?, reason = ?, article = ?, settled_at = ?, receipt_id = ?
           WHERE id IN (?) AND dest = ? AND status IN (?)`,
          [
            rank[status],
            reason ?? null,
            article ?? null,
            at,
            idBytes(receiptId),
            ids.map(idBytes),
            source,
            followed(status),
          ],
        );
      }
      const frames = new Set(answers.flatMap(({ frameId }) => frameId ?? []));
      await closeEmptyFrames(uow, [...frames].map(idBytes).sort(byBytes));
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
