import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { DatabaseUnfitError, unfitSentence } from '../connection/failures.js';
import type { OwnerSettings } from '../connection/settings.js';
import { RESTORING } from '../migration/schema-version.js';

/** What stands in a node's schema; whether that is all, only its peers can tell. */
export type SchemaState =
  /** `unmigrated`: no tables. `restoring`: a backup is being put back, or that was cut off. */
  | { readonly kind: 'unmigrated' | 'restoring' }
  | {
      /** `empty`: no matter, and no message ever sent or taken. */
      readonly kind: 'empty' | 'holds';
      readonly cases: number;
      /** Messages ever sent, and taken. */
      readonly sent: number;
      readonly taken: number;
      readonly epoch: number;
      /** The last line of its history. */
      readonly lastAct?: Date;
    };

/**
 * Looks into a node's schema; reads only.
 * @throws DatabaseUnfitError in a sentence.
 * @example await schemaState(owner, 'hy_city') // { kind: 'empty', cases: 0, sent: 0, taken: 0, epoch: 1 }
 */
export async function schemaState(owner: OwnerSettings, schema: string): Promise<SchemaState> {
  const { host, port, user, password } = owner;
  const connection = await createConnection({
    ...{ host, port, user, password, database: schema },
    timezone: 'Z',
    connectTimeout: 5_000,
  }).catch((error: unknown) => {
    throw new DatabaseUnfitError(unfitSentence(error, { host, port, user, schema }), { cause: error });
  });
  try {
    await connection.query("SET SESSION time_zone = '+00:00'");
    const [tables] = await connection.query<RowDataPacket[]>(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?',
      [schema],
    );
    const names = new Set(tables.map((row) => String(row['name'])));
    if (names.has(RESTORING)) return { kind: 'restoring' };
    if (!NEEDED.every((name) => names.has(name))) return { kind: 'unmigrated' };
    const [[row]] = await connection.query<RowDataPacket[]>(STANDING);
    const [cases, sent, taken] = [row?.['cases'], row?.['sent'], row?.['taken']].map(Number);
    const at: unknown = row?.['at'];
    return {
      kind: row?.['any'] === 1 ? 'holds' : 'empty',
      ...{ cases: cases ?? 0, sent: sent ?? 0, taken: taken ?? 0, epoch: Number(row?.['epoch'] ?? 1) },
      ...(at instanceof Date ? { lastAct: at } : {}),
    };
  } finally {
    connection.destroy();
  }
}

const NEEDED = ['casework_case', 'casework_action', 'exchange_outbox', 'exchange_inbox', 'exchange_self'];

const STANDING = `SELECT cases, sent, taken, epoch, at, cases + sent + taken > 0 AS any FROM (SELECT
  (SELECT COUNT(*) FROM casework_case) AS cases,
  (SELECT COUNT(*) FROM exchange_outbox WHERE sequence IS NOT NULL) AS sent,
  (SELECT COUNT(*) FROM exchange_inbox) AS taken,
  (SELECT COALESCE(MAX(epoch), 1) FROM exchange_self) AS epoch,
  (SELECT at FROM casework_action ORDER BY seq DESC LIMIT 1) AS at) AS standing`;
