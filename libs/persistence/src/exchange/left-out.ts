import type { LeftOut, ResyncStore, StreamKind } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from './columns.js';

interface LeftOutColumns {
  readonly message_id: Buffer;
  readonly peer: string;
  readonly stream_kind: StreamKind;
  readonly stream_id: string;
  readonly side: LeftOut['side'];
  readonly type: string;
  readonly subject: string;
  readonly epoch: number;
  readonly kind: LeftOut['kind'];
  readonly reason: string;
  readonly at: Date;
}

type Methods = Pick<ResyncStore, 'keepLeftOut' | 'leftOutStreams' | 'leftOutOf' | 'takenUpLater' | 'leftOut'>;

/** The columns of `VALUES`, in their order. */
const COLUMNS = 'message_id, peer, stream_kind, stream_id, side, type, subject, epoch, kind, reason';
/** Lines written by one statement. */
const AT_ONCE = 500;

const lineOf = (row: LeftOutColumns): LeftOut => {
  const { message_id: id, stream_kind: kind, stream_id: streamId, ...rest } = row;
  return {
    ...{ messageId: idText(id), stream: { kind, id: streamId } },
    ...{ peer: rest.peer, side: rest.side, type: rest.type, subject: rest.subject, epoch: rest.epoch },
    ...{ reason: rest.reason, kind: rest.kind, at: rest.at },
  };
};

/** What a recovery left out: the lines of its report. */
export function leftOutStore(uow: UnitOfWork): Methods {
  return {
    async keepLeftOut(lines): Promise<void> {
      for (let from = 0; from < lines.length; from += AT_ONCE) {
        const rows = lines
          .slice(from, from + AT_ONCE)
          .map((line) => [
            idBytes(line.messageId),
            ...[line.peer, line.stream.kind, line.stream.id, line.side, line.type.slice(0, 96), line.subject],
            ...[line.epoch, line.kind, line.reason.slice(0, 255)],
          ]);
        await uow.writer().query(
          `INSERT INTO exchange_left_out (${COLUMNS}) VALUES ?
           ON DUPLICATE KEY UPDATE epoch = VALUES(epoch), kind = VALUES(kind), reason = VALUES(reason), at = UTC_TIMESTAMP(3)`,
          [rows],
        );
      }
    },

    async leftOutStreams(limit, after = 0) {
      const rows = await uow
        .reader()
        .query<
          readonly (Pick<LeftOutColumns, 'peer' | 'stream_kind' | 'stream_id'> & { position: number })[]
        >(
          `SELECT peer, stream_kind, stream_id, MIN(position) AS position FROM exchange_left_out WHERE kind = 'waiting'
           GROUP BY peer, stream_kind, stream_id HAVING MIN(position) > ? ORDER BY position LIMIT ?`,
          [after, limit],
        );
      return rows.map(({ peer, stream_kind: kind, stream_id: id, position }) => ({
        ...{ peer, stream: { kind, id } },
        position,
      }));
    },

    async leftOutOf(peer, { kind, id }, limit): Promise<readonly LeftOut[]> {
      const rows = await uow.writer().query<readonly LeftOutColumns[]>(
        `SELECT ${COLUMNS}, at FROM exchange_left_out
         WHERE kind = 'waiting' AND peer = ? AND stream_kind = ? AND stream_id = ? ORDER BY message_id LIMIT ?`,
        [peer, kind, id, limit],
      );
      return rows.map(lineOf);
    },

    async takenUpLater(peer, { kind, id }, ids): Promise<void> {
      if (ids.length === 0) return;
      await uow.writer().query('DELETE FROM exchange_left_out WHERE message_id IN (?)', [ids.map(idBytes)]);
      const lines = await uow.writer().query<readonly { position: number; not_rebuilt: number }[]>(
        `SELECT position, not_rebuilt FROM exchange_refill
         WHERE peer = ? AND kind = ? AND stream_id = ? AND not_rebuilt > 0 ORDER BY position FOR UPDATE`,
        [peer, kind, id],
      );
      let left = ids.length;
      for (const { position, not_rebuilt: counted } of lines) {
        const fewer = Math.min(left, counted);
        if (fewer === 0) return;
        left -= fewer;
        await uow
          .writer()
          .query(
            'UPDATE exchange_refill SET not_rebuilt = ?, reason = IF(? = 0, NULL, reason) WHERE position = ?',
            [counted - fewer, counted - fewer, position],
          );
      }
    },

    async leftOut(epoch, limit) {
      const rows = await uow
        .reader()
        .query<readonly LeftOutColumns[]>(
          `SELECT ${COLUMNS}, at FROM exchange_left_out WHERE epoch = ? ORDER BY position LIMIT ?`,
          [epoch, limit],
        );
      const [counted] = await uow
        .reader()
        .query<readonly { total: number }[]>(
          'SELECT COUNT(*) AS total FROM exchange_left_out WHERE epoch = ?',
          [epoch],
        );
      return { lines: rows.map(lineOf), total: counted?.total ?? 0 };
    },
  };
}
