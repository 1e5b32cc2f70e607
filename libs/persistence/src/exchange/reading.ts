import type {
  Delivery,
  ExchangeFigures,
  ExchangeStore,
  InStream,
  PeerFigures,
  QuarantinedItem,
} from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from './columns.js';
import { hotSql } from '../hot-sql.js';
import { inStream, inStreamColumns, type InStreamColumns } from './in-streams.js';
import { rank, statusOf } from './outbox-row.js';
import { streamKey, streamOf, type StreamColumns } from './stream-key.js';

interface DeliveryColumns {
  readonly id: Buffer;
  readonly dest: string;
  readonly type: string;
  readonly sequence: number;
  readonly time: Date;
  readonly status: number;
  readonly reason: string | null;
  readonly article: string | null;
  readonly settled_at: Date | null;
  /** Of its frame, while that is open. */
  readonly sent: number | null;
}
interface HeadColumns {
  readonly last_sequence: number;
  readonly head: Buffer;
}
interface QuarantinedColumns extends StreamColumns {
  readonly id: Buffer;
  readonly what: 'frame' | 'message';
  readonly source: string | null;
  readonly type: string | null;
  readonly subject: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly at: Date;
  readonly ack_unit: string | null;
  readonly ack_user: string | null;
  readonly ack_note: string | null;
  readonly ack_at: Date | null;
}

type Methods = Pick<
  ExchangeStore,
  'figures' | 'peerFigures' | 'deliveries' | 'heads' | 'quarantined' | 'stoppedStreams'
>;

const quarantinedSql = (after: string): string => `SELECT * FROM (
  (SELECT id, 'frame' AS what, claimed_source AS source,
     NULL AS type, NULL AS subject, NULL AS kind, NULL AS stream_id, reason, detail, at
   FROM exchange_quarantine WHERE 1 = 1 ${after} ORDER BY at DESC, id DESC LIMIT ?)
  UNION ALL
  (SELECT id, 'message', source, type, subject, kind, stream_id, reason, NULL, at
   FROM exchange_inbox WHERE status IN (3, 4) ${after} ORDER BY at DESC, id DESC LIMIT ?)
) q LEFT JOIN (SELECT id AS ack_id, unit AS ack_unit, user AS ack_user, note AS ack_note, at AS ack_at
  FROM exchange_acknowledged) a ON a.ack_id = q.id
ORDER BY at DESC, id DESC LIMIT ?`;

const cursorSql = `SELECT at FROM exchange_quarantine WHERE id = ?
UNION ALL SELECT at FROM exchange_inbox WHERE id = ?`;

function acknowledgedOf({ ack_unit: unit, ack_user: by, ack_note: note, ack_at: at }: QuarantinedColumns) {
  return unit === null || by === null || note === null || at === null
    ? {}
    : { acknowledged: { unit, by, note, at } };
}

/** What screens and operators ask. */
export function readingStore(uow: UnitOfWork): Methods {
  const figuresSql = hotSql('figures');
  const peerFiguresSql = hotSql('peer-figures');

  const head = async (table: 'exchange_out_stream' | 'exchange_in_stream', key: Buffer) => {
    const rows = await uow
      .reader()
      .query<readonly HeadColumns[]>(`SELECT last_sequence, head FROM ${table} WHERE stream_key = ?`, [key]);
    const row = rows[0];
    return { last: row?.last_sequence ?? 0, head: (row?.head ?? Buffer.alloc(32)).toString('hex') };
  };

  return {
    async figures(): Promise<ExchangeFigures> {
      const rows = await uow.reader().query<readonly ExchangeFigures[]>(figuresSql);
      const row = rows[0];
      if (row === undefined) throw new Error('The figures gave no row.');
      return row;
    },

    peerFigures: () => uow.reader().query<readonly PeerFigures[]>(peerFiguresSql),

    async deliveries(stream): Promise<readonly Delivery[]> {
      const rows = await uow.reader().query<readonly DeliveryColumns[]>(
        `SELECT o.id, o.dest, o.type, o.sequence, o.time, o.status, o.reason, o.article, o.settled_at,
           f.sent
         FROM exchange_outbox o LEFT JOIN exchange_out_frame f ON f.frame_id = o.frame_id
         WHERE o.stream_id = ? AND o.kind = ? ORDER BY o.position`,
        [stream.id, stream.kind],
      );
      return rows.map((row) => ({
        messageId: idText(row.id),
        dest: row.dest,
        type: row.type,
        sequence: row.sequence,
        time: row.time,
        status: statusOf(row.status === rank.new && row.sent === 1 ? rank.sent : row.status),
        ...(row.reason === null ? {} : { reason: row.reason }),
        ...(row.article === null ? {} : { article: row.article }),
        ...(row.settled_at === null || row.status < rank.applied ? {} : { settledAt: row.settled_at }),
      }));
    },

    async heads(peer, stream) {
      const key = streamKey(peer, stream);
      return {
        sent: await head('exchange_out_stream', key),
        applied: await head('exchange_in_stream', key),
      };
    },

    async quarantined({ limit, after }): Promise<readonly QuarantinedItem[]> {
      const id = after === undefined ? undefined : idBytes(after);
      const cursor =
        id === undefined
          ? undefined
          : (await uow.reader().query<readonly { at: Date }[]>(cursorSql, [id, id]))[0];
      if (id !== undefined && cursor === undefined) return [];
      const past = cursor === undefined ? [] : [cursor.at, cursor.at, id];
      const rows = await uow
        .reader()
        .query<readonly QuarantinedColumns[]>(
          quarantinedSql(cursor === undefined ? '' : 'AND (at < ? OR (at = ? AND id < ?))'),
          [...past, limit, ...past, limit, limit],
        );
      return rows.map((row) => ({
        id: idText(row.id),
        kind: row.what,
        ...(row.source === null ? {} : { source: row.source }),
        ...(row.type === null ? {} : { type: row.type }),
        ...(row.subject === null ? {} : { subject: row.subject }),
        ...streamOf(row),
        reason: row.reason ?? 'unsupported',
        ...(row.detail === null ? {} : { detail: row.detail }),
        at: row.at,
        ...acknowledgedOf(row),
      }));
    },

    async stoppedStreams(kind): Promise<readonly InStream[]> {
      const rows = await uow
        .reader()
        .query<readonly InStreamColumns[]>(
          `SELECT ${inStreamColumns} FROM exchange_in_stream WHERE kind = ? AND status > 0 ORDER BY source, stream_id`,
          [kind],
        );
      return rows.map(inStream);
    },
  };
}
