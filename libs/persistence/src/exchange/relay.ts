import type { DueFrame, ExchangeStore, StoredOutboxRow } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from './columns.js';
import { hotSql } from '../hot-sql.js';
import { assertLease, type MakeLeaseLost } from './lease.js';
import { outboxRow, rank, type OutboxColumns } from './outbox-row.js';

interface FrameColumns {
  readonly frame_id: Buffer;
  readonly dest: string;
  readonly attempt: number;
}

type Methods = Pick<
  ExchangeStore,
  'peerWindows' | 'claimNew' | 'insertOutFrames' | 'markSent' | 'claimDue' | 'rescheduleFrames'
>;

/** Ends frames whose rows are all answered. Answers to two of them at once may leave one: the relay closes it. */
export async function closeEmptyFrames(uow: UnitOfWork, frameIds: readonly Buffer[]): Promise<void> {
  if (frameIds.length === 0) return;
  await uow.writer().query(
    `DELETE FROM exchange_out_frame
     WHERE frame_id IN (?) AND NOT EXISTS (
       SELECT 1 FROM exchange_outbox o WHERE o.frame_id = exchange_out_frame.frame_id AND o.status < ?
     )`,
    [frameIds, rank.applied],
  );
}

/** What the relay does with the database; every step checks the lease under its lock. */
export function relayStore(uow: UnitOfWork, makeLeaseLost: MakeLeaseLost): Methods {
  const windowsSql = hotSql('peer-windows');
  const claimSql = hotSql('outbox-claim');
  const dueSql = hotSql('frames-due');
  const ofFramesSql = hotSql('outbox-of-frames');

  return {
    peerWindows: () => uow.reader().query(windowsSql),

    async claimNew(lease, dest, max): Promise<readonly StoredOutboxRow[]> {
      await assertLease(uow, lease, makeLeaseLost);
      const rows = await uow.writer().query<readonly OutboxColumns[]>(claimSql, [dest, max.rows]);
      let bytes = 0;
      const fitting = rows.findIndex((row, at) => (bytes += row.size) > max.bytes && at > 0);
      return (fitting === -1 ? rows : rows.slice(0, fitting)).map(outboxRow);
    },

    async insertOutFrames(lease, frames, retryInMs): Promise<void> {
      await assertLease(uow, lease, makeLeaseLost);
      if (frames.length === 0) return;
      for (const { frameId, messageIds } of frames) {
        await uow
          .writer()
          .query(
            'UPDATE exchange_outbox SET frame_id = ? WHERE id IN (?) AND status = ? AND frame_id IS NULL',
            [idBytes(frameId), messageIds.map(idBytes), rank.new],
          );
      }
      const row = '(?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND)';
      await uow.writer().query(
        `INSERT INTO exchange_out_frame (frame_id, dest, attempt, bytes, made_at, next_at)
         VALUES ${frames.map(() => row).join(', ')}`,
        frames.flatMap(({ frameId, dest, attempt, bytes }) => [
          [idBytes(frameId), dest, attempt, bytes],
          retryInMs * 1000,
        ]),
      );
    },

    async markSent(lease, frameIds): Promise<void> {
      await assertLease(uow, lease, makeLeaseLost);
      if (frameIds.length === 0) return;
      const ids = frameIds.map(idBytes);
      await uow
        .writer()
        .query(
          'DELETE b FROM exchange_body b JOIN exchange_outbox o ON o.id = b.message_id WHERE o.frame_id IN (?) AND o.sequence IS NULL',
          [ids],
        );
      await uow
        .writer()
        .query('DELETE FROM exchange_outbox WHERE frame_id IN (?) AND sequence IS NULL', [ids]);
      await uow
        .writer()
        .query('UPDATE exchange_outbox SET status = ? WHERE frame_id IN (?) AND status < ?', [
          rank.sent,
          ids,
          rank.sent,
        ]);
      await closeEmptyFrames(uow, ids);
    },

    async claimDue(lease, limit): Promise<readonly DueFrame[]> {
      await assertLease(uow, lease, makeLeaseLost);
      const frames = await uow.writer().query<readonly FrameColumns[]>(dueSql, [limit]);
      if (frames.length === 0) return [];
      const rows = (
        await uow
          .writer()
          .query<readonly OutboxColumns[]>(ofFramesSql, [frames.map(({ frame_id: id }) => id)])
      ).map(outboxRow);
      return frames.map(({ frame_id: id, dest, attempt }) => {
        const frameId = idText(id);
        return { frameId, dest, attempt, rows: rows.filter((row) => row.frameId === frameId) };
      });
    },

    async rescheduleFrames(lease, frames, close): Promise<void> {
      await assertLease(uow, lease, makeLeaseLost);
      for (const { frameId, attempt, retryInMs } of frames) {
        await uow.writer().query(
          `UPDATE exchange_out_frame SET attempt = ?, next_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
           WHERE frame_id = ?`,
          [attempt, retryInMs * 1000, idBytes(frameId)],
        );
      }
      await closeEmptyFrames(uow, close.map(idBytes));
    },
  };
}
