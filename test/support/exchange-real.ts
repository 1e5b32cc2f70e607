import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { bullmqSender, bullmqSource, type BullmqOptions, LeaseLost, redisHint } from '#exchange';
import { type Database, exchangeStore } from '#persistence';
import { type Failpoint, noFailpoint, silentLog } from '#platform';
import { freshDatabase, type TestDatabase } from './database.js';
import type { Adapters, Effect, OfficeDatabase, OfficeWire } from './exchange-offices.js';
import { redisServerUrl } from './servers.js';

const EFFECTS =
  'CREATE TABLE test_effect (place BIGINT AUTO_INCREMENT PRIMARY KEY, message VARCHAR(36) NOT NULL, ' +
  'stream VARCHAR(80) NOT NULL, sequence INT NOT NULL, n INT NOT NULL)';

/** A schema with the table where handlers of the tests leave their effects; no key, so that twice shows as two. */
export async function effectSchema(): Promise<TestDatabase> {
  const home = await freshDatabase();
  await home.sql(EFFECTS);
  await home.sql('CREATE TABLE test_act (id VARCHAR(64) PRIMARY KEY)');
  return home;
}

/** A node's database as an office of the tests uses it. */
export function officeDatabase(
  database: Database,
  close: () => Promise<void>,
  sql?: TestDatabase['sql'],
): OfficeDatabase {
  const { uow } = database;
  return {
    uow,
    store: exchangeStore(uow, () => new LeaseLost('the lease is lost')),
    addEffect: async ({ messageId, stream, sequence, n }) => {
      await uow
        .writer()
        .query('INSERT INTO test_effect (message, stream, sequence, n) VALUES (?, ?, ?, ?)', [
          messageId,
          stream,
          sequence,
          n,
        ]);
    },
    effects: () =>
      uow
        .reader()
        .query<Effect[]>('SELECT message AS messageId, stream, sequence, n FROM test_effect ORDER BY place'),
    backup: () => {
      if (sql === undefined) throw new Error('this database is not backed up');
      return backupOf(sql);
    },
    close,
  };
}

/** Copies the tables as their owner; the program's own user may make none. */
async function backupOf(sql: TestDatabase['sql']): Promise<() => Promise<void>> {
  const tables = (await sql(TABLES)).map((row) => ({
    name: String(row['name']),
    columns: String(row['columns']),
  }));
  const mark = `bak${randomBytes(3).toString('hex')}`;
  for (const { name, columns } of tables)
    await sql(`CREATE TABLE ${mark}_${name} AS SELECT ${columns} FROM ${name}`);
  return async () => {
    for (const { name, columns } of tables) {
      await sql(`DELETE FROM ${name}`);
      await sql(`INSERT INTO ${name} (${columns}) SELECT ${columns} FROM ${mark}_${name}`);
    }
  };
}

/** The tables of an office of the tests, with the columns that are written. */
const TABLES = `SELECT c.table_name AS name, GROUP_CONCAT(CONCAT('\`', c.column_name, '\`')) AS columns
  FROM information_schema.columns c
  WHERE c.table_schema = DATABASE() AND (c.table_name LIKE 'exchange%' OR c.table_name = 'test_effect')
    AND c.extra NOT LIKE '%GENERATED%'
  GROUP BY c.table_name`;

/** BullMQ between offices, in a part of the Redis that only this test file uses. */
export function officeWire(redisUrl: string, space: string, failpoint: Failpoint = noFailpoint): OfficeWire {
  const options = (node: string): BullmqOptions => ({ node, redisUrl, space, failpoint, log: silentLog });
  const keys = async (redis: Redis): Promise<string[]> => redis.keys(`${space}*`);
  return {
    sender: (node) => bullmqSender(options(node)),
    source: (node) => bullmqSource(options(node)),
    hint: (node) => redisHint(options(node)),
    flush: () =>
      withRedis(redisUrl, async (redis) => {
        const found = await keys(redis);
        // only this file's part: the server is shared
        if (found.length > 0) await redis.del(...found);
      }),
    dump: () =>
      withRedis(redisUrl, async (redis) => {
        const parts: string[] = [];
        for (const key of await keys(redis)) {
          parts.push(key);
          if ((await redis.type(key)) !== 'hash') continue;
          const hash = await redis.hgetall(key);
          parts.push(JSON.stringify(hash));
          const data: unknown = JSON.parse(hash['data'] ?? '""');
          if (typeof data === 'string') parts.push(Buffer.from(data, 'base64').toString('utf8'));
        }
        return parts.join('\n');
      }),
  };
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await work(redis);
  } finally {
    await redis.quit();
  }
}

/** MariaDB and BullMQ for the conformance suite. */
export function realAdapters(): Adapters {
  return {
    database: async () => {
      const home = await effectSchema();
      const database = await home.open();
      const close = async (): Promise<void> => {
        await database.close();
        await home.drop();
      };
      return officeDatabase(database, close, home.sql);
    },
    wire: async () => {
      const wire = officeWire(await redisServerUrl(), `t${randomBytes(6).toString('hex')}`);
      return wire;
    },
  };
}
