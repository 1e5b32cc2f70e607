import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { BulkWriter } from '../bulk/bulk-writer.js';
import { DatabaseUnfitError, unfitSentence } from '../connection/failures.js';
import type { OwnerSettings } from '../connection/settings.js';
import { migrateSchema } from '../migration/migrate.js';
import { assertKnown, RESTORING } from '../migration/schema-version.js';
import type { MigrationStep } from '../migration/steps.js';
import { type BackupHeader, BackupRefused, type BackupTable } from './backup-format.js';
import { readBackup, type ReadBackup } from './backup-read.js';
import { ASIDE, tablesOf } from './backup-tables.js';

export interface Restoring {
  readonly file: string;
  /** The node that the file must be of. */
  readonly node: string;
  readonly schema: string;
  /** The user that may alter the schema: the tables are made anew. */
  readonly owner: OwnerSettings;
  readonly steps: readonly MigrationStep[];
  /** Take a schema that holds matters; what it holds is gone afterwards. Default false. */
  readonly over?: boolean;
  readonly say: (line: string) => void;
  /** Compressed bytes of the file, and in all. */
  readonly progress?: (done: number, all: number) => void;
}

/**
 * Puts a schema back to a backup. The file is read whole and checked before anything is touched; the tables that are
 * there are put aside and come back when the restore fails, also after a kill (run it again). While it is under way, and
 * after it was cut off, neither a node nor a migration takes the schema.
 * @throws BackupRefused, DatabaseUnfitError in a sentence.
 */
export async function restore(restoring: Restoring): Promise<ReadBackup> {
  const { file, node, schema, steps, say } = restoring;
  const backup = await readBackup(file).catch((error: unknown) => {
    throw error instanceof BackupRefused
      ? new BackupRefused(`${file} is not taken: ${error.message}.`)
      : error;
  });
  const { header } = backup;
  if (header.node !== node)
    throw new BackupRefused(`${file} is a backup of ${header.node}, not of ${node}: nothing was changed.`);
  const from = stepsOf(header, restoring);
  say(`${file} is whole: ${node} as of ${header.at}, ${String(header.steps.length)} migrations`);
  const connection = await connect(restoring);
  try {
    await lock(connection, schema);
    await undoHalf(connection, schema, say);
    await assertStopped(connection, restoring);
    await assertFree(connection, restoring);
    await putAside(connection, schema);
    try {
      await migrateSchema(restoring.owner, schema, from, { restoring: true });
      await load(connection, restoring, backup);
      // What the file does not know comes from the migrations of this program.
      await migrateSchema(restoring.owner, schema, steps, { restoring: true });
    } catch (error) {
      await undoHalf(connection, schema, say);
      throw error;
    }
    await connection.query(`DROP TABLE \`${RESTORING}\``);
    await dropAside(connection, schema);
  } finally {
    connection.destroy();
  }
  return backup;
}

/** The steps that the backup had been through, as this program knows them. */
function stepsOf(header: BackupHeader, { file, steps, schema }: Restoring): readonly MigrationStep[] {
  const done = header.steps.map((step) => ({ ...step, doneAt: new Date(0) }));
  try {
    assertKnown(schema, done, steps);
  } catch (error) {
    const why = error instanceof Error ? ` (${error.message})` : '';
    throw new BackupRefused(
      `${file} was made by another version of this program${why}: nothing was changed.`,
    );
  }
  const names = new Set(done.map(({ step }) => step));
  return steps.filter(({ name }) => names.has(name));
}

async function connect({ owner: { host, port, user, password }, schema }: Restoring): Promise<Connection> {
  try {
    return await createConnection({ host, port, user, password, database: schema, connectTimeout: 5_000 });
  } catch (error) {
    throw new DatabaseUnfitError(unfitSentence(error, { host, port, user, schema }), { cause: error });
  }
}

async function lock(connection: Connection, schema: string): Promise<void> {
  const name = `huiyin.restore.${createHash('sha256').update(schema).digest('hex').slice(0, 32)}`;
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT GET_LOCK(?, 0) AS held', [name]);
  if (row?.['held'] !== 1) throw new BackupRefused(`Another restore of the schema "${schema}" is running.`);
}

async function namesOf(connection: Connection, schema: string): Promise<readonly string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?',
    [schema],
  );
  return rows.map((row) => String(row['name']));
}

/** Takes back a restore that did not come to its end, or clears up after one that did. */
async function undoHalf(connection: Connection, schema: string, say: Restoring['say']): Promise<void> {
  const names = await namesOf(connection, schema);
  if (!names.includes(RESTORING)) {
    await dropAside(connection, schema);
    return;
  }
  const aside = names.filter((name) => name.startsWith(ASIDE));
  // Without any put aside nothing was renamed: whatever is there was there before, or was nothing.
  const [[mark]] = await connection.query<RowDataPacket[]>(`SELECT was_empty FROM \`${RESTORING}\``);
  const half = names.filter((name) => !name.startsWith(ASIDE) && name !== RESTORING);
  const drop = aside.length > 0 || mark?.['was_empty'] === 1 ? half : [];
  for (const name of drop) await connection.query(`DROP TABLE \`${name}\``);
  if (aside.length > 0) await rename(connection, aside, (name) => name.slice(ASIDE.length));
  await connection.query(`DROP TABLE \`${RESTORING}\``);
  say('a restore that did not come to its end was taken back: the schema is as it was before it');
}

