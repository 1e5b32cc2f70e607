import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { createPool, type Pool, type RowDataPacket } from 'mysql2/promise';
import { z } from 'zod';
import { schemaOf } from '#persistence';
import { portsFor } from '../../../deploy/start/node-ports.js';
import { FaultOffice, type OfficeSettings } from './office.js';
import { FaultProxy } from './proxy.js';
import {
  backUp,
  makeSchemas,
  migrate,
  migrateAndKill,
  provision,
  restore,
  type SchemaUsers,
} from './schemas.js';
import { FaultServers } from './servers.js';

/** At least one of each tier: a province, a prefecture, a city, two townships, an agency. */
export const OFFICES = {
  province: 'city',
  prefecture: 'city',
  city: 'city',
  'township:jia': 'township',
  'township:yi': 'township',
  'agency:natural-resources': 'agency',
} as const;
export type OfficeName = keyof typeof OFFICES;
export const OFFICE_NAMES: readonly OfficeName[] = [
  'province',
  'prefecture',
  'city',
  'township:jia',
  'township:yi',
  'agency:natural-resources',
];

/** For the messages that a new day has made elsewhere. */
const DAY_WITHIN_MS = 30_000;

const stateShape = z.object({ idle: z.boolean(), put: z.number(), now: z.string(), today: z.string() });

/** Offices as real processes, each behind proxies of its own, on servers that the run may kill. */
export class FaultNetwork {
  private constructor(
    readonly servers: FaultServers,
    readonly dataDir: string,
    readonly token: string,
    private readonly offices: ReadonlyMap<OfficeName, FaultOffice>,
    private readonly settings: ReadonlyMap<OfficeName, OfficeSettings>,
    private readonly pool: Pool,
    private readonly users: SchemaUsers,
  ) {}

  static async start(dataDir: string, say: (line: string) => void, plant?: string): Promise<FaultNetwork> {
    mkdirSync(join(dataDir, 'logs'), { recursive: true });
    const servers = await FaultServers.start(dataDir);
    const token = randomBytes(24).toString('hex');
    const users = await makeSchemas(servers.databaseUrl, OFFICE_NAMES);
    say('schemas are there');
    const ports = await portsFor(dataDir, OFFICE_NAMES);
    const settings = new Map<OfficeName, OfficeSettings>();
    for (const node of OFFICE_NAMES) {
      const redis = await FaultProxy.to(portOf(servers.redisUrl));
      const database = await FaultProxy.to(portOf(servers.databaseUrl));
      const port = ports.get(node) ?? 0;
      const env = {
        NODES: node,
        PORTS: `${node}=${port}`,
        DATA_DIR: dataDir,
        START_TOKEN: token,
        DATABASE_URL: through(users.nodesUrl, database.port),
        REDIS_URL: through(servers.redisUrl, redis.port),
        ...(plant === undefined ? {} : { PLANT: plant }),
      };
      const logFile = join(dataDir, 'logs', `${node.replace(':', '-')}.log`);
      const clockFile = join(dataDir, 'logs', `${node.replace(':', '-')}.clock`);
      settings.set(node, { node, role: OFFICES[node], port, env, logFile, clockFile, redis, database });
    }
    const offices = new Map([...settings].map(([node, own]) => [node, new FaultOffice(own)] as const));
    const pool = createPool(poolOf(servers.databaseUrl));
    const network = new FaultNetwork(servers, dataDir, token, offices, settings, pool, users);
    // One after the other: six at once are slower on two cores.
    for (const office of offices.values()) {
      await office.start();
      say(`${office.node} is ready`);
    }
    return network;
  }

  office(name: OfficeName): FaultOffice {
    const office = this.offices.get(name);
    if (office === undefined) throw new Error(`no office ${name}`);
    return office;
  }
  has(name: string): boolean {
    return OFFICE_NAMES.some((office) => office === name);
  }
  /** A second process of an office, on a port of its own; not started. */
  async double(name: OfficeName): Promise<FaultOffice> {
    const own = this.settings.get(name);
    if (own === undefined) throw new Error(`no office ${name}`);
    const ports = await portsFor(this.dataDir, [`${name} again`]);
    const port = ports.get(`${name} again`) ?? 0;
    return new FaultOffice({ ...own, port, env: { ...own.env, PORTS: `${name}=${port}` } });
  }
  all(): readonly FaultOffice[] {
    return [...this.offices.values()];
  }

  /**
   * Makes the schema of a node that does not run: its migration is killed when it has made so many columns, then started
   * twice at once.
   * @throws when the schema is not as that of a node that was migrated in peace.
   */
  async migrateBroken(node: string, columns: number): Promise<string> {
    const schema = schemaOf(node);
    await this.sql(`DROP DATABASE IF EXISTS ${schema}`);
    await provision(this.users, [node]);
    const made = async (): Promise<number> => (await this.tablesOf(schema)).split(';').length - 1;
    const under = await migrateAndKill(this.users, node, async () => (await made()) >= columns);
    const half = await made();
    await Promise.all([migrate(this.users, [node]), migrate(this.users, [node])]);
    const [whole, peaceful] = [await this.tablesOf(schema), await this.tablesOf(schemaOf('city'))];
    if (whole !== peaceful) throw new Error(`a migration killed at ${half} columns leads to another schema`);
    await this.sql(`DROP DATABASE ${schema}`);
    return `a migration ${under ? 'killed' : 'that had ended'} at ${half} columns, then two at once: the same schema`;
  }

