import type { Database } from '../connection/database.js';
import { idBytes, idText } from '../exchange/columns.js';
import type { AuditFlaw } from './chain.js';
import { KEPT_FILE } from './kept-files.js';

/** What of an audit's flaws lies with messages and files of which another office may hold a copy. */
export interface HealTargets {
  readonly messages: readonly string[];
  /** Attachments whose files another office holds. */
  readonly papers: readonly string[];
  /** Flaws of rows that no other office holds. */
  readonly others: readonly AuditFlaw[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** The messages whose rows, bodies, frames or receipts an audit found changed, and the files. */
export async function healTargets(
  { dataSource }: Pick<Database, 'dataSource'>,
  flaws: readonly AuditFlaw[],
): Promise<HealTargets> {
  const messages = new Set<string>();
  const others: AuditFlaw[] = [];
  const ids = async (sql: string, values: readonly unknown[]): Promise<readonly string[]> =>
    (await dataSource.query<readonly { id: Buffer }[]>(sql, [...values])).map(({ id }) => idText(id));
  const papers = flaws.flatMap(({ table, row, heldBy }) =>
    table === KEPT_FILE && heldBy !== undefined ? [row] : [],
  );
  for (const flaw of flaws) {
    if (flaw.table === KEPT_FILE && flaw.heldBy !== undefined) continue;
    const found = await messagesOf(flaw, ids);
    if (found.length === 0) others.push(flaw);
    for (const id of found) messages.add(id);
  }
  return { messages: [...messages], papers, others };
}

async function messagesOf(
  { table, row, flaw }: AuditFlaw,
  ids: (sql: string, values: readonly unknown[]) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  switch (table) {
    case 'exchange_outbox':
    case 'exchange_inbox':
      // what nobody wrote is no damaged copy of anything; a row that was taken away the other end may hold
      return flaw !== 'unknown' && UUID.test(row) ? [row] : [];
    case 'exchange_body':
      return flaw === 'changed' && UUID.test(row) ? [row] : [];
    case 'exchange_receipt':
      return ids('SELECT id FROM exchange_outbox WHERE receipt_id = ?', [idBytes(row)]);
    case 'exchange_in_frame': {
      const [frame = '', attempt = ''] = row.split('/');
      const key = [idBytes(frame), Number(attempt)];
      return ids(
        `SELECT id FROM exchange_inbox WHERE frame_id = ? AND attempt = ? AND sequence IS NOT NULL
         UNION SELECT o.id FROM exchange_outbox o JOIN exchange_receipt r ON r.id = o.receipt_id
         WHERE r.frame_id = ? AND r.attempt = ?`,
        [...key, ...key],
      );
    }
    case 'exchange_case_key':
      return ids(
        `SELECT b.message_id AS id FROM exchange_body b
         LEFT JOIN exchange_case_key k ON k.body_key = b.body_key WHERE b.body_key = ? AND k.body_key IS NULL`,
        [row],
      );
    default:
      return [];
  }
}
