// npm run bench -- lookalikes [--cases N] [--json]: look-alikes while registering and full-text search on a register of
// N cases (default 100 000), beside what a LIKE over the texts takes.
import { randomBytes } from 'node:crypto';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { lookAlikesOf, matterIndexing, matterWords, type MatterReads } from '#casework';
import { type Case, searchWords } from '#domain';
import {
  type Database,
  indexMatters,
  loadSteps,
  matterReads,
  migrateSchema,
  openDatabase,
  parseDatabaseUrl,
  provision,
  records,
} from '#persistence';
import { chineseSegmenter } from '#platform';
import { matterOf, randomFrom, retold } from '../../deploy/seed/matters.js';

/** Milliseconds at the 95th percentile. */
const TARGET_MS = 200;
const QUESTIONS = 200;
/** A scan of every text takes its time; a few tell enough. */
const NAIVE = 10;
const AT_ONCE = 2_000;
const SEARCHED = [
  '补偿',
  '工资',
  '噪声',
  '请求 解决',
  '养老保险',
  '欠薪',
  '征地 补偿款',
  '群众 意见',
  '村民 反映',
  '殡仪馆 收费',
];

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '100000' }, json: { type: 'boolean', default: false } },
});
const cases = z.coerce.number().int().min(100).max(5_000_000).parse(values.cases);
const say = (line: string): void => console.error(line);
const nobody = { resolve: () => undefined, fingerprint: () => undefined };
const words = matterWords(chineseSegmenter(), nobody);
const indexing = matterIndexing(words, nobody);

const database = await open();
await fill(database);
const reads = matterReads(database.uow);
const questions = Array.from({ length: QUESTIONS }, (_, at) => {
  const n = Math.floor(randomFrom(at + 7)() * cases);
  return { n, asked: retold(matterOf(n), at) };
});
let hit = 0;
const own = await times(questions, async ({ n, asked }) => {
  const found = await lookAlikesOf(asked, reads, words);
  const like = matterOf(n);
  if (
    found.some(({ reasons }) => reasons.some(({ what, value }) => what === 'place' && value === like.place))
  )
    hit += 1;
});
const naive = await times(questions.slice(0, NAIVE), ({ asked }) =>
  likeScan(database, asked.place, asked.topic),
);
const search = await times(many(SEARCHED, QUESTIONS), (q) => searched(reads, q));
const searchNaive = await times(SEARCHED.slice(0, NAIVE), (q) => likeSearch(database, q));
await database.close();

const figures = [
  { what: '疑似同一事项 look-alikes, with reasons', ...own, target: TARGET_MS },
  { what: '  the same by LIKE over the texts', ...naive },
  { what: '全文检索 full text, newest 1 000 ranked', ...search, target: TARGET_MS },
  { what: '  the same by LIKE over the texts', ...searchNaive },
];
const held = own.p95 < TARGET_MS && search.p95 < TARGET_MS;
const machine = { node: process.version, cores: cpus().length, load: loadavg()[0] ?? 0 };
if (values.json)
  console.log(JSON.stringify({ machine, cases, found: hit / QUESTIONS, figures, held }, null, 2));
else {
  console.log(
    `${String(cases)} cases, ${String(machine.cores)} cores, load ${machine.load.toFixed(1)}, Node ${machine.node}`,
  );
  for (const { what, p50, p95, most, n, ...rest } of figures) {
    const target = 'target' in rest ? `  target < ${String(rest.target)} ms` : '';
    const figure = [p50, p95, most].map((ms) => ms.toFixed(1).padStart(9)).join('');
    console.log(`${what.padEnd(46)}${figure} ms (p50, p95, max of ${String(n)})${target}`);
  }
  console.log(`a case on the same place is among the five shown: ${String(hit)} of ${String(QUESTIONS)}`);
}
process.exit(held ? 0 : 1);

