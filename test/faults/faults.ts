// npm run faults [-- --seed N] [--minutes M] [--only 5,12] [--all] [--json]: a network of real offices, real casework
// through HTTP, one fault after the other, and after each the question whether anything was lost or doubled.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { checkAll, INVARIANTS } from './check/check.js';
import { Clerk } from './clients/clerk.js';
import { ClientDesk } from './clients/desk.js';
import { Operations } from './clients/operations.js';
import { Choices } from './clients/random.js';
import { broken, type FaultReport, lineOf, markdownOf, type RowReport } from './report.js';
import type { FaultRow, FaultWorld } from './rows/row.js';
import { ROWS } from './rows/rows.js';
import { FaultNetwork } from './world/network.js';

const CLIENTS = 4;
/** Work before and after each fault, so that it falls into the middle of something. */
const AROUND_MS = 2_500;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string' },
    only: { type: 'string' },
    all: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const seed = z.coerce.number().int().min(0).parse(values.seed);
const minutes = z.coerce.number().min(0.1).max(600).optional().parse(values.minutes);
const only = values.only?.split(',').map((id) => z.coerce.number().int().min(1).max(30).parse(id));
const dataDir = z.string().min(1).parse(process.env['FAULTS_DATA']);
const reportDir = z.string().min(1).parse(process.env['FAULTS_REPORT']);
const say = (line: string): void => console.error(line);

const rows = ROWS.filter(({ id, quick }) => (only === undefined ? values.all || quick : only.includes(id)));
say(`seed ${seed}; rows ${rows.map(({ id }) => id).join(', ')}`);
const network = await FaultNetwork.start(dataDir, say);
const operations = new Operations(join(dataDir, 'operations.jsonl'));
const choices = new Choices(seed);
let day = '';
const clerks = Array.from(
  { length: CLIENTS },
  (_, at) => new Clerk(new ClientDesk(at + 1, network, operations), new Choices(seed + at + 1), () => day),
);
const world: FaultWorld = { network, choices, operations, today };
const reports = new Map<number, RowReport>();
let badEnds = 0;
let report: FaultReport;
try {
  await playAll();
  const ends = await Promise.all(network.all().map((office) => office.end()));
  badEnds = ends.filter(({ code, ms }) => code !== 0 || ms > 20_000).length;
  if (badEnds > 0) say(`I13 BROKEN: ${badEnds} offices did not end with code 0 within 20 s`);
  report = await reportOf();
} finally {
  await network.stop();
}
mkdirSync(reportDir, { recursive: true });
writeFileSync(join(reportDir, `${seed}.json`), `${JSON.stringify(report, null, 2)}\n`);
writeFileSync(join(reportDir, `${seed}.md`), markdownOf(report));
const good = badEnds === 0 && report.faults.every(({ ok, skipped }) => ok || (skipped && !values.all));
if (values.json) console.log(JSON.stringify(report));
else {
  console.log(markdownOf(report));
  console.log(good ? 'nothing was lost, doubled or different' : 'NOT every row held');
}
process.exit(good ? 0 : 1);

/** Row after row; with --minutes again and again until they are over, each row at least once. */
async function playAll(): Promise<void> {
  day = await today();
  const until = minutes === undefined ? 0 : performance.now() + minutes * 60_000;
  do {
    for (const row of rows) {
      if (minutes !== undefined && performance.now() > until && reports.has(row.id)) return;
      const played = await play(row);
      reports.set(row.id, played);
      say(lineOf(played));
    }
  } while (performance.now() < until);
}

/** Works, breaks, heals, drains, checks. */
async function play(row: FaultRow): Promise<RowReport> {
  const before = reports.get(row.id);
  const common = { id: row.id, title: row.title, times: (before?.times ?? 0) + 1 };
  if (row.inject === undefined) {
    const why = row.missing ?? 'nothing injects it';
    return {
      ...common,
      times: 0,
      injected: why,
      skipped: true,
      drainedMs: undefined,
      invariants: {},
      ok: false,
    };
  }
  for (const clerk of clerks) clerk.start();
  await pause(AROUND_MS);
  const injected = await row.inject(world).catch((error: unknown) => new Error(String(error)));
  await network.heal();
  await pause(AROUND_MS);
  await Promise.all(clerks.map((clerk) => clerk.stop()));
  const verdicts = await checkAll(network, operations);
  for (const invariant of broken(verdicts)) {
    for (const problem of verdicts[invariant].slice(0, 5)) say(`      ${invariant}: ${problem}`);
  }
  if (verdicts.drainedMs !== undefined) {
    await network.nextDay();
    day = await today();
  }
  return {
    ...common,
    injected: injected instanceof Error ? `could not be injected: ${injected.message}` : injected,
    skipped: false,
    drainedMs: verdicts.drainedMs,
    invariants: Object.fromEntries(
      INVARIANTS.map((invariant) => [invariant, verdicts[invariant].slice(0, 20)]),
    ),
    ok: broken(verdicts).length === 0 && !(injected instanceof Error) && before?.ok !== false,
  };
}

async function today(): Promise<string> {
  const state = await network.state(network.office('city'));
  if (state === undefined) throw new Error('the city does not tell its day');
  return state.today;
}

async function reportOf(): Promise<FaultReport> {
  const faults = [...reports.values()];
  const problems = (invariant: 'I1' | 'I2' | 'I4'): number =>
    faults.reduce((sum, { invariants }) => sum + (invariants[invariant]?.length ?? 0), 0);
  const counts = await Promise.all(
    network.all().map((office) => network.sql(`SELECT COUNT(*) AS n FROM {${office.node}}.exchange_inbox`)),
  );
  return {
    seed,
    command: `npm run faults -- ${process.argv.slice(2).join(' ')}`.trim(),
    faults,
    acts: {
      acknowledged: operations.count('ok'),
      refused: operations.count('fail'),
      silent: operations.count('unknown'),
    },
    messages: counts.reduce((sum, row) => sum + Number(row[0]?.['n'] ?? 0), 0),
    lost: problems('I1'),
    doubled: problems('I2'),
    differing: problems('I4'),
  };
}
