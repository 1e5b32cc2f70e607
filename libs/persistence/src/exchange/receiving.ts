import type { ExchangeStore, InboxRow } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { blob, idBytes, orNull } from './columns.js';
import { hotSql } from '../hot-sql.js';
import { inboxCode, inboxColumns, inboxRow, inboxValues, type InboxColumns } from './inbox-row.js';
import { streamKey } from './stream-key.js';

type Methods = Pick<
  ExchangeStore,
  'readInbox' | 'insertInbox' | 'settleInbox' | 'readParked' | 'insertInFrames' | 'insertQuarantine'
>;

/** The receiver's rows. */
export function receivingStore(uow: UnitOfWork): Methods {
  const lookupSql = hotSql('inbox-lookup');
  const parkedSql = hotSql('inbox-parked');

  return {
    async readInbox(ids): Promise<readonly InboxRow[]> {
      if (ids.length === 0) return [];
      const rows = await uow.writer().query<readonly InboxColumns[]>(lookupSql, [ids.map(idBytes)]);
      return rows.map(inboxRow);
    },

    async insertInbox(rows): Promise<void> {
      if (rows.length === 0) return;
      await uow
        .writer()
        .query(`INSERT INTO exchange_inbox (${inboxColumns}) VALUES ?`, [rows.map(inboxValues)]);
    },

    async settleInbox(changes): Promise<void> {
      if (changes.length === 0) return;
      const values = changes.map(() => 'SELECT ? AS id, ? AS status, ? AS reason, ? AS article, ? AS at');
      await uow.writer().query(
        `UPDATE exchange_inbox i JOIN (${values.join(' UNION ALL ')}) v ON i.id = v.id
         SET i.status = v.status, i.reason = v.reason, i.article = v.article, i.at = v.at
         WHERE i.status = ${String(inboxCode.parked)}`,
        changes.flatMap(({ id, status, reason, article, at }) => [
          idBytes(id),
          inboxCode[status],
          reason ?? null,
          article ?? null,
          at,
        ]),
      );
    },

    async readParked(keys): Promise<readonly InboxRow[]> {
      if (keys.length === 0) return [];
      const rows = await uow
        .writer()
        .query<readonly InboxColumns[]>(parkedSql, [keys.map((key) => streamKey(key.source, key))]);
      return rows.map(inboxRow);
    },

    async insertInFrames(frames): Promise<void> {
      if (frames.length === 0) return;
      await uow.writer().query(
        `INSERT INTO exchange_in_frame (frame_id, attempt, source, manifest, signature, leaves) VALUES ?
         ON DUPLICATE KEY UPDATE frame_id = VALUES(frame_id)`,
        [
          frames.map(({ frameId, attempt, source, manifest, signature, leaves }) => [
            idBytes(frameId),
            attempt,
            source,
            blob(manifest),
            blob(signature),
            blob(leaves),
          ]),
        ],
      );
    },

    async insertQuarantine(entries): Promise<void> {
      if (entries.length === 0) return;
      await uow.writer().query(
        `INSERT INTO exchange_quarantine
           (id, claimed_source, frame_id, message_id, reason, detail, digest, size, at)
         VALUES ${entries.map(() => '(?, UTC_TIMESTAMP(3))').join(', ')}`,
        entries.map((entry) => [
          idBytes(entry.id),
          entry.claimedSource ?? null,
          orNull(entry.frameId, idBytes),
          orNull(entry.messageId, idBytes),
          entry.reason,
          entry.detail ?? null,
          blob(entry.digest),
          entry.size,
        ]),
      );
    },
  };
}
