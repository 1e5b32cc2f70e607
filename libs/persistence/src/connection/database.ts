import { DataSource, type EntitySchema } from 'typeorm';
import { assertMigrated, assertNotRestoring } from '../migration/schema-version.js';
import type { MigrationStep } from '../migration/steps.js';
import { ConnectionGuard } from './connection-guard.js';
import { DatabaseUnfitError, unfitSentence } from './failures.js';
import { quietLogger } from './quiet-logger.js';
import type { DatabaseSettings } from './settings.js';
import { UnitOfWork, type HookFailure } from './unit-of-work.js';

/** Statements that each connection keeps prepared; the least used goes. */
const PREPARED_KEPT = 16;

/** One node's open schema: its pool and its unit of work. Nothing of it is shared with another node. */
export interface Database {
  readonly dataSource: DataSource;
  readonly uow: UnitOfWork;
  /** Closes every connection of the pool; afterwards nothing of this database may be used. */
  close(): Promise<void>;
}

/** What the node brings along when it opens its database. */
export interface DatabaseParts {
  /** The TypeORM records of this program. */
  readonly records: readonly EntitySchema[];
  /** The migrations that this program needs (loadSteps). */
  readonly steps: readonly MigrationStep[];
  /** Told when a hook after COMMIT failed; the work itself has taken effect. */
  readonly onHookFailure: HookFailure;
}

/**
 * Opens a node's schema and checks that it fits this program; never creates or alters anything.
 * @throws DatabaseUnfitError with one sentence: unreachable, refused, schema missing, unfit mode, not migrated.
 */
export async function openDatabase(settings: DatabaseSettings, parts: DatabaseParts): Promise<Database> {
  const poolSize = settings.poolSize ?? 4;
  if (!Number.isInteger(poolSize) || poolSize < 1 || poolSize > 4) {
    throw new DatabaseUnfitError(
      `poolSize is ${String(poolSize)}: a node may hold 1 to 4 connections, because a process hosts many nodes.`,
    );
  }
  const dataSource = dataSourceOf(settings, poolSize, parts.records);
  try {
    await dataSource.initialize();
  } catch (error) {
    throw new DatabaseUnfitError(unfitSentence(error, settings), { cause: error });
  }
  try {
    await assertStrict(dataSource, settings.schema);
    await assertNotRestoring((sql) => dataSource.query(sql), settings.schema);
    await assertMigrated((sql) => dataSource.query(sql), settings.schema, parts.steps);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  const guard = new ConnectionGuard();
  dataSource.subscribers.push(guard);
  return {
    dataSource,
    uow: new UnitOfWork(dataSource, guard, parts.onHookFailure),
    close: () => dataSource.destroy(),
  };
}

function dataSourceOf(
  settings: DatabaseSettings,
  poolSize: number,
  records: readonly EntitySchema[],
): DataSource {
  return new DataSource({
    type: 'mysql',
    host: settings.host,
    port: settings.port,
    username: settings.user,
    password: settings.password,
    database: settings.schema,
    entities: [...records],
    synchronize: false,
    migrationsRun: false,
    logger: quietLogger,
    charset: 'utf8mb4_bin',
    // Measured: the driver's default is the machine's own zone; instants would shift with the server's TZ.
    timezone: 'Z',
    // A legal date is a day, not an instant: it must never pass through a JavaScript Date.
    dateStrings: ['DATE'],
    supportBigNumbers: true,
    bigNumberStrings: false,
    poolSize,
    connectTimeout: settings.connectTimeout ?? 5000,
    enableQueryTimeout: true,
    maxQueryExecutionTime: settings.statementTimeout ?? 20_000,
    extra: {
      // Measured: noting each caller's stack was a fifth of what a node computes for a statement; errors have TypeORM's.
      trace: false,
      connectionLimit: poolSize,
      maxIdle: poolSize,
      maxPreparedStatements: PREPARED_KEPT,
      enableKeepAlive: true,
      keepAliveInitialDelay: 10_000,
    },
  });
}

/** Without strict mode the server cuts values that are too long and says nothing (exchange.md §2). */
async function assertStrict(dataSource: DataSource, schema: string): Promise<void> {
  const rows = await dataSource.query<readonly { mode: string }[]>('SELECT @@SESSION.sql_mode AS mode');
  const mode = rows[0]?.mode ?? '';
  if (/STRICT_(TRANS|ALL)_TABLES/.test(mode)) return;
  throw new DatabaseUnfitError(
    `The database of schema "${schema}" runs without strict mode and would cut long values silently: add STRICT_TRANS_TABLES to its sql_mode.`,
  );
}
