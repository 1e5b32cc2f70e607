import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { join } from 'node:path';
import {
  BulkWriter,
  loadSteps,
  migrateSchema,
  parseDatabaseUrl,
  provision,
  schemaOf,
  type DatabaseSettings,
} from '#persistence';
import { NodeProcesses } from '../../../deploy/start/node-processes.js';
import { fillNode, type Seeded } from '../../../deploy/seed/fill.js';
import { dayOf, type SeededOffice } from '../../support/seeded-office.js';
import type { Opened, Question } from './questions.js';
import { timed, type Times } from './times.js';

export interface BenchServers {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

const NODE = 'city';
const PORT = 8391;
/** Requests of each question. */
const ROUNDS = 60;

/** An empty schema of the office, whatever was there before. */
export async function emptySchema(servers: BenchServers): Promise<DatabaseSettings> {
  const { host, port, user, password } = parseDatabaseUrl(servers.databaseUrl);
  const schema = schemaOf(NODE);
  const owner = { host, port, user: 'bench_owner', password: randomBytes(12).toString('hex') };
  const settings = { host, port, user: 'bench', password: randomBytes(12).toString('hex'), schema };
  const root = await BulkWriter.open({ host, port, user, password, schema: 'mysql' });
  await root.run(`DROP DATABASE IF EXISTS ${schema}`);
  await root.close();
  await provision(
    { host, port, user, password },
    {
      owner: { user: owner.user, password: owner.password },
      nodes: [{ schema, user: settings.user, password: settings.password }],
      from: '%',
    },
  );
  await migrateSchema(owner, schema, await loadSteps());
  return settings;
}

export const seeded = (
  database: DatabaseSettings,
  { directory, identity, rulebook }: SeededOffice,
  cases: number,
  say: (line: string) => void,
): Promise<Seeded> =>
  fillNode(
    { database, directory, identity, rulebook, say },
    { cases, seed: 1, day: dayOf('2026-09-16'), due: Math.min(1_000, Math.floor(cases / 50)) },
  );

/** Ids to be opened: some anywhere in the register, the biggest, and some legs. */
export async function openedOf(database: DatabaseSettings, cases: number): Promise<Opened> {
  const writer = await BulkWriter.open(database);
  const ids = async (sql: string, values: readonly unknown[] = []): Promise<readonly string[]> =>
    (await writer.run(sql, values)).map(({ hex }) =>
      String(hex).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5'),
    );
  try {
    const places = Array.from(
      { length: ROUNDS },
      (_, at) => 1 + Math.floor((((at * 7_919) % 10_007) / 10_007) * cases),
    );
    return {
      random: await ids('SELECT LOWER(HEX(id)) AS hex FROM casework_case WHERE position IN (?)', [places]),
      big: await ids(
        'SELECT LOWER(HEX(case_id)) AS hex FROM casework_item GROUP BY case_id HAVING COUNT(*) > 100 LIMIT 20',
      ),
      legs: await ids('SELECT LOWER(HEX(id)) AS hex FROM casework_leg WHERE position IN (?)', [places]),
    };
  } finally {
    await writer.close();
  }
}

/** Starts the office's process, asks every question, stops it. */
export async function askedOf(
  servers: BenchServers,
  { user, password, host, port }: DatabaseSettings,
  questions: readonly Question[],
  say: (line: string) => void,
): Promise<ReadonlyMap<string, Times>> {
  const token = randomBytes(24).toString('hex');
  const processes = new NodeProcesses(join(servers.dataDir, 'logs'), (ended) => say(ended.message));
  const env = {
    NETWORK: join('deploy', 'network', 'sample'),
    DATA_DIR: servers.dataDir,
    DATABASE_URL: `mysql://${user}:${password}@${host}:${port}`,
    REDIS_URL: servers.redisUrl,
    START_TOKEN: token,
    NODES: NODE,
    PORTS: `${NODE}=${PORT}`,
    LOG_LEVEL: 'warn',
  };
  try {
    await processes.start([{ name: 'bench-city', role: 'city', nodes: [NODE], env }], () => undefined);
    const times = new Map<string, Times>();
    for (const { what, group, paths, as } of questions) {
      const headers = {
        'x-start-token': token,
        ...(as === undefined
          ? {}
          : { 'x-acting-unit': as.unit, 'x-acting-user': encodeURIComponent(as.user) }),
      };
      times.set(`${group}/${what}`, await timed(paths, ROUNDS, (path) => get(path, headers)));
    }
    return times;
  } finally {
    await processes.stop();
  }
}

function get(path: string, headers: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: PORT, path, headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (body += part));
      answer.once('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`GET ${path} answered ${String(answer.statusCode)}: ${body.slice(0, 300)}`));
      });
    });
    asked.once('error', reject);
    asked.end();
  });
}
