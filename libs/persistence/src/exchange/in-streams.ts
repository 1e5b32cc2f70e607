import type {
  ExchangeStore,
  InStream,
  InStreamKey,
  InStreamStatus,
  STREAM_CODE,
  StreamKind,
} from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { isDuplicateKey } from '../connection/failures.js';
import { blob, byBytes } from './columns.js';
import { streamKey } from './stream-key.js';

/** A row of exchange_in_stream. */
export interface InStreamColumns {
  readonly stream_key: Buffer;
  readonly source: string;
  readonly kind: StreamKind;
  readonly stream_id: string;
  readonly epoch: number;
  readonly last_sequence: number;
  readonly head: Buffer;
  readonly status: number;
  readonly reason: string | null;
  readonly article: string | null;
}

const code: typeof STREAM_CODE = { open: 0, rejected: 1, quarantined: 2 };
const statuses = new Map<number, InStreamStatus>([
  [code.open, 'open'],
  [code.rejected, 'rejected'],
  [code.quarantined, 'quarantined'],
]);
const zeros = Buffer.alloc(32);

const columnNames = [
  'stream_key',
  'source',
  'kind',
  'stream_id',
  'epoch',
  'last_sequence',
  'head',
  'status',
  'reason',
  'article',
] as const;
/** The columns of a stream, in the order of an insert. */
export const inStreamColumns = columnNames.join(', ');
const insertSql = `INSERT INTO exchange_in_stream (${inStreamColumns}) VALUES ?`;
const lockSql = `SELECT ${inStreamColumns} FROM exchange_in_stream WHERE stream_key IN (?) ORDER BY stream_key FOR UPDATE`;

/** A stream of which nothing has come yet. */
function freshRow(key: Buffer, named: InStreamKey | undefined): InStreamColumns {
  if (named === undefined) throw new Error('A stream was asked for without its name.');
  return {
    stream_key: key,
    source: named.source,
    kind: named.kind,
    stream_id: named.id,
    epoch: 1,
    last_sequence: 0,
    head: zeros,
    status: code.open,
    reason: null,
    article: null,
  };
}

/** The stream as the exchange knows it. */
export function inStream(row: InStreamColumns): InStream {
  const status = statuses.get(row.status);
  if (status === undefined) throw new Error(`exchange_in_stream.status ${String(row.status)} is unknown.`);
  return {
    source: row.source,
    kind: row.kind,
    id: row.stream_id,
    epoch: row.epoch,
    last: row.last_sequence,
    head: row.head,
    status,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.article === null ? {} : { article: row.article }),
  };
}

/** The receiver's end of the streams, under their lock. */
export function inStreamStore(uow: UnitOfWork): Pick<ExchangeStore, 'lockInStreams' | 'saveInStreams'> {
  const lock = (keys: readonly Buffer[]): Promise<readonly InStreamColumns[]> =>
    keys.length === 0 ? Promise.resolve([]) : uow.writer().query(lockSql, [keys]);

  /** Makes rows, which are ours to the end of the unit, unless another unit has made one of them first. */
  const make = async (
    fresh: readonly InStreamColumns[],
    keys: readonly Buffer[],
  ): Promise<readonly InStreamColumns[]> => {
    const rows = fresh.map((row) => columnNames.map((name) => row[name]));
    try {
      await uow.writer().query(insertSql, [rows]);
      return fresh;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      await uow
        .writer()
        .query(`${insertSql} ON DUPLICATE KEY UPDATE stream_key = VALUES(stream_key)`, [rows]);
      return lock(keys);
    }
  };

  return {
    async lockInStreams(keys: readonly InStreamKey[]): Promise<readonly InStream[]> {
      const wanted = new Map(keys.map((key) => [streamKey(key.source, key).toString('hex'), key]));
      const sorted = [...wanted.keys()].map((hex) => Buffer.from(hex, 'hex')).sort(byBytes);
      const held = new Map((await lock(sorted)).map((row) => [row.stream_key.toString('hex'), row]));
      const missing = sorted.filter((key) => !held.has(key.toString('hex')));
      if (missing.length > 0) {
        const fresh = missing.map((key) => freshRow(key, wanted.get(key.toString('hex'))));
        for (const row of await make(fresh, missing)) held.set(row.stream_key.toString('hex'), row);
      }
      return keys.map((key) => {
        const row = held.get(streamKey(key.source, key).toString('hex'));
        if (row === undefined) throw new Error('A stream vanished under its lock.');
        return inStream(row);
      });
    },

    async saveInStreams(streams: readonly InStream[]): Promise<void> {
      if (streams.length === 0) return;
      await uow.writer().query(
        `INSERT INTO exchange_in_stream (${inStreamColumns}) VALUES ?
         ON DUPLICATE KEY UPDATE epoch = VALUES(epoch), last_sequence = VALUES(last_sequence), head = VALUES(head),
           status = VALUES(status), reason = VALUES(reason), article = VALUES(article)`,
        [
          streams.map((stream) => [
            streamKey(stream.source, stream),
            stream.source,
            stream.kind,
            stream.id,
            stream.epoch,
            stream.last,
            blob(stream.head),
            code[stream.status],
            stream.reason ?? null,
            stream.article ?? null,
          ]),
        ],
      );
    },
  };
}
