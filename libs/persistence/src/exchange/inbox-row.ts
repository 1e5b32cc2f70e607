import type { INBOX_CODE, InboxRow, InboxStatus } from '#exchange';
import { blob, idBytes, idText, orNull } from './columns.js';
import { streamKey, streamOf, type StreamColumns } from './stream-key.js';

/** The exchange's codes; only its types may be imported here, and the compiler compares the two. */
export const inboxCode: typeof INBOX_CODE = {
  parked: 0,
  applied: 1,
  rejected: 2,
  quarantined: 3,
  unsupported: 4,
};

const statuses = new Map<number, InboxStatus>([
  [inboxCode.parked, 'parked'],
  [inboxCode.applied, 'applied'],
  [inboxCode.rejected, 'rejected'],
  [inboxCode.quarantined, 'quarantined'],
  [inboxCode.unsupported, 'unsupported'],
]);

/** A row of exchange_inbox. */
export interface InboxColumns extends StreamColumns {
  readonly id: Buffer;
  readonly source: string;
  readonly digest: Buffer;
  readonly status: number;
  readonly reason: string | null;
  readonly article: string | null;
  readonly at: Date;
  readonly frame_id: Buffer;
  readonly attempt: number;
  readonly place: number;
  readonly type: string | null;
  readonly sequence: number | null;
  readonly prevhash: Buffer | null;
  readonly subject: string | null;
  readonly body_key: string | null;
  readonly causation_id: Buffer | null;
  readonly time: Date | null;
}

/** The columns that an insert names, in the order of inboxValues. */
export const inboxColumns =
  'id, source, digest, status, reason, article, at, frame_id, attempt, place, type, stream_key, kind, stream_id, sequence, prevhash, subject, body_key, causation_id, time';

/** The values of a new row. */
export function inboxValues(row: InboxRow): readonly unknown[] {
  return [
    idBytes(row.id),
    row.source,
    blob(row.digest),
    inboxCode[row.status],
    row.reason ?? null,
    row.article ?? null,
    row.at,
    idBytes(row.frameId),
    row.attempt,
    row.place,
    row.type ?? null,
    orNull(row.stream, (stream) => streamKey(row.source, stream)),
    row.stream?.kind ?? null,
    row.stream?.id ?? null,
    row.sequence ?? null,
    orNull(row.prevhash, blob),
    row.subject ?? null,
    row.bodyKey ?? null,
    orNull(row.causationId, idBytes),
    row.time ?? null,
  ];
}

/** The row as the exchange knows it. */
export function inboxRow(row: InboxColumns): InboxRow {
  const status = statuses.get(row.status);
  if (status === undefined) throw new Error(`exchange_inbox.status ${String(row.status)} is unknown.`);
  return {
    id: idText(row.id),
    source: row.source,
    digest: row.digest,
    status,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.article === null ? {} : { article: row.article }),
    at: row.at,
    frameId: idText(row.frame_id),
    attempt: row.attempt,
    place: row.place,
    ...(row.type === null ? {} : { type: row.type }),
    ...streamOf(row),
    ...(row.sequence === null ? {} : { sequence: row.sequence }),
    ...(row.prevhash === null ? {} : { prevhash: row.prevhash }),
    ...(row.subject === null ? {} : { subject: row.subject }),
    ...(row.body_key === null ? {} : { bodyKey: row.body_key }),
    ...(row.causation_id === null ? {} : { causationId: idText(row.causation_id) }),
    ...(row.time === null ? {} : { time: row.time }),
  };
}
