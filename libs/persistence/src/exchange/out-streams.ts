import type { ExchangeStore, OutStream, OutStreamKey, StreamKind } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { blob, byBytes } from './columns.js';
import { outboxColumns, outboxValues } from './outbox-row.js';
import { streamKey } from './stream-key.js';

interface OutStreamColumns {
  readonly stream_key: Buffer;
  readonly dest: string;
  readonly kind: StreamKind;
  readonly stream_id: string;
  readonly epoch: number;
  readonly last_sequence: number;
  readonly head: Buffer;
}

const zeros = Buffer.alloc(32);
const columns = 'stream_key, dest, kind, stream_id, epoch, last_sequence, head';
const lockSql = `SELECT ${columns} FROM exchange_out_stream WHERE stream_key IN (?) ORDER BY stream_key FOR UPDATE`;

type Methods = Pick<ExchangeStore, 'lockOutStreams' | 'saveOutStreams' | 'insertOutbox'>;

/** The sender's end: streams under their lock, and the rows that leave with the unit of work. */
export function outStreamStore(uow: UnitOfWork): Methods {
  const lock = (keys: readonly Buffer[]): Promise<readonly OutStreamColumns[]> =>
    keys.length === 0 ? Promise.resolve([]) : uow.writer().query(lockSql, [keys]);

  return {
    async lockOutStreams(keys: readonly OutStreamKey[]): Promise<readonly OutStream[]> {
      const wanted = new Map(keys.map((key) => [streamKey(key.dest, key).toString('hex'), key]));
      const sorted = [...wanted.keys()].map((hex) => Buffer.from(hex, 'hex')).sort(byBytes);
      const held = new Map((await lock(sorted)).map((row) => [row.stream_key.toString('hex'), row]));
      const missing = sorted.filter((key) => !held.has(key.toString('hex')));
      if (missing.length > 0) {
        // The row may have come from another unit meanwhile: the no-op update waits for it and changes nothing.
        await uow
          .writer()
          .query(
            `INSERT INTO exchange_out_stream (${columns}) VALUES ? ON DUPLICATE KEY UPDATE stream_key = VALUES(stream_key)`,
            [
              missing.map((key) => {
                const named = wanted.get(key.toString('hex'));
                return [key, named?.dest, named?.kind, named?.id, 1, 0, zeros];
              }),
            ],
          );
        for (const row of await lock(missing)) held.set(row.stream_key.toString('hex'), row);
      }
      return keys.map((key) => {
        const row = held.get(streamKey(key.dest, key).toString('hex'));
        if (row === undefined) throw new Error('A stream vanished under its lock.');
        return { ...key, epoch: row.epoch, last: row.last_sequence, head: row.head };
      });
    },

    async saveOutStreams(streams: readonly OutStream[]): Promise<void> {
      if (streams.length === 0) return;
      await uow.writer().query(
        `INSERT INTO exchange_out_stream (${columns}) VALUES ?
         ON DUPLICATE KEY UPDATE epoch = VALUES(epoch), last_sequence = VALUES(last_sequence), head = VALUES(head)`,
        [
          streams.map((stream) => [
            streamKey(stream.dest, stream),
            stream.dest,
            stream.kind,
            stream.id,
            stream.epoch,
            stream.last,
            blob(stream.head),
          ]),
        ],
      );
    },

    async insertOutbox(rows): Promise<void> {
      if (rows.length === 0) return;
      await uow
        .writer()
        .query(
          `INSERT INTO exchange_outbox (${outboxColumns}, written_at) VALUES ${rows.map(() => '(?, UTC_TIMESTAMP(3))').join(', ')}`,
          rows.map(outboxValues),
        );
    },
  };
}
