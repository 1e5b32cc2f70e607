import { mayFollow } from '../ports/operator.js';
import type { ExchangeStore } from '../ports/store.js';
import {
  type InboxChange,
  type InboxRow,
  type InFrame,
  type InStream,
  type InStreamKey,
  OUTBOX_RANK,
  type OutboxAnswer,
  type QuarantineEntry,
  type ReceiptRow,
  SETTLED_RANK,
  type StoredOutboxRow,
} from '../ports/store-rows.js';
import { ZERO_HEAD } from '../suite/digest.js';
import { type TwinTables, inName } from './twin-tables.js';

/** In-streams, inbox rows and receipts in memory. */
export function twinReceiving(
  t: TwinTables,
): Pick<
  ExchangeStore,
  | 'lockInStreams'
  | 'saveInStreams'
  | 'readInbox'
  | 'insertInbox'
  | 'settleInbox'
  | 'readParked'
  | 'insertInFrames'
  | 'insertQuarantine'
  | 'lockOutbox'
  | 'answerOutbox'
  | 'insertReceipts'
> {
  return {
    lockInStreams(keys: readonly InStreamKey[]): Promise<readonly InStream[]> {
      return t.inUnit(() =>
        keys.map((key) => {
          const known = t.inStreams.get(inName(key));
          if (known !== undefined) return known;
          const { source, kind, id } = key;
          const fresh: InStream = { source, kind, id, epoch: 1, last: 0, head: ZERO_HEAD, status: 'open' };
          t.inStreams.set(inName(key), fresh);
          return fresh;
        }),
      );
    },

    saveInStreams(streams: readonly InStream[]): Promise<void> {
      return t.inUnit(() => {
        for (const stream of streams) t.inStreams.set(inName(stream), stream);
      });
    },

    readInbox(ids: readonly string[]): Promise<readonly InboxRow[]> {
      return t.inUnit(() => ids.flatMap((id) => t.inbox.get(id) ?? []));
    },

    insertInbox(rows: readonly InboxRow[]): Promise<void> {
      return t.inUnit(() => {
        for (const row of rows) t.inbox.insert(row.id, row);
      });
    },

    settleInbox(changes: readonly InboxChange[]): Promise<void> {
      return t.inUnit(() => {
        for (const change of changes) {
          const row = t.inbox.get(change.id);
          if (row?.status === 'parked') t.inbox.set(row.id, { ...row, ...change });
        }
      });
    },

    readParked(keys: readonly InStreamKey[]): Promise<readonly InboxRow[]> {
      return t.inUnit(() => {
        const names = new Set(keys.map(inName));
        return t.inbox
          .values()
          .filter(
            (row) =>
              row.status === 'parked' &&
              row.stream !== undefined &&
              names.has(inName({ source: row.source, ...row.stream })),
          )
          .sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
      });
    },

    insertInFrames(frames: readonly InFrame[]): Promise<void> {
      return t.inUnit(() => {
        for (const frame of frames) t.inFrames.set(`${frame.frameId}-${frame.attempt}`, frame);
      });
    },

    insertQuarantine(entries: readonly QuarantineEntry[]): Promise<void> {
      return t.inUnit(() => {
        for (const entry of entries) t.quarantine.insert(entry.id, { ...entry, at: new Date(t.now()) });
      });
    },

    lockOutbox(ids: readonly string[]): Promise<readonly StoredOutboxRow[]> {
      return t.inUnit(() => ids.flatMap((id) => t.outbox.get(id) ?? []));
    },

    answerOutbox(source: string, answers: readonly OutboxAnswer[]): Promise<void> {
      return t.inUnit(() => {
        t.spoken.set(source, t.now());
        for (const { id, status, reason, article, at, receiptId } of answers) {
          const row = t.outbox.get(id);
          if (row === undefined || !mayFollow(row.status, status)) continue;
          t.change(id, {
            status,
            receiptId,
            ...(reason === undefined ? {} : { reason }),
            ...(article === undefined ? {} : { article }),
            ...(OUTBOX_RANK[status] < SETTLED_RANK ? {} : { settledAt: at }),
          });
          if (row.frameId !== undefined) t.closeIfDone(row.frameId);
        }
      });
    },

    insertReceipts(rows: readonly ReceiptRow[]): Promise<void> {
      return t.inUnit(() => {
        for (const row of rows) t.receipts.set(row.id, row);
      });
    },
  };
}
