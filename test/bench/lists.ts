// npm run bench -- lists [--cases 100000,1000000] [--json]: what an office of that size waits for, both sizes side by
// side: first pages of all lists, usual filters, case pages, full text, and the sweep of a morning.
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { BulkWriter, parseDatabaseUrl } from '#persistence';
import { sampleOffice } from '../support/seeded-office.js';
import { askedOf, emptySchema, openedOf, seeded, type BenchServers } from './lists/office.js';
import { questionsFor, type Question } from './lists/questions.js';
import { sweptFigures, type SweptFigures } from './lists/swept.js';
import type { Times } from './lists/times.js';

const SWEEP_MS = 1_000;
/** Ten times the data may cost this many times the time. */
const MOST_RATIO = 1.5;
/** Below this a difference is the machine's, not the data's. */
const NOISE_MS = 3;
/** A sweep reads so many rows for each due clock at most: its clock, its case, its leg, its ladder, its lists. */
const ROWS_PER_DUE = 60;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000,1000000' },
    json: { type: 'boolean', default: false },
    /** Of the database server; the 64 MB of the sample network are for a laptop that runs all of it. */
    'buffer-pool-mb': { type: 'string', default: '1024' },
  },
});
const sizes = z.array(z.coerce.number().int().min(1_000).max(5_000_000)).parse(values.cases.split(','));
const pool = z.coerce.number().int().min(64).max(65_536).parse(values['buffer-pool-mb']);
const servers: BenchServers = z
  .object({ dataDir: z.string(), databaseUrl: z.string(), redisUrl: z.string() })
  .parse(JSON.parse(process.env['BENCH'] ?? '{}'));
const say = (line: string): void => console.error(line);

interface Measured {
  readonly cases: number;
  readonly seedSeconds: number;
  readonly digest: string;
  readonly questions: readonly Question[];
  readonly times: ReadonlyMap<string, Times>;
  readonly swept: SweptFigures;
}

const office = sampleOffice();
await sizeServer();
const measured: Measured[] = [];
for (const cases of sizes) {
  say(`${cases} cases`);
  const database = await emptySchema(servers);
  const { digest, ms } = await seeded(database, office, cases, say);
  const opened = await openedOf(database, cases);
  const questions = questionsFor(opened);
  say('the sweep of a morning …');
  const swept = await sweptFigures(database, office);
  say('lists, filters, pages, words …');
  const times = await askedOf(servers, database, questions, say);
  measured.push({ cases, seedSeconds: ms / 1000, digest, questions, times, swept });
  const slowest = [...times].toSorted(([, a], [, b]) => b.p95 - a.p95).slice(0, 5);
  for (const [what, { p50, p95 }] of slowest)
    say(`  ${what}: ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
}
process.exit(report(measured) ? 0 : 1);

async function sizeServer(): Promise<void> {
  const { host, port, user, password } = parseDatabaseUrl(servers.databaseUrl);
  const root = await BulkWriter.open({ host, port, user, password, schema: 'mysql' });
  await root.run('SET GLOBAL innodb_buffer_pool_size = ?', [pool * 1_048_576]);
  await root.close();
}

function report(all: readonly Measured[]): boolean {
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined) return false;
  const rows = first.questions.map(({ what, group, target }) => {
    const times = all.map(({ cases, times: of }) => ({
      cases,
      ...(of.get(`${group}/${what}`) ?? { p50: 0, p95: 0 }),
    }));
    const [small, big] = [times[0]?.p50 ?? 0, times.at(-1)?.p50 ?? 0];
    const ratio = big / small;
    const fast = times.every(({ p95 }) => p95 <= target);
    const flat = ratio <= MOST_RATIO || big - small < NOISE_MS;
    return { group, what, target, times, ratio, fast, flat, held: fast && flat };
  });
  const sweeps = all.map(({ cases, swept }) => ({
    cases,
    ...swept,
    held: swept.ms < SWEEP_MS && swept.rowsRead < ROWS_PER_DUE * (swept.overdue + swept.rungs),
  }));
  const flatSweep = last.swept.ms / first.swept.ms <= MOST_RATIO || last.swept.ms - first.swept.ms < 100;
  const held = rows.every((row) => row.held) && sweeps.every((one) => one.held) && flatSweep;
  const machine = {
    node: process.version,
    cores: cpus().length,
    load: loadavg()[0] ?? 0,
    bufferPoolMb: pool,
  };
  const seeds = all.map(({ cases, seedSeconds, digest }) => ({ cases, seedSeconds, digest }));
  if (values.json) console.log(JSON.stringify({ machine, seeds, rows, sweeps, held }, null, 2));
  else print(machine, seeds, rows, sweeps, held);
  return held;
}

function print(
  machine: { readonly node: string; readonly cores: number; readonly load: number },
  seeds: readonly { readonly cases: number; readonly seedSeconds: number }[],
  rows: readonly {
    readonly group: string;
    readonly what: string;
    readonly target: number;
    readonly times: readonly (Times & { readonly cases: number })[];
    readonly ratio: number;
    readonly fast: boolean;
    readonly flat: boolean;
  }[],
  sweeps: readonly (SweptFigures & { readonly cases: number; readonly held: boolean })[],
  held: boolean,
): void {
  const ms = (value: number): string => value.toFixed(1).padStart(8);
  console.log(
    `${machine.cores} cores, load ${machine.load.toFixed(1)}, Node ${machine.node}, buffer pool ${pool} MB`,
  );
  for (const { cases, seedSeconds } of seeds)
    console.log(
      `seeded ${cases} cases in ${seedSeconds.toFixed(0)} s (${(cases / seedSeconds).toFixed(0)} a second)`,
    );
  let group = '';
  for (const row of rows) {
    if (row.group !== group) {
      ({ group } = row);
      const heads = row.times.map(({ cases }) => `${String(cases).padStart(9)} p50     p95`).join('  ');
      console.log(`\n${group.padEnd(40)}${heads}   ratio  target`);
    }
    const figures = row.times.map(({ p50, p95 }) => ` ${ms(p50)}${ms(p95)}`).join('    ');
    const verdict = row.fast && row.flat ? 'PASS' : row.fast ? 'FAIL (grows)' : 'FAIL';
    console.log(
      `${row.what.padEnd(40)}${figures}  ${row.ratio.toFixed(2).padStart(6)}  ${row.target} ms  ${verdict}`,
    );
  }
  console.log('\nthe sweep of a morning');
  for (const one of sweeps) {
    console.log(
      `${String(one.cases).padStart(9)} cases: ${one.overdue} limits lapsed, ${one.rungs} rungs fired in ${one.ms.toFixed(0)} ms (target ${SWEEP_MS} ms), ` +
        `${one.rowsRead} rows read, ${one.rowsScanned} by a scan; nothing due: ${one.idleMs.toFixed(0)} ms, ${one.idleRows} rows  ${one.held ? 'PASS' : 'FAIL'}`,
    );
  }
  console.log(held ? '\nevery target held' : '\nnot every target held');
}
