import type {
  InboxChange,
  InboxRevision,
  InboxRow,
  OutboxAnswer,
  OutboxRow,
  QuarantineEntry,
} from '#exchange';
import { idBytes } from '../exchange/columns.js';
import { digestOf, type Leaf } from './leaves.js';

const hex = (bytes: Uint8Array | undefined): string | null =>
  bytes === undefined ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');

/** A sent message: everything of its row that never changes. */
export const outboxLeaf = (row: OutboxRow): Leaf => ({
  covered: 'exchange_outbox',
  key: idBytes(row.id),
  digest: digestOf([
    row.id,
    row.dest,
    row.type,
    row.stream?.kind ?? null,
    row.stream?.id ?? null,
    row.sequence ?? null,
    hex(row.prevhash),
    row.epoch,
    row.subject,
    row.bodyKey,
    row.causationId ?? null,
    row.time.getTime(),
    hex(row.digest),
    row.size,
  ]),
});

/** The addressee's answer as the sender wrote it down. */
export const answerLeaf = ({ id, status, reason, article, at, receiptId }: OutboxAnswer): Leaf => ({
  covered: 'exchange_outbox_answer',
  key: idBytes(id),
  digest: digestOf([id, status, reason ?? null, article ?? null, at.getTime(), receiptId]),
});

/** A message as it came in: everything of its row that never changes. */
export const inboxLeaf = (row: InboxRow): Leaf => ({
  covered: 'exchange_inbox',
  key: idBytes(row.id),
  digest: digestOf([
    row.id,
    row.source,
    hex(row.digest),
    row.frameId,
    row.attempt,
    row.place,
    row.type ?? null,
    row.stream?.kind ?? null,
    row.stream?.id ?? null,
    row.sequence ?? null,
    hex(row.prevhash),
    row.subject ?? null,
    row.bodyKey ?? null,
    row.causationId ?? null,
    row.time?.getTime() ?? null,
  ]),
});

/** What a message came to here. */
export const verdictLeaf = ({
  id,
  status,
  reason,
  article,
  at,
}: Pick<InboxRow, 'id' | 'status' | 'reason' | 'article' | 'at'> | InboxChange | InboxRevision): Leaf => ({
  covered: 'exchange_inbox_answer',
  key: idBytes(id),
  digest: digestOf([id, status, reason ?? null, article ?? null, at.getTime()]),
});

/** What was refused and has no inbox row. */
export const quarantineLeaf = (entry: Omit<QuarantineEntry, 'detail'>): Leaf => ({
  covered: 'exchange_quarantine',
  key: idBytes(entry.id),
  digest: digestOf([
    entry.id,
    entry.claimedSource ?? null,
    entry.frameId ?? null,
    entry.messageId ?? null,
    entry.reason,
    hex(entry.digest),
    entry.size,
  ]),
});

/** Somebody took note of a failure. */
export const acknowledgedLeaf = (id: string, unit: string, user: string, note: string): Leaf => ({
  covered: 'exchange_acknowledged',
  key: idBytes(id),
  digest: digestOf([id, unit, user, note]),
});
