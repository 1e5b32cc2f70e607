import { randomBytes } from 'node:crypto';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { EntitySchema } from 'typeorm';
import {
  loadSteps,
  migrateSchema,
  openDatabase,
  parseDatabaseUrl,
  provision,
  records,
  type Database,
  type DatabaseSettings,
  type MigrationStep,
  type OwnerSettings,
} from '#persistence';
import { eventually } from './eventually.js';
import { databaseServerUrl } from './servers.js';

/** A value as the driver gives it: dates as text, instants as Date. */
export type Cell = string | number | Date | Buffer | null;

/** A schema of its own for one test file (or one node of it). */
export interface TestDatabase {
  /** The node's user: no DDL. */
  readonly settings: DatabaseSettings;
  /** The user that migrates. */
  readonly owner: OwnerSettings;
  readonly steps: readonly MigrationStep[];
  /** Runs SQL as administrator on this schema, beside the code under test. */
  sql(text: string, parameters?: readonly unknown[]): Promise<readonly Record<string, Cell>[]>;
  /** Opens it as a node would; the test closes what it opens. */
  open(settings?: Partial<DatabaseSettings>, extra?: readonly EntitySchema[]): Promise<Database>;
  /** Drops schema and users. Throws when a connection to it is still open: somebody leaks. */
  drop(): Promise<void>;
}

/** What a test may ask for. */
export interface TestDatabaseOptions {
  /** Default: all of this program's migrations. */
  readonly steps?: readonly MigrationStep[];
  /** False leaves the schema empty (default true). */
  readonly migrated?: boolean;
}

/** Makes a fresh schema with its two users; call it in beforeAll and `drop()` in afterAll. */
export async function freshDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = parseDatabaseUrl(await databaseServerUrl());
  const administrator = {
    host: server.host,
    port: server.port,
    user: server.user,
    password: server.password,
  };
  const schema = `hyt_${randomBytes(6).toString('hex')}`;
  const owner = { ...administrator, user: `${schema}_own`, password: randomBytes(9).toString('hex') };
  const settings = { ...administrator, user: schema, password: randomBytes(9).toString('hex'), schema };
  const steps = options.steps ?? (await loadSteps());
  const onServer = (text: string, parameters: readonly unknown[] = []) =>
    once(administrator, undefined, text, parameters);
  await provision(administrator, {
    owner: { user: owner.user, password: owner.password },
    nodes: [{ schema, user: settings.user, password: settings.password }],
    from: '%',
  });
  if (options.migrated !== false) await migrateSchema(owner, schema, steps);
  return {
    settings,
    owner,
    steps,
    sql: (text, parameters = []) => once(administrator, schema, text, parameters),
    open: (changed = {}, extra = []) =>
      openDatabase(
        { ...settings, ...changed },
        {
          records: [...records, ...extra],
          steps,
          onHookFailure: (error) => {
            throw error;
          },
        },
      ),
    drop: async () => {
      const openConnections = () =>
        onServer('SELECT ID FROM information_schema.PROCESSLIST WHERE USER IN (?, ?)', [
          settings.user,
          owner.user,
        ]);
      // A socket that was closed just now is still in the list for a moment.
      const leaked = await eventually(openConnections, (rows) => rows.length === 0).then(
        () => 0,
        async () => (await openConnections()).length,
      );
      await onServer(`DROP DATABASE IF EXISTS ${schema}`);
      await onServer(`DROP USER IF EXISTS '${settings.user}'@'%', '${owner.user}'@'%'`);
      if (leaked > 0) throw new Error(`${String(leaked)} connection(s) to ${schema} were left open.`);
    },
  };
}

async function once(
  at: OwnerSettings,
  schema: string | undefined,
  text: string,
  parameters: readonly unknown[],
): Promise<readonly Record<string, Cell>[]> {
  const connection = await createConnection({
    host: at.host,
    port: at.port,
    user: at.user,
    password: at.password,
    ...(schema === undefined ? {} : { database: schema }),
    timezone: 'Z',
    dateStrings: ['DATE'],
    charset: 'utf8mb4_bin',
  });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(text, [...parameters]);
    return Array.isArray(rows) ? rows : [];
  } finally {
    await connection.end();
  }
}
