import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2';
import type { Connection as Asked } from 'mysql2/promise';
import { DatabaseUnfitError, unfitSentence } from '../connection/failures.js';
import type { DatabaseSettings } from '../connection/settings.js';
import { assertKnown, readRecordedSteps, type RecordedStep } from '../migration/schema-version.js';
import type { MigrationStep } from '../migration/steps.js';
import { type BackupHeader, BackupRefused, type BackupTable } from './backup-format.js';
import { tablesOf } from './backup-tables.js';

export interface BackingUp {
  readonly node: string;
  /** The node's own user is enough: it only reads. */
  readonly database: DatabaseSettings;
  readonly steps: readonly MigrationStep[];
  /** A file that is not there yet. It will name petitioners and accused: mode 0600, not encrypted. */
  readonly to: string;
  readonly say: (line: string) => void;
}

export interface BackedUp {
  readonly header: BackupHeader;
  readonly rows: Readonly<Record<string, number>>;
  readonly sha256: string;
}

/**
 * Writes one node's schema into one file, as it stood at one moment, while the node runs on (one transaction, nothing
 * locked, nothing whole in memory). The file appears under its name when it is whole.
 * @throws BackupRefused, DatabaseUnfitError in a sentence.
 */
export async function backUp(backing: BackingUp): Promise<BackedUp> {
  const { to, database } = backing;
  if (existsSync(to)) throw new BackupRefused(`${to} is there already: name a new file.`);
  const part = `${to}.part`;
  const connection = await connect(database);
  try {
    const asked = connection.promise();
    await asked.query("SET SESSION time_zone = '+00:00'");
    await asked.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await asked.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    const header = await headerOf(asked, backing);
    const written = await writeFileOf(connection, header, part, backing);
    await rename(part, to);
    return { header, ...written };
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    connection.destroy();
  }
}

async function connect({ host, port, user, password, schema }: DatabaseSettings): Promise<Connection> {
  const connection = createConnection({
    ...{ host, port, user, password, database: schema },
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    connectTimeout: 5_000,
  });
  try {
    await connection.promise().connect();
    return connection;
  } catch (error) {
    throw new DatabaseUnfitError(unfitSentence(error, { host, port, user, schema }), { cause: error });
  }
}

interface StepRow extends RecordedStep, RowDataPacket {}
interface Standing extends RowDataPacket {
  readonly at: Date;
  readonly epoch: number | string;
}

async function headerOf(
  connection: Asked,
  { node, database: { schema }, steps }: BackingUp,
): Promise<BackupHeader> {
  const [recorded] = await connection.query<StepRow[]>(readRecordedSteps);
  assertKnown(schema, recorded, steps);
  if (recorded.some(({ doneAt }) => doneAt === null)) {
    throw new BackupRefused(`The schema "${schema}" is half migrated: run "npm run migrate" first.`);
  }
  const [[standing]] = await connection.query<Standing[]>(
    'SELECT UTC_TIMESTAMP(3) AS at, COALESCE(MAX(epoch), 1) AS epoch FROM exchange_out_stream',
  );
  return {
    format: 'huiyin-backup',
    version: 1,
    node,
    at: (standing?.at ?? new Date()).toISOString(),
    epoch: Number(standing?.epoch ?? 1),
    steps: recorded.map(({ step, checksum }) => ({ step, checksum })),
    tables: [...(await tablesOf(connection, schema))],
  };
}

/** Lines are handed on in pieces of about this size. */
const PIECE = 1 << 18;

async function writeFileOf(
  connection: Connection,
  header: BackupHeader,
  file: string,
  { say }: BackingUp,
): Promise<Pick<BackedUp, 'rows' | 'sha256'>> {
  const hash = createHash('sha256');
  const rows: Record<string, number> = {};
  let sha256 = '';
  async function* lines(): AsyncGenerator<Buffer> {
    let piece = `${JSON.stringify(header)}\n`;
    const taken = (): Buffer => {
      const bytes = Buffer.from(piece);
      piece = '';
      hash.update(bytes);
      return bytes;
    };
    for (const table of header.tables) {
      piece += `${JSON.stringify({ table: table.table })}\n`;
      let count = 0;
      for await (const row of rowsOf(connection, table)) {
        piece += `${JSON.stringify(row)}\n`;
        count += 1;
        if (piece.length > PIECE) yield taken();
      }
      rows[table.table] = count;
      if (count > 0) say(`${table.table}: ${String(count)} rows`);
    }
    if (piece !== '') yield taken();
    sha256 = hash.digest('hex');
    yield Buffer.from(`${JSON.stringify({ end: 'huiyin-backup', rows, sha256 })}\n`);
  }
  const out = createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true });
  await once(out, 'open');
  await pipeline(lines(), createGzip({ level: 4 }), out);
  return { rows, sha256 };
}

/** One row after another, each value as the file holds it. */
async function* rowsOf(
  connection: Connection,
  { table, columns }: BackupTable,
): AsyncGenerator<readonly (string | null)[]> {
  const stream = connection
    .query({
      sql: `SELECT ${columns.map(({ column }) => `\`${column}\``).join(', ')} FROM \`${table}\``,
      rowsAsArray: true,
      typeCast: (field) => field.buffer(),
    })
    .stream();
  for await (const row of stream) {
    if (!Array.isArray(row)) continue;
    yield columns.map(({ kind }, at) => {
      const value: unknown = row[at];
      if (!Buffer.isBuffer(value)) return null;
      return value.toString(kind === 'bytes' ? 'base64' : 'utf8');
    });
  }
}
