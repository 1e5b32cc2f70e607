import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createPool, type Pool, type RowDataPacket } from 'mysql2/promise';
import { z } from 'zod';
import { schemaOf } from '#persistence';
import { portsFor } from '../../../deploy/start/node-ports.js';
import { FaultOffice, type OfficeSettings } from './office.js';
import { FaultProxy } from './proxy.js';
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
  ) {}

  static async start(dataDir: string, say: (line: string) => void, plant?: string): Promise<FaultNetwork> {
    mkdirSync(join(dataDir, 'logs'), { recursive: true });
    const servers = await FaultServers.start(dataDir);
    const token = randomBytes(24).toString('hex');
    const nodesUrl = await makeSchemas(servers.databaseUrl);
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
        DATABASE_URL: through(nodesUrl, database.port),
        REDIS_URL: through(servers.redisUrl, redis.port),
        ...(plant === undefined ? {} : { PLANT: plant }),
      };
      const logFile = join(dataDir, 'logs', `${node.replace(':', '-')}.log`);
      settings.set(node, { node, role: OFFICES[node], port, env, logFile, redis, database });
    }
    const offices = new Map([...settings].map(([node, own]) => [node, new FaultOffice(own)] as const));
    const pool = createPool(poolOf(servers.databaseUrl));
    const network = new FaultNetwork(servers, dataDir, token, offices, settings, pool);
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

  /** SQL as administrator, past every proxy; `{city}` in it stands for that node's schema. */
  async sql(text: string, parameters: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    const named = text.replace(/\{([a-z:-]+)\}/g, (_, node: string) => schemaOf(node));
    const [rows] = await this.pool.query<RowDataPacket[]>(named, [...parameters]);
    return Array.isArray(rows) ? rows : [];
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

  /** Starts whoever is not alive. */
  async revive(): Promise<void> {
    for (const office of this.offices.values()) if (!office.alive) await office.start();
  }

  /** Fine weather everywhere and everybody alive. */
  async heal(): Promise<void> {
    for (const office of this.offices.values()) {
      office.redis.clear();
      office.database.clear();
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

  /** The next morning everywhere. @throws when an office refuses: then it is not drained. */
  async nextDay(): Promise<void> {
    const now = (await this.state(this.office('city')))?.now;
    if (now === undefined) throw new Error('the city does not tell its time');
    const next = new Date(Date.parse(now) + 24 * 3_600_000).toISOString();
    for (const office of this.all()) {
      const answer = await fetch(new URL('/simulation/clock', office.url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-start-token': this.token,
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify({ now: next }),
      });
      if (!answer.ok) throw new Error(`${office.node} does not take the day: ${await answer.text()}`);
    }
  }

  async stop(): Promise<void> {
    for (const office of this.all()) office.thaw();
    await Promise.all(this.all().map((office) => office.end()));
    await this.pool.end();
    await this.servers.stop();
    await Promise.all(this.all().flatMap(({ redis, database }) => [redis.close(), database.close()]));
  }
}

async function makeSchemas(adminUrl: string): Promise<string> {
  const user = (name: string): string => {
    const url = new URL(adminUrl);
    url.username = name;
    url.password = randomBytes(18).toString('hex');
    return url.href;
  };
  const nodesUrl = user('huiyin');
  const env = {
    ...process.env,
    DATABASE_ADMIN_URL: adminUrl,
    DATABASE_OWNER_URL: user('huiyin_owner'),
    DATABASE_URL: nodesUrl,
  };
  const nodes = OFFICE_NAMES.join(',');
  const command = (name: string, ...args: readonly string[]) =>
    promisify(execFile)(process.execPath, [`dist/deploy/cli/${name}.js`, ...args], { env });
  await command('db', 'provision', '--nodes', nodes);
  await command('migrate', '--nodes', nodes);
  return nodesUrl;
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
