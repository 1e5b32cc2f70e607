import type { CaseKey, ExchangeStore, StoredBody } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { inboxCode } from './inbox-row.js';
import { rank } from './outbox-row.js';
import { blob, idBytes, idText } from './columns.js';

interface KeyColumns {
  readonly body_key: string;
  readonly wrapped: Buffer;
}
interface BodyColumns {
  readonly message_id: Buffer;
  readonly body_key: string;
  readonly sealed: Buffer;
}

type Methods = Pick<
  ExchangeStore,
  'ensureCaseKeys' | 'readCaseKeys' | 'insertBodies' | 'readBodies' | 'bodiesInUse' | 'deleteCase'
>;

const body = (row: BodyColumns): StoredBody => ({
  messageId: idText(row.message_id),
  bodyKey: row.body_key,
  sealed: row.sealed,
});

/** Case keys and the bodies that they seal; a body without its key is noise. */
export function vaultStore(uow: UnitOfWork): Methods {
  const readCaseKeys = async (bodyKeys: readonly string[]): Promise<readonly CaseKey[]> => {
    if (bodyKeys.length === 0) return [];
    const rows = await uow
      .reader()
      .query<readonly KeyColumns[]>('SELECT body_key, wrapped FROM exchange_case_key WHERE body_key IN (?)', [
        bodyKeys,
      ]);
    return rows.map((row) => ({ bodyKey: row.body_key, wrapped: row.wrapped }));
  };

  return {
    readCaseKeys,

    async ensureCaseKeys(candidates: readonly CaseKey[]): Promise<readonly CaseKey[]> {
      if (candidates.length === 0) return [];
      const rows = new Map(candidates.map(({ bodyKey, wrapped }) => [bodyKey, [bodyKey, blob(wrapped)]]));
      const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
      await uow
        .writer()
        .query(
          'INSERT INTO exchange_case_key (body_key, wrapped) VALUES ? ON DUPLICATE KEY UPDATE body_key = VALUES(body_key)',
          [sorted],
        );
      // Read back: another unit may have made the key first, and its key holds.
      const held = new Map((await readCaseKeys([...rows.keys()])).map((key) => [key.bodyKey, key]));
      return candidates.map(({ bodyKey }) => {
        const key = held.get(bodyKey);
        if (key === undefined) throw new Error('A case key vanished while it was made.');
        return key;
      });
    },

    async insertBodies(bodies): Promise<void> {
      if (bodies.length === 0) return;
      await uow.execute(
        `INSERT INTO exchange_body (message_id, body_key, sealed) VALUES ${bodies.map(() => '(?, ?, ?)').join(', ')}`,
        bodies.flatMap(({ messageId, bodyKey, sealed }) => [idBytes(messageId), bodyKey, blob(sealed)]),
      );
    },

    async readBodies(messageIds): Promise<readonly StoredBody[]> {
      if (messageIds.length === 0) return [];
      const rows = await uow
        .reader()
        .query<readonly BodyColumns[]>(
          'SELECT message_id, body_key, sealed FROM exchange_body WHERE message_id IN (?)',
          [messageIds.map(idBytes)],
        );
      return rows.map(body);
    },

    async bodiesInUse(bodyKey): Promise<readonly StoredBody[]> {
      const rows = await uow.writer().query<readonly BodyColumns[]>(
        `SELECT b.message_id, b.body_key, b.sealed
         FROM exchange_body b
         LEFT JOIN exchange_outbox o ON o.id = b.message_id AND o.status < ?
         LEFT JOIN exchange_inbox i ON i.id = b.message_id AND i.status = ?
         WHERE b.body_key = ? AND (o.id IS NOT NULL OR i.id IS NOT NULL)`,
        [rank.applied, inboxCode.parked, bodyKey],
      );
      return rows.map(body);
    },

    async deleteCase(bodyKey): Promise<void> {
      await uow.writer().query('DELETE FROM exchange_body WHERE body_key = ?', [bodyKey]);
      await uow.writer().query('DELETE FROM exchange_case_key WHERE body_key = ?', [bodyKey]);
    },
  };
}
