import type {
  AnsweredRow,
  InboxRow,
  ResyncStore,
  StreamBucket,
  StreamGap,
  StreamKind,
  StreamRef,
  StreamStanding,
} from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { inboxCode, inboxRow, type InboxColumns } from './inbox-row.js';
import { outboxRow, rank, type OutboxColumns } from './outbox-row.js';
import { streamKey } from './stream-key.js';

interface NameColumns {
  readonly kind: StreamKind;
  readonly stream_id: string;
}
interface HeadColumns {
  readonly stream_key: Buffer;
  readonly last_sequence: number;
  readonly head: Buffer;
}
interface GapColumns extends NameColumns {
  readonly peer: string;
  readonly first: number;
  readonly last: number;
}
interface AnsweredColumns extends OutboxColumns {
  readonly reason: string | null;
  readonly article: string | null;
  readonly settled_at: Date | null;
}

type Methods = Pick<
  ResyncStore,
  'streamBuckets' | 'streamsIn' | 'standingsOf' | 'headAt' | 'gaps' | 'sentRange' | 'takenFrom'
>;

const zeros = '0'.repeat(64);

// The first 8 bytes of a head as a number: XOR over a bucket, whatever the order of its rows.
const bucketsSql = (of: string, start: string): string =>
  `SELECT s.bucket, COUNT(*) AS streams,
     LPAD(LOWER(HEX(BIT_XOR(CAST(CONV(${start}, 16, 10) AS UNSIGNED)))), 16, '0') AS digest
   FROM ${of} GROUP BY s.bucket ORDER BY s.bucket`;

// What no frame has yet the peer cannot know: such a stream counts with the head before it, so that a backlog is no
// difference and need not be compared stream by stream before it may leave.
const sentBucketsSql = bucketsSql(
  `exchange_out_stream s LEFT JOIN (
     SELECT o.stream_key, MIN(CONCAT(LPAD(o.sequence, 12, '0'), HEX(LEFT(o.prevhash, 8)))) AS first
     FROM exchange_outbox o FORCE INDEX (claim)
     WHERE o.frame_id IS NULL AND o.dest = ? AND o.status = ${String(rank.new)} AND o.sequence IS NOT NULL
     GROUP BY o.stream_key) u ON u.stream_key = s.stream_key
   WHERE s.dest = ?`,
  'COALESCE(SUBSTRING(u.first, 13), HEX(LEFT(s.head, 8)))',
);
const appliedBucketsSql = bucketsSql('exchange_in_stream s WHERE s.source = ?', 'HEX(LEFT(s.head, 8))');

