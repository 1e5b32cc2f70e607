import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  BulkWriter,
  loadSteps,
  migrateSchema,
  openDatabase,
  parseDatabaseUrl,
  provision,
  records,
  schemaOf,
  sealMatters,
  type DatabaseSettings,
} from '#persistence';
import { NodeProcesses } from '../../../deploy/start/node-processes.js';
import { fillNode, type Seeded } from '../../../deploy/seed/fill.js';
import { dayOf, type SeededOffice } from '../../support/seeded-office.js';
import { questionsFor, type Opened, type Question } from './questions.js';
import { timedInTurn, type Times } from './times.js';

export interface BenchServers {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

const NODE = 'city';
const FIRST_PORT = 8391;
/** Requests of each question at each size, in turn. */
const ROUNDS = 100;

/** An office of one size, with its process. */
export interface Size {
  readonly cases: number;
  readonly servers: BenchServers;
  readonly database: DatabaseSettings;
  readonly opened: Opened;
}

/** The office's schema with so many cases: seeded, or as an earlier run with `--data` left it, brought to this version. */
export async function filledOffice(
  servers: BenchServers,
  office: SeededOffice,
  cases: number,
  say: (line: string) => void,
): Promise<{ readonly database: DatabaseSettings; readonly seed: Seeded }> {
  const { host, port, user, password } = parseDatabaseUrl(servers.databaseUrl);
  const schema = schemaOf(NODE);
  const owner = { host, port, user: 'bench_owner', password: randomBytes(12).toString('hex') };
  const database = { host, port, user: 'bench', password: randomBytes(12).toString('hex'), schema };
  const root = await BulkWriter.open({ host, port, user, password, schema: 'mysql' });
  const held = await keptSeed(root, cases);
  if (held === undefined) await root.run(`DROP DATABASE IF EXISTS ${schema}`);
  await provision(
    { host, port, user, password },
    {
      owner: { user: owner.user, password: owner.password },
      nodes: [{ schema, user: database.user, password: database.password }],
      from: '%',
    },
  );
  if (held !== undefined) say(`${String(cases)} cases are there from an earlier run`);
  await migrateSchema(owner, schema, await loadSteps());
  const seed = held ?? (await seeded(database, office, cases, say));
  await wordsSealed(database, say);
  await root.run('REPLACE INTO huiyin_bench.seeded VALUES (1, ?, ?, ?)', [cases, seed.digest, seed.ms]);
  await settled(root, say);
  await root.close();
  return { database, seed };
}

/** A schema of an earlier version gets its blocks of words now: else the office would make them while it is asked. */
async function wordsSealed(database: DatabaseSettings, say: (line: string) => void): Promise<void> {
  const opened = await openDatabase(database, {
    records,
    steps: await loadSteps(),
    onHookFailure: (error) => {
      throw error;
    },
  });
  const from = performance.now();
  try {
    const { steps } = await sealMatters(opened.uow);
    if (steps > 0)
      say(`words sealed in ${((performance.now() - from) / 1000).toFixed(1)} s, ${String(steps)} steps`);
  } finally {
    await opened.close();
  }
}

/** What an earlier run with the same folder seeded, where it is what is wanted; it is forgotten until the new one is there. */
async function keptSeed(root: BulkWriter, cases: number): Promise<Seeded | undefined> {
  await root.run('CREATE DATABASE IF NOT EXISTS huiyin_bench');
  await root.run(
    'CREATE TABLE IF NOT EXISTS huiyin_bench.seeded (place INT PRIMARY KEY, cases INT NOT NULL, digest VARCHAR(64) NOT NULL, ms DOUBLE NOT NULL)',
  );
  const [row] = await root.run('SELECT digest, ms FROM huiyin_bench.seeded WHERE cases = ?', [cases]);
  if (row !== undefined) return { digest: String(row['digest']), ms: Number(row['ms']) };
  await root.run('DELETE FROM huiyin_bench.seeded');
  return undefined;
}

/** Waits until the server has written to disk what seeding changed: else the first questions wait behind it. */
async function settled(root: BulkWriter, say: (line: string) => void): Promise<void> {
  const [before] = await root.run('SELECT @@innodb_max_dirty_pages_pct AS pct');
  await root.run('SET GLOBAL innodb_max_dirty_pages_pct = 0');
  say('the server writes down what was seeded …');
  for (let tries = 0; tries < 300; tries += 1) {
    const [row] = await root.run("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'");
    if (Number(row?.['Value']) < 100) break;
    await pause(1_000);
  }
  await root.run('SET GLOBAL innodb_max_dirty_pages_pct = ?', [Number(before?.['pct'])]);
}

const seeded = (
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

/**
 * Starts the process of each size, and asks every question of all of them in turn, so that whatever else the machine does
 * falls on all alike. Of the questions only those whose name holds `only`.
 */
export async function askedOf(
  sizes: readonly Size[],
  only: string,
  say: (line: string) => void,
): Promise<ReadonlyMap<number, ReadonlyMap<string, Times>>> {
  const started: NodeProcesses[] = [];
  try {
    const asking: { readonly cases: number; readonly questions: readonly Question[]; readonly ask: Ask }[] =
      [];
    for (const [at, size] of sizes.entries()) {
      const processes = new NodeProcesses(join(size.servers.dataDir, 'logs'), (ended) => say(ended.message));
      started.push(processes);
      const ask = await startedOffice(processes, size, FIRST_PORT + at);
      asking.push({ cases: size.cases, questions: questionsFor(size.opened), ask });
    }
    const times = new Map(sizes.map(({ cases }) => [cases, new Map<string, Times>()]));
    for (const { group, what } of asking[0]?.questions ?? []) {
      const name = `${group}/${what}`;
      if (!name.includes(only)) continue;
      const all = asking.flatMap(({ cases, questions, ask }) => {
        const question = questions.find((one) => one.group === group && one.what === what);
        return question === undefined
          ? []
          : [{ cases, asked: question.paths, ask: (path: string) => ask(question, path) }];
      });
      const taken = await timedInTurn(all, ROUNDS);
      for (const [place, { cases }] of all.entries()) {
        const one = taken[place];
        if (one !== undefined) times.get(cases)?.set(name, one);
      }
      say(`  ${name}: ${taken.map(({ p50, p95 }) => `${p50.toFixed(1)} / ${p95.toFixed(1)} ms`).join(', ')}`);
    }
    return times;
  } finally {
    await Promise.all(started.map((one) => one.stop()));
  }
}

type Ask = (question: Question, path: string) => Promise<void>;

async function startedOffice(
  processes: NodeProcesses,
  { servers, database: { user, password, host, port } }: Size,
  listens: number,
): Promise<Ask> {
  const token = randomBytes(24).toString('hex');
  const env = {
    NETWORK: join('deploy', 'network', 'sample'),
    DATA_DIR: servers.dataDir,
    DATABASE_URL: `mysql://${user}:${password}@${host}:${port}`,
    REDIS_URL: servers.redisUrl,
    START_TOKEN: token,
    NODES: NODE,
    PORTS: `${NODE}=${listens}`,
    LOG_LEVEL: 'warn',
  };
  await processes.start([{ name: 'bench-city', role: 'city', nodes: [NODE], env }], () => undefined);
  return ({ as }, path) =>
    get(listens, path, {
      'x-start-token': token,
      ...(as === undefined ? {} : { 'x-acting-unit': as.unit, 'x-acting-user': encodeURIComponent(as.user) }),
    });
}

function get(port: number, path: string, headers: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers }, (answer) => {
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