async function open(): Promise<Database> {
  const { databaseUrl } = z
    .object({ databaseUrl: z.string() })
    .parse(JSON.parse(process.env['BENCH'] ?? '{}'));
  const { host, port, user, password } = parseDatabaseUrl(databaseUrl);
  const schema = 'hyb_lookalikes';
  const owner = { host, port, user: `${schema}_own`, password: randomBytes(9).toString('hex') };
  const node = { host, port, user: schema, password: randomBytes(9).toString('hex'), schema };
  await provision(
    { host, port, user, password },
    {
      owner: { user: owner.user, password: owner.password },
      nodes: [{ schema, user: node.user, password: node.password }],
      from: '%',
    },
  );
  const steps = await loadSteps();
  await migrateSchema(owner, schema, steps);
  const onHookFailure = (error: unknown): void => {
    throw error;
  };
  return openDatabase({ ...node, poolSize: 2 }, { records, steps, onHookFailure });
}

/** Cases and their index, many at once, as an import of a register writes them. */
async function fill({ uow }: Database): Promise<void> {
  const from = performance.now();
  for (let first = 0; first < cases; first += AT_ONCE) {
    const matters = Array.from({ length: Math.min(AT_ONCE, cases - first) }, (_, at) => ({
      position: first + at + 1,
      dossier: matterOf(first + at),
    }));
    await uow.run(async () => {
      const rows = matters.map(({ position, dossier }) => {
        const id = Buffer.alloc(16);
        id.writeUInt32BE(position, 12);
        const originNumber = `CS-2026-1-${String(position).padStart(7, '0')}`;
        const matter: Case = {
          id: `00000000-0000-0000-0000-${id.toString('hex').slice(20)}`,
          originNumber,
          originNode: 'city',
          state: 'OUT',
          dossier,
          receivedOn: dossier.receivedOn,
          clocks: [],
        };
        return [position, id, 1, originNumber, 'OUT', dossier.receivedOn, JSON.stringify(matter)];
      });
      await uow
        .writer()
        .query(
          'INSERT INTO casework_case (position, id, version, origin_number, state, received_on, matter) VALUES ?',
          [rows],
        );
      await indexMatters(uow.writer(), indexing, matters);
    });
    if ((first / AT_ONCE) % 10 === 9)
      say(`${String(first + AT_ONCE)} cases after ${((performance.now() - from) / 1000).toFixed(0)} s`);
  }
}

async function searched(reads: MatterReads, q: string): Promise<void> {
  await reads.search(searchWords(q, words), { limit: 20, offset: 0 });
}

async function likeScan({ uow }: Database, place: string, topic: string): Promise<void> {
  await uow
    .reader()
    .query(
      "SELECT position, matter FROM casework_case WHERE state <> 'LINKED' AND (matter LIKE ? OR matter LIKE ?) ORDER BY (matter LIKE ?) + (matter LIKE ?) DESC, position DESC LIMIT 60",
      [`%${place}%`, `%${topic}%`, `%${place}%`, `%${topic}%`],
    );
}

async function likeSearch({ uow }: Database, q: string): Promise<void> {
  const parts = q.split(' ');
  await uow.reader().query(
    `SELECT COUNT(*) FROM casework_case WHERE ${parts.map(() => 'matter LIKE ?').join(' AND ')}`,
    parts.map((part) => `%${part}%`),
  );
}

async function times<T>(
  asked: readonly T[],
  ask: (one: T) => Promise<void>,
): Promise<{ readonly p50: number; readonly p95: number; readonly most: number; readonly n: number }> {
  const taken: number[] = [];
  for (const one of asked) {
    const from = performance.now();
    await ask(one);
    taken.push(performance.now() - from);
  }
  taken.sort((a, b) => a - b);
  const at = (share: number): number =>
    taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), most: at(1), n: taken.length };
}

function many<T>(from: readonly T[], count: number): readonly T[] {
  return Array.from({ length: count }, (_, at) => from[at % from.length]).filter((one) => one !== undefined);
}
