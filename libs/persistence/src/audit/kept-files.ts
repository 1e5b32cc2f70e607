import type { FileSeal } from '#casework';
import { SEALED_FILE } from '#domain';
import type { Database } from '../connection/database.js';
import { idText } from '../exchange/columns.js';
import type { AuditFlaw } from './chain.js';

/** Names the file of an attachment in a flaw; no table has that name. */
export const KEPT_FILE = 'attachment_file';

/** Rows read at once. */
const PAGE = 500;

interface KeptRow {
  readonly position: number;
  readonly id: Buffer;
  readonly size: number;
  readonly sha256: string;
}

/**
 * Reads every kept file and compares it with size and digest of its row. Says which office holds the same file: the one
 * it came from, else one that has taken it.
 */
export async function checkFiles(
  database: Pick<Database, 'dataSource'>,
  files: { seal(id: string): Promise<FileSeal | undefined> },
): Promise<{ readonly flaws: readonly AuditFlaw[]; readonly files: number }> {
  const flaws: AuditFlaw[] = [];
  let read = 0;
  for (let after = 0; ;) {
    const rows = await database.dataSource.query<readonly KeptRow[]>(
      `SELECT position, id, size, sha256 FROM casework_attachment
       WHERE position > ? AND type <> ? ORDER BY position LIMIT ${PAGE}`,
      [after, SEALED_FILE],
    );
    for (const row of rows) {
      read += 1;
      const flaw = flawOf(row, await files.seal(idText(row.id)).catch(unreadable));
      // the row was sealed and the file taken away while this was looking
      if (flaw === undefined || !(await isKept(database, row.id))) continue;
      const heldBy = await holderOf(database, row);
      flaws.push({ ...flaw, ...(heldBy === undefined ? {} : { heldBy }) });
    }
    const last = rows.at(-1);
    if (last === undefined) return { flaws, files: read };
    after = last.position;
  }
}

interface Unreadable {
  readonly code: string;
}

const unreadable = (error: unknown): Unreadable => ({
  code: typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error',
});

function flawOf(row: KeptRow, found: FileSeal | Unreadable | undefined): AuditFlaw | undefined {
  const at = { table: KEPT_FILE, row: idText(row.id) };
  if (found === undefined) return { ...at, flaw: 'gone', detail: 'the file is not there' };
  if ('code' in found)
    return { ...at, flaw: 'unreadable', detail: `the file cannot be read (${found.code})` };
  if (found.size !== row.size)
    return { ...at, flaw: 'changed', detail: `the file has ${found.size} bytes, its row says ${row.size}` };
  return found.sha256 === row.sha256
    ? undefined
    : { ...at, flaw: 'changed', detail: 'the file is not what its SHA-256 says' };
}

async function isKept({ dataSource }: Pick<Database, 'dataSource'>, id: Buffer): Promise<boolean> {
  const rows = await dataSource.query<readonly unknown[]>(
    'SELECT 1 FROM casework_attachment WHERE id = ? AND type <> ?',
    [id, SEALED_FILE],
  );
  return rows.length > 0;
}

async function holderOf(
  { dataSource }: Pick<Database, 'dataSource'>,
  { id, sha256 }: KeptRow,
): Promise<string | undefined> {
  const [held] = await dataSource.query<readonly { readonly peer: string }[]>(
    `SELECT peer FROM casework_enclosure WHERE id = ? AND state = 'there' AND sha256 = ?
     ORDER BY way, position LIMIT 1`,
    [id, sha256],
  );
  return held?.peer;
}
