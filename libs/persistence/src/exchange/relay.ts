import type { DueFrame, ExchangeStore, FrameRow, PeerWindow } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from './columns.js';
import { hotSql } from '../hot-sql.js';
import { assertLease, type MakeLeaseLost } from './lease.js';
import { rank, type OutboxColumns } from './outbox-row.js';

interface FrameColumns {
  readonly frame_id: Buffer;
  readonly dest: string;
  readonly attempt: number;
}

type FrameRowColumns = Pick<OutboxColumns, 'id' | 'size' | 'sequence'>;

const frameRow = ({ id, size, sequence }: FrameRowColumns): FrameRow => ({
  id: idText(id),
  size,
  ...(sequence === null ? {} : { sequence }),
});

/** A peer for which nothing is on its way. */
const nothingOpen = (dest: string): Omit<PeerWindow, 'waiting'> => ({
  dest,
  openFrames: 0,
  openBytes: 0,
  dueFrames: 0,
  silentMs: 0,
});

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
  const waitingSql = hotSql('peer-waiting');
  const claimSql = hotSql('outbox-claim');
  const dueSql = hotSql('frames-due');
  const ofFramesSql = hotSql('outbox-of-frames');

  return {
    async peerWindows(): Promise<readonly PeerWindow[]> {
      const windows = await uow.reader().query<readonly PeerWindow[]>(windowsSql);
      const ends = windows.filter(({ waiting }) => waiting === 1).map(({ dest }) => dest);
      const last = ends.at(-1);
      const found = new Map(windows.map((window) => [window.dest, window]));
      for (let dest = ends[0]; dest !== undefined && dest !== last;) {
        const [next] = await uow.reader().query<readonly { dest: string | null }[]>(waitingSql, [dest]);
        dest = next?.dest ?? undefined;
        if (dest !== undefined) found.set(dest, { ...(found.get(dest) ?? nothingOpen(dest)), waiting: 1 });
      }
      return [...found.values()].sort((a, b) => (a.dest < b.dest ? -1 : 1));
    },

    async claimNew(lease, dest, max): Promise<readonly FrameRow[]> {
      await assertLease(uow, lease, makeLeaseLost);
      const rows = await uow.writer().query<readonly FrameRowColumns[]>(claimSql, [dest, max.rows]);
      let bytes = 0;
      const fitting = rows.findIndex((row, at) => (bytes += row.size) > max.bytes && at > 0);
      return (fitting === -1 ? rows : rows.slice(0, fitting)).map(frameRow);
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

    async markSent(lease, frames): Promise<void> {
      await assertLease(uow, lease, makeLeaseLost);
      const receipts = frames.filter((frame) => frame.receipts).map(({ frameId }) => idBytes(frameId));
      if (receipts.length > 0) {
        await uow
          .writer()
          .query(
            'DELETE b FROM exchange_body b JOIN exchange_outbox o ON o.id = b.message_id WHERE o.frame_id IN (?) AND o.sequence IS NULL',
            [receipts],
          );
        await uow
          .writer()
          .query('DELETE FROM exchange_outbox WHERE frame_id IN (?) AND sequence IS NULL', [receipts]);
        await closeEmptyFrames(uow, receipts);
      }
      const messages = frames.filter((frame) => frame.messages).map(({ frameId }) => idBytes(frameId));
      if (messages.length === 0) return;
      await uow.writer().query('UPDATE exchange_out_frame SET sent = 1 WHERE frame_id IN (?)', [messages]);
    },

    async claimDue(lease, limit): Promise<readonly DueFrame[]> {
      await assertLease(uow, lease, makeLeaseLost);
      const frames = await uow.writer().query<readonly FrameColumns[]>(dueSql, [limit]);
      if (frames.length === 0) return [];
      const rows = await uow
        .writer()
        .query<readonly (FrameRowColumns & Pick<OutboxColumns, 'frame_id'>)[]>(ofFramesSql, [
          frames.map(({ frame_id: id }) => id),
        ]);
      return frames.map(({ frame_id: id, dest, attempt }) => ({
        frameId: idText(id),
        dest,
        attempt,
        rows: rows.filter((row) => row.frame_id?.equals(id) === true).map(frameRow),
      }));
    },

    async rescheduleFrames(lease, frames, close): Promise<void> {
      await assertLease(uow, lease, makeLeaseLost);
      // Those of one attempt wait equally long, so that a round of them is few statements.
      const groups = new Map<string, { attempt: number; retryInMs: number; ids: Buffer[] }>();
      for (const { frameId, attempt, retryInMs } of frames) {
        const group = groups.get(`${attempt} ${retryInMs}`);
        if (group === undefined)
          groups.set(`${attempt} ${retryInMs}`, { attempt, retryInMs, ids: [idBytes(frameId)] });
        else group.ids.push(idBytes(frameId));
      }
      for (const { attempt, retryInMs, ids } of groups.values()) {
        await uow.writer().query(
          `UPDATE exchange_out_frame SET attempt = ?, next_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
           WHERE frame_id IN (?)`,
          [attempt, retryInMs * 1000, ids],
        );
      }
      await closeEmptyFrames(uow, close.map(idBytes));
    },
  };
}
