import type { ExchangeStore, HealStore, Hole } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { blob, idBytes, idText, orNull } from './columns.js';
import { inboxCode, inboxColumns, inboxValues } from './inbox-row.js';
import { outboxColumns, outboxValues, rank } from './outbox-row.js';
import { streamOf, type StreamColumns } from './stream-key.js';

interface PlaceColumns extends StreamColumns {
  readonly peer: string;
  readonly sequence: number | null;
  readonly open: number;
  readonly frame_id: Buffer | null;
  readonly attempt: number | null;
  readonly place: number | null;
}
interface HoledColumns {
  readonly stream_key: Buffer;
  readonly peer: string;
  readonly kind: Hole['stream']['kind'];
  readonly stream_id: string;
  readonly last: number;
}
interface Changed {
  readonly changedRows: number;
}

/** Streams that have gone further than they have rows. */
const holedSql = (streams: string, rows: string, peer: string): string =>
  `SELECT s.stream_key, s.${peer} AS peer, s.kind, s.stream_id, s.last_sequence AS last
   FROM ${streams} s
   LEFT JOIN (SELECT m.stream_key, COUNT(DISTINCT m.sequence) AS there FROM ${rows} m
     JOIN ${streams} t ON t.stream_key = m.stream_key
     WHERE m.sequence BETWEEN 1 AND t.last_sequence GROUP BY m.stream_key) h ON h.stream_key = s.stream_key
   WHERE s.last_sequence > COALESCE(h.there, 0)
   ORDER BY s.${peer}, s.kind, s.stream_id LIMIT ?`;

const columns = 'kind, stream_id, sequence';
const set = (names: string): string =>
  names
    .split(', ')
    .slice(1)
    .map((name) => `\`${name}\` = ?`)
    .join(', ');

/** Rows of messages put back to what was signed. */
export function healStore(uow: UnitOfWork): Pick<ExchangeStore, keyof HealStore> {
  const change = async (sql: string, values: readonly unknown[]): Promise<boolean> =>
    (await uow.writer().query<Changed>(sql, [...values])).changedRows > 0;
  return {
    async placeOf(id) {
      const key = idBytes(id);
      for (const [side, sql] of [
        [
          'sent',
          `SELECT dest AS peer, ${columns}, status IN (${rank.new}, ${rank.sent}, ${rank.stored}) AS open,
             NULL AS frame_id, NULL AS attempt, NULL AS place FROM exchange_outbox WHERE id = ?`,
        ],
        [
          'received',
          `SELECT source AS peer, ${columns}, status = ${inboxCode.parked} AS open, frame_id, attempt, place
           FROM exchange_inbox WHERE id = ?`,
        ],
      ] as const) {
        const [row] = await uow.reader().query<readonly PlaceColumns[]>(sql, [key]);
        if (row === undefined) continue;
        const { peer, sequence, open, frame_id: frame, attempt, place } = row;
        return {
          ...{ side, peer, open: open === 1 },
          ...streamOf(row),
          ...(sequence === null ? {} : { sequence }),
          ...(frame === null || attempt === null || place === null
            ? {}
            : { frame: { frameId: idText(frame), attempt, place } }),
        };
      }
      return undefined;
    },

    async holes(limit) {
      const found: Hole[] = [];
      for (const [side, streams, rows, peerColumn] of [
        ['sent', 'exchange_out_stream', 'exchange_outbox', 'dest'],
        ['received', 'exchange_in_stream', 'exchange_inbox', 'source'],
      ] as const) {
        const holed = await uow
          .reader()
          .query<readonly HoledColumns[]>(holedSql(streams, rows, peerColumn), [limit]);
        for (const { stream_key: key, peer, kind, stream_id: id, last } of holed) {
          const there = await uow
            .reader()
            .query<readonly { readonly sequence: number | null }[]>(
              `SELECT sequence FROM ${rows} WHERE stream_key = ?`,
              [key],
            );
          const known = new Set(there.map(({ sequence }) => sequence));
          for (let sequence = 1; sequence <= last && found.length < limit; sequence += 1)
            if (!known.has(sequence)) found.push({ side, peer, stream: { kind, id }, sequence });
        }
      }
      return found;
    },

    async receiptsNaming(peer, messageId) {
      const rows = await uow
        .reader()
        .query<readonly { readonly id: Buffer }[]>(
          'SELECT id FROM exchange_receipt WHERE source = ? AND LOCATE(?, bytes) > 0 ORDER BY id DESC',
          [peer, messageId],
        );
      return rows.map(({ id }) => idText(id));
    },

    restoreSent: (row) => {
      const [id, ...values] = outboxValues(row).slice(0, -1);
      return change(
        `UPDATE exchange_outbox SET ${set(outboxColumns.replace(/, status$/u, ''))} WHERE id = ?`,
        [...values, id],
      );
    },

    restoreAnswer: ({ id, status, reason, article, at, receiptId }) =>
      change(
        `UPDATE exchange_outbox SET status = ?, reason = ?, article = ?, settled_at = ?, receipt_id = ?
         WHERE id = ?`,
        [rank[status], orNull(reason, String), orNull(article, String), at, idBytes(receiptId), idBytes(id)],
      ),

    restoreReceived: (row) => {
      const [id, ...values] = inboxValues(row);
      return change(`UPDATE exchange_inbox SET ${set(inboxColumns)} WHERE id = ?`, [...values, id]);
    },

    async removeBodies(ids) {
      if (ids.length > 0)
        await uow.writer().query('DELETE FROM exchange_body WHERE message_id IN (?)', [ids.map(idBytes)]);
    },

    async dropUnused({ receiptId, frame }) {
      const dropped: boolean[] = [];
      const drop = async (sql: string, values: readonly unknown[]): Promise<void> => {
        const { affectedRows } = await uow
          .writer()
          .query<{ readonly affectedRows: number }>(sql, [...values]);
        dropped.push(affectedRows > 0);
      };
      if (receiptId !== undefined) {
        const key = blob(idBytes(receiptId));
        await drop(
          'DELETE FROM exchange_receipt WHERE id = ? AND NOT EXISTS (SELECT 1 FROM exchange_outbox WHERE receipt_id = ?)',
          [key, key],
        );
      }
      if (frame !== undefined) {
        const key = [blob(idBytes(frame.frameId)), frame.attempt];
        await drop(
          `DELETE FROM exchange_in_frame WHERE frame_id = ? AND attempt = ?
             AND NOT EXISTS (SELECT 1 FROM exchange_inbox WHERE frame_id = ? AND attempt = ?)
             AND NOT EXISTS (SELECT 1 FROM exchange_receipt WHERE frame_id = ? AND attempt = ?)`,
          [...key, ...key, ...key],
        );
      }
      return dropped.some((one) => one);
    },
  };
}