/** A node renews its lease, of 3 s, each second: one that ends much later, or moves on, is no remnant of a killed one. */
const LONGEST_LEASE_MS = 15_000;
const LOOK_MS = 250;

/** Waits until the lease of a life that was ended by force is over; whoever renews it is running. */
async function assertStopped(connection: Connection, { schema, node, say }: Restoring): Promise<void> {
  if (!(await namesOf(connection, schema)).includes('exchange_lease')) return;
  let first: string | undefined;
  for (;;) {
    const [[lease]] = await connection.query<RowDataPacket[]>(
      `SELECT CAST(MAX(expires_at) AS CHAR) AS ends, TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), MAX(expires_at)) AS us
       FROM exchange_lease WHERE expires_at > UTC_TIMESTAMP(3)`,
    );
    const ends: unknown = lease?.['ends'];
    if (typeof ends !== 'string') return;
    const leftMs = Number(lease?.['us']) / 1_000;
    if ((first !== undefined && first !== ends) || leftMs > LONGEST_LEASE_MS)
      throw new BackupRefused(`The node ${node} is running: stop it first. Nothing was changed.`);
    if (first === undefined)
      say(
        `${node} may still be running: its lease ends in ${(leftMs / 1_000).toFixed(1)} s unless it renews it; waiting for that`,
      );
    first = ends;
    await pause(Math.min(leftMs + 10, LOOK_MS));
  }
}

async function assertFree(connection: Connection, { schema, over = false }: Restoring): Promise<void> {
  const names = await namesOf(connection, schema);
  if (names.length > 0 && !names.includes('schema_migration'))
    throw new BackupRefused(`The schema "${schema}" holds tables that are not of this program.`);
  const holds = async (table: string): Promise<boolean> => {
    if (!names.includes(table)) return false;
    const [rows] = await connection.query<RowDataPacket[]>(`SELECT 1 FROM ${table} LIMIT 1`);
    return rows.length > 0;
  };
  if (over) return;
  for (const table of ['casework_case', 'exchange_outbox', 'exchange_inbox']) {
    if (await holds(table))
      throw new BackupRefused(
        `The schema "${schema}" holds matters (${table}): with --over they are replaced. Nothing was changed.`,
      );
  }
}

async function putAside(connection: Connection, schema: string): Promise<void> {
  const names = await namesOf(connection, schema);
  // First the mark: from here on nobody else takes this schema.
  await connection.query(
    `CREATE TABLE \`${RESTORING}\` (was_empty TINYINT NOT NULL) ENGINE=InnoDB AS SELECT ${names.length === 0 ? '1' : '0'} AS was_empty`,
  );
  if (names.length > 0) await rename(connection, names, (name) => `${ASIDE}${name}`);
}

/** All of them in one statement, which the server does whole or not at all. */
async function rename(
  connection: Connection,
  names: readonly string[],
  to: (name: string) => string,
): Promise<void> {
  await connection.query(`RENAME TABLE ${names.map((name) => `\`${name}\` TO \`${to(name)}\``).join(', ')}`);
}

async function dropAside(connection: Connection, schema: string): Promise<void> {
  const names = await namesOf(connection, schema);
  for (const name of names.filter((one) => one.startsWith(ASIDE))) {
    await connection.query(`DROP TABLE \`${name}\``);
  }
}

async function load(
  connection: Connection,
  { file, owner, schema, say, progress }: Restoring,
  { header, end }: ReadBackup,
): Promise<void> {
  const there = await tablesOf(connection, schema);
  // The same migrations make the same tables, whatever a file says.
  if (JSON.stringify(there) !== JSON.stringify(header.tables))
    throw new BackupRefused(`${file} has other tables than its migrations make.`);
  const writer = await BulkWriter.open({ ...owner, schema });
  try {
    await writer.run("SET SESSION time_zone = '+00:00'");
    // A migration may have put rows of its own into a table; the backup has them too.
    for (const { table } of there) await writer.run(`DELETE FROM \`${table}\``);
    await readBackup(file, {
      rows: (table, rows) =>
        writer.write(
          bulkTable(table),
          rows.map((row) => valuesOf(table, row)),
        ),
      ...(progress === undefined ? {} : { progress }),
    });
    for (const { table } of there) {
      const [row] = await writer.run(`SELECT COUNT(*) AS n FROM \`${table}\``);
      const count = Number(row?.['n']);
      if (count !== end.rows[table])
        throw new BackupRefused(`${table} took ${String(count)} of ${String(end.rows[table])} rows.`);
      if (count > 0) say(`${table}: ${String(count)} rows`);
    }
  } finally {
    await writer.close();
  }
}

const bulkTable = ({ table, columns }: BackupTable) => ({
  name: `\`${table}\``,
  columns: columns.map(({ column }) => `\`${column}\``),
  binary: columns.filter(({ kind }) => kind === 'bytes').map(({ column }) => `\`${column}\``),
});

const valuesOf = ({ columns }: BackupTable, row: readonly (string | null)[]) =>
  columns.map(({ kind }, at) => {
    const value = row[at] ?? null;
    return value === null || kind === 'text' ? value : Buffer.from(value, 'base64');
  });