  /** `npm run backup` of an office that works on. */
  async backUp(name: OfficeName, file: string): Promise<void> {
    await backUp(this.users, this.dataDir, name, file);
  }
  /** `npm run restore` of an office that does not run any more. */
  async restore(file: string): Promise<void> {
    await restore(this.users, this.dataDir, file);
  }
  /** Makes the schema of an office that does not run anew, with nothing in it but the network's day. */
  async emptySchema(name: OfficeName): Promise<void> {
    const schema = schemaOf(name);
    const day = await this.sql(`SELECT * FROM ${schema}.simulated_clock`);
    await this.sql(`DROP DATABASE ${schema}`);
    await provision(this.users, [name]);
    await migrate(this.users, [name]);
    for (const row of day) await this.sql(`INSERT INTO ${schema}.simulated_clock SET ?`, [row]);
  }

  private async tablesOf(schema: string): Promise<string> {
    const rows = await this.sql(
      `SELECT CONCAT_WS(' ', TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_KEY) AS line
       FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, ORDINAL_POSITION`,
      [schema],
    );
    return rows.map(({ line }) => `${String(line)};`).join('');
  }

  /** SQL as administrator, past every proxy; `{city}` in it stands for that node's schema. */
  async sql(text: string, parameters: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    const named = text.replace(/\{([a-z:-]+)\}/g, (_, node: string) => schemaOf(node));
    const [rows] = await this.pool.query<RowDataPacket[]>(named, [...parameters]);
    return Array.isArray(rows) ? rows : [];
  }

  /** Redis as its administrator, past every proxy. */
  async redis<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.servers.redisUrl, { maxRetriesPerRequest: 3 });
    redis.on('error', () => undefined);
    try {
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  }

  /** Runs a locking statement in a transaction of its own and keeps it open for so long. */
  async holdRows(text: string, ms: number): Promise<void> {
    const connection = await this.pool.getConnection();
    try {
      await connection.beginTransaction();
      await connection.query(text);
      await pause(ms);
      await connection.rollback();
    } finally {
      connection.release();
    }
  }

  /** The most connections of an office that waited for an answer of the database at once, within so long. */
  async mostWaiting(name: OfficeName, withinMs: number): Promise<number> {
    const until = performance.now() + withinMs;
    let most = 0;
    while (performance.now() < until) {
      const [row] = await this.sql(
        `SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST
         WHERE DB = ? AND USER <> 'root' AND COMMAND = 'Query' AND TIME_MS > 1000`,
        [schemaOf(name)],
      );
      most = Math.max(most, Number(row?.['n'] ?? 0));
      await pause(250);
    }
    return most;
  }

  /** Starts whoever is not alive. */
  async revive(): Promise<void> {
    for (const office of this.offices.values()) if (!office.alive) await office.start();
  }

  /** Fine weather everywhere and everybody alive. */
  async heal(): Promise<void> {
    for (const office of this.offices.values()) {
      office.redis.clear();
      office.database.clear();
      office.setClock(0);
      office.thaw();
    }
    await this.revive();
  }

  /** Milliseconds until nobody had anything under way any more; undefined when it took longer. */
  async drained(withinMs: number): Promise<number | undefined> {
    const from = performance.now();
    let before = -1;
    while (performance.now() - from < withinMs) {
      const states = await Promise.all(this.all().map((office) => this.state(office)));
      const put = states.reduce((sum, state) => sum + (state?.put ?? Number.NaN), 0);
      const idle = states.every((state) => state?.idle === true);
      if (idle && put === before) return performance.now() - from;
      before = idle ? put : -1;
      await pause(250);
    }
    return undefined;
  }

  async state(office: FaultOffice): Promise<z.infer<typeof stateShape> | undefined> {
    try {
      const answer = await fetch(new URL('/simulation/state', office.url), {
        headers: { 'x-start-token': this.token },
        signal: AbortSignal.timeout(5_000),
      });
      return stateShape.parse(await answer.json());
    } catch {
      return undefined;
    }
  }

  /** The next morning everywhere. What the first offices' sweeps send keeps the next ones busy. @throws when one refuses. */
  async nextDay(): Promise<void> {
    const now = (await this.state(this.office('city')))?.now;
    if (now === undefined) throw new Error('the city does not tell its time');
    const next = new Date(Date.parse(now) + 24 * 3_600_000).toISOString();
    for (const office of this.all()) {
      const until = performance.now() + DAY_WITHIN_MS;
      for (;;) {
        const answer = await this.moveDay(office, next);
        if (answer.ok) break;
        const text = await answer.text();
        if (answer.status !== 409 || performance.now() > until)
          throw new Error(`${office.node} does not take the day: ${text}`);
        await pause(250);
      }
    }
  }

  /** The office looks for passed days now, as one with a real clock does every minute. @throws when it refuses. */
  async sweep(office: FaultOffice): Promise<void> {
    const now = (await this.state(office))?.now;
    const answer = now === undefined ? undefined : await this.moveDay(office, now);
    if (answer?.ok !== true)
      throw new Error(
        `${office.node} does not sweep: ${(await answer?.text()) ?? 'it does not tell its time'}`,
      );
  }

  private moveDay(office: FaultOffice, now: string): Promise<Response> {
    return fetch(new URL('/simulation/clock', office.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-start-token': this.token,
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ now }),
    });
  }

  async stop(): Promise<void> {
    for (const office of this.all()) office.thaw();
    await Promise.all(this.all().map((office) => office.end()));
    await this.pool.end();
    await this.servers.stop();
    await Promise.all(this.all().flatMap(({ redis, database }) => [redis.close(), database.close()]));
  }
}

const portOf = (url: string): number => Number(new URL(url).port);

function through(url: string, port: number): string {
  const proxied = new URL(url);
  proxied.port = String(port);
  return proxied.href;
}

function poolOf(url: string): { uri: string; connectionLimit: number; timezone: 'Z'; dateStrings: ['DATE'] } {
  return { uri: url, connectionLimit: 4, timezone: 'Z', dateStrings: ['DATE'] };
}