/** What two ends compare: by bucket, then stream by stream. */
export function comparingStore(uow: UnitOfWork): Methods {
  const query = <T>(sql: string, values: readonly unknown[]): Promise<readonly T[]> =>
    uow.reader().query<readonly T[]>(sql, [...values]);
  const byKey = <T extends { readonly stream_key: Buffer }>(rows: readonly T[]): ReadonlyMap<string, T> =>
    new Map(rows.map((row) => [row.stream_key.toString('hex'), row]));

  const standingsOf = async (
    peer: string,
    streams: readonly StreamRef[],
  ): Promise<readonly StreamStanding[]> => {
    if (streams.length === 0) return [];
    const keys = streams.map((stream) => streamKey(peer, stream));
    const columns = 'stream_key, last_sequence, head';
    const sent = byKey(
      await query<HeadColumns>(`SELECT ${columns} FROM exchange_out_stream WHERE stream_key IN (?)`, [keys]),
    );
    const applied = byKey(
      await query<HeadColumns & { readonly status: number }>(
        `SELECT ${columns}, status FROM exchange_in_stream WHERE stream_key IN (?)`,
        [keys],
      ),
    );
    const answered = byKey(
      await query<{ readonly stream_key: Buffer; readonly answered: number }>(
        `SELECT stream_key, MAX(sequence) AS answered FROM exchange_outbox
         WHERE stream_key IN (?) AND status >= ? GROUP BY stream_key`,
        [keys, rank.applied],
      ),
    );
    const unsent = new Map<string, { readonly sequence: number; readonly prevhash: Buffer }>();
    for (const row of await query<{ stream_key: Buffer; sequence: number; prevhash: Buffer }>(
      `SELECT stream_key, sequence, prevhash FROM exchange_outbox
       WHERE stream_key IN (?) AND status = ? AND frame_id IS NULL ORDER BY sequence DESC`,
      [keys, rank.new],
    )) {
      unsent.set(row.stream_key.toString('hex'), row);
    }
    return streams.map((stream, at) => {
      const key = keys[at]?.toString('hex') ?? '';
      const out = sent.get(key);
      const incoming = applied.get(key);
      const first = unsent.get(key);
      return {
        stream: { kind: stream.kind, id: stream.id },
        sent:
          first === undefined
            ? { last: out?.last_sequence ?? 0, head: out?.head.toString('hex') ?? zeros }
            : { last: first.sequence - 1, head: first.prevhash.toString('hex') },
        answered: answered.get(key)?.answered ?? 0,
        applied: { last: incoming?.last_sequence ?? 0, head: incoming?.head.toString('hex') ?? zeros },
        stopped: incoming !== undefined && incoming.status !== 0,
      };
    });
  };

  return {
    standingsOf,

    async streamBuckets(peer) {
      return {
        sent: await query<StreamBucket>(sentBucketsSql, [peer, peer]),
        applied: await query<StreamBucket>(appliedBucketsSql, [peer]),
      };
    },

    async streamsIn(peer, wanted, { limit, after }): Promise<readonly StreamStanding[]> {
      if (wanted.length === 0) return [];
      const past = after === undefined ? '' : 'AND (bucket, kind, stream_id) > (CRC32(?) & 255, ?, ?)';
      const cursor = after === undefined ? [] : [`${after.kind}/${after.id}`, after.kind, after.id];
      const part = (table: string, column: string): string =>
        `(SELECT bucket, kind, stream_id FROM ${table} WHERE ${column} = ? AND bucket IN (?) ${past}
          ORDER BY bucket, kind, stream_id LIMIT ?)`;
      const one = [peer, wanted, ...cursor, limit];
      const rows = await query<NameColumns>(
        `SELECT kind, stream_id FROM (${part('exchange_out_stream', 'dest')} UNION ${part('exchange_in_stream', 'source')}) s
         ORDER BY bucket, kind, stream_id LIMIT ?`,
        [...one, ...one, limit],
      );
      return standingsOf(
        peer,
        rows.map(({ kind, stream_id: id }) => ({ kind, id })),
      );
    },

    async headAt(side, peer, stream, sequence): Promise<string | undefined> {
      if (sequence === 0) return zeros;
      const table = side === 'sent' ? 'exchange_outbox' : 'exchange_inbox';
      const rows = await query<{ prevhash: Buffer }>(
        `SELECT prevhash FROM ${table} WHERE stream_key = ? AND sequence = ? ${side === 'sent' ? '' : `AND ${inTurn}`} LIMIT 1`,
        [streamKey(peer, stream), sequence + 1],
      );
      return rows[0]?.prevhash.toString('hex');
    },

    async gaps(limit): Promise<readonly StreamGap[]> {
      const rows = await query<GapColumns>(
        `SELECT i.source AS peer, i.kind, i.stream_id, s.last_sequence + 1 AS first,
           GREATEST(MIN(i.sequence) - 1, s.last_sequence + 1) AS last
         FROM exchange_inbox i JOIN exchange_in_stream s ON s.stream_key = i.stream_key
         WHERE i.status = ? AND s.status = 0 AND i.sequence > s.last_sequence
         GROUP BY i.source, i.kind, i.stream_id, s.last_sequence
         LIMIT ?`,
        [inboxCode.parked, limit],
      );
      return rows.map(({ peer, kind, stream_id: id, first, last }) => ({
        peer,
        stream: { kind, id },
        from: first,
        to: last,
      }));
    },

    async sentRange(peer, stream, from, to, limit): Promise<readonly AnsweredRow[]> {
      const rows = await query<AnsweredColumns>(
        `SELECT o.* FROM exchange_outbox o WHERE o.stream_key = ? AND o.sequence BETWEEN ? AND ?
         ORDER BY o.sequence LIMIT ?`,
        [streamKey(peer, stream), from, to, limit],
      );
      return rows.map((row) => ({
        ...outboxRow(row),
        ...(row.reason === null ? {} : { reason: row.reason }),
        ...(row.article === null ? {} : { article: row.article }),
        ...(row.settled_at === null ? {} : { settledAt: row.settled_at }),
      }));
    },

    async takenFrom(peer, stream, from, limit): Promise<readonly InboxRow[]> {
      const rows = await query<InboxColumns>(
        `SELECT i.* FROM exchange_inbox i WHERE i.stream_key = ? AND i.sequence >= ? AND i.status > ? AND ${inTurn}
         ORDER BY i.sequence LIMIT ?`,
        [streamKey(peer, stream), from, inboxCode.parked, limit],
      );
      return rows.map(inboxRow);
    },
  };
}

/** Not those that never took their turn in the stream whose sequence they name. */
const inTurn = "(reason IS NULL OR reason NOT IN ('sequence-taken', 'older-epoch'))";
