import { createHash } from 'node:crypto';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { DatabaseUnfitError, unfitSentence } from '../connection/failures.js';
import type { OwnerSettings } from '../connection/settings.js';
import { assertKnown, assertNotRestoring, readRecordedSteps, type RecordedStep } from './schema-version.js';
import type { MigrationStep } from './steps.js';

/** Told as each step happens; a throw ends the migration there, as a kill would. */
export interface MigrationObserver {
  /** The step begins, its statement has not run. */
  begun?(step: MigrationStep): Promise<void> | void;
  /** The statement has run, but is not recorded as done yet. */
  ran?(step: MigrationStep): Promise<void> | void;
}

/** What one schema went through. */
export interface MigrationReport {
  readonly schema: string;
  /** Steps that ran now, in order; empty when the schema was up to date. */
  readonly applied: readonly string[];
}

/** Options of a migration. */
export interface MigrationOptions {
  readonly observer?: MigrationObserver;
  /** Seconds to wait for another migration of the same schema (default 60). */
  readonly lockWait?: number;
  /** The restore of a backup migrates the schema that it fills (default false: such a schema is left alone). */
  readonly restoring?: boolean;
}

interface RecordedRow extends RecordedStep, RowDataPacket {}
interface LockRow extends RowDataPacket {
  readonly held: number | null;
}

const createRecord = `CREATE TABLE IF NOT EXISTS schema_migration (
  step VARCHAR(120) NOT NULL,
  checksum CHAR(64) NOT NULL,
  begun_at DATETIME(3) NOT NULL,
  done_at DATETIME(3) NULL,
  PRIMARY KEY (step)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin`;

/**
 * Brings one schema up to these steps with the owner's user. Safe when two start at once (GET_LOCK) and when
 * killed at any point: each statement is recorded when it has run, and one that cannot be repeated also before.
 * @throws DatabaseUnfitError in a sentence; what ran until then stays, and the next run goes on from there.
 */
export async function migrateSchema(
  owner: OwnerSettings,
  schema: string,
  steps: readonly MigrationStep[],
  options: MigrationOptions = {},
): Promise<MigrationReport> {
  const connection = await connect(owner, schema);
  try {
    // The lock and the statements share one connection on purpose: when it dies, the server ends the running
    // statement first and frees the lock after it, so that a second migration never runs beside the first.
    await lock(connection, schema, options.lockWait ?? 60);
    if (options.restoring !== true) {
      await assertNotRestoring(async (sql) => (await connection.query<RowDataPacket[]>(sql))[0], schema);
    }
    return { schema, applied: await applySteps(connection, schema, steps, options.observer ?? {}) };
  } finally {
    connection.destroy();
  }
}

/** Migrates one schema after another: never two at once, so that a failure names one schema. */
export async function migrateSchemas(
  owner: OwnerSettings,
  schemas: readonly string[],
  steps: readonly MigrationStep[],
  told: (report: MigrationReport) => void,
): Promise<void> {
  for (const schema of schemas) told(await migrateSchema(owner, schema, steps));
}

async function connect(owner: OwnerSettings, schema: string): Promise<Connection> {
  try {
    return await createConnection({
      host: owner.host,
      port: owner.port,
      user: owner.user,
      password: owner.password,
      database: schema,
      charset: 'utf8mb4_bin',
      timezone: 'Z',
      connectTimeout: 5000,
    });
  } catch (error) {
    throw new DatabaseUnfitError(unfitSentence(error, { ...owner, schema }), { cause: error });
  }
}

async function lock(connection: Connection, schema: string, seconds: number): Promise<void> {
  // MySQL allows 64 characters for the name, which holds for the whole server.
  const name = `huiyin.migrate.${createHash('sha256').update(schema).digest('hex').slice(0, 32)}`;
  const [rows] = await connection.query<LockRow[]>('SELECT GET_LOCK(?, ?) AS held', [name, seconds]);
  if (rows[0]?.held === 1) return;
  throw new DatabaseUnfitError(
    `Another migration of the schema "${schema}" is still running after ${String(seconds)} s: wait for it, then run "npm run migrate" again.`,
  );
}

async function applySteps(
  connection: Connection,
  schema: string,
  steps: readonly MigrationStep[],
  observer: MigrationObserver,
): Promise<readonly string[]> {
  await connection.query(createRecord);
  const [recorded] = await connection.query<RecordedRow[]>(readRecordedSteps);
  assertKnown(schema, recorded, steps);
  const done = new Set(recorded.filter((row) => row.doneAt !== null).map((row) => row.step));
  const begun = new Set(recorded.map((row) => row.step));
  const applied: string[] = [];
  for (const step of steps) {
    if (done.has(step.name)) continue;
    await applyStep(connection, schema, step, begun.has(step.name), observer);
    applied.push(step.name);
  }
  return applied;
}

async function applyStep(
  connection: Connection,
  schema: string,
  step: MigrationStep,
  begunBefore: boolean,
  observer: MigrationObserver,
): Promise<void> {
  // A repeatable statement needs no note that it began: a second run of it changes nothing.
  if (step.doneWhen !== undefined) await record(connection, step, 'NULL');
  await observer.begun?.(step);
  if (!(begunBefore && (await tookEffect(connection, step)))) {
    try {
      await connection.query(step.sql);
    } catch (error) {
      const why = error instanceof Error ? error.message : 'unknown error';
      throw new DatabaseUnfitError(`The migration ${step.name} failed on the schema "${schema}": ${why}`, {
        cause: error,
      });
    }
  }
  await observer.ran?.(step);
  await record(connection, step, 'UTC_TIMESTAMP(3)');
}

async function record(
  connection: Connection,
  step: MigrationStep,
  doneAt: 'NULL' | 'UTC_TIMESTAMP(3)',
): Promise<void> {
  await connection.query(
    `INSERT INTO schema_migration (step, checksum, begun_at, done_at) VALUES (?, ?, UTC_TIMESTAMP(3), ${doneAt})
     ON DUPLICATE KEY UPDATE checksum = VALUES(checksum), done_at = VALUES(done_at)`,
    [step.name, step.checksum],
  );
}

/** Whether a statement whose process died had already run. */
async function tookEffect(connection: Connection, step: MigrationStep): Promise<boolean> {
  if (step.doneWhen === undefined) return false;
  const [rows] = await connection.query<RowDataPacket[]>(step.doneWhen);
  const first = rows[0];
  return first !== undefined && Number(Object.values(first)[0]) > 0;
}
