import type { OUTBOX_RANK, OutboxRow, OutboxStatus, StoredOutboxRow } from '#exchange';
import { blob, idBytes, idText, orNull } from './columns.js';
import { streamKey, streamOf, type StreamColumns } from './stream-key.js';

/** The exchange's ranks; only its types may be imported here, and the compiler compares the two. */
export const rank: typeof OUTBOX_RANK = {
  new: 0,
  sent: 1,
  stored: 2,
  applied: 3,
  rejected: 4,
  quarantined: 5,
  unsupported: 6,
};

const statuses = new Map<number, OutboxStatus>([
  [rank.new, 'new'],
  [rank.sent, 'sent'],
  [rank.stored, 'stored'],
  [rank.applied, 'applied'],
  [rank.rejected, 'rejected'],
  [rank.quarantined, 'quarantined'],
  [rank.unsupported, 'unsupported'],
]);

/** The status of a rank. Throws for a rank that no program has written. */
export function statusOf(code: number): OutboxStatus {
  const status = statuses.get(code);
  if (status === undefined) throw new Error(`exchange_outbox.status ${String(code)} is unknown.`);
  return status;
}

/** A row of exchange_outbox. */
export interface OutboxColumns extends StreamColumns {
  readonly id: Buffer;
  readonly dest: string;
  readonly type: string;
  readonly sequence: number | null;
  readonly prevhash: Buffer | null;
  readonly epoch: number;
  readonly subject: string;
  readonly body_key: string;
  readonly causation_id: Buffer | null;
  readonly time: Date;
  readonly digest: Buffer;
  readonly size: number;
  readonly status: number;
  readonly frame_id: Buffer | null;
}

/** The columns that an insert names, in the order of outboxValues. */
export const outboxColumns =
  'id, dest, type, stream_key, kind, stream_id, sequence, prevhash, epoch, subject, body_key, causation_id, time, digest, size, status';

/** The values of a new row. */
export function outboxValues(row: OutboxRow): readonly unknown[] {
  return [
    idBytes(row.id),
    row.dest,
    row.type,
    orNull(row.stream, (stream) => streamKey(row.dest, stream)),
    row.stream?.kind ?? null,
    row.stream?.id ?? null,
    row.sequence ?? null,
    orNull(row.prevhash, blob),
    row.epoch,
    row.subject,
    row.bodyKey,
    orNull(row.causationId, idBytes),
    row.time,
    blob(row.digest),
    row.size,
    rank.new,
  ];
}

/** The row as the exchange knows it. */
export function outboxRow(row: OutboxColumns): StoredOutboxRow {
  return {
    id: idText(row.id),
    dest: row.dest,
    type: row.type,
    ...streamOf(row),
    ...(row.sequence === null ? {} : { sequence: row.sequence }),
    ...(row.prevhash === null ? {} : { prevhash: row.prevhash }),
    epoch: row.epoch,
    subject: row.subject,
    bodyKey: row.body_key,
    ...(row.causation_id === null ? {} : { causationId: idText(row.causation_id) }),
    time: row.time,
    digest: row.digest,
    size: row.size,
    status: statusOf(row.status),
    ...(row.frame_id === null ? {} : { frameId: idText(row.frame_id) }),
  };
}
