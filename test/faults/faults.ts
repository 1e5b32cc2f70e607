// npm run faults [-- --seed N] [--minutes M] [--only 5,12] [--all] [--planted] [--json]: a network of real offices, real
// casework through HTTP, one fault after the other, and after each the question whether anything was lost or doubled.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { findPlanted } from './planted/find.js';
import { lineOf, markdownOf } from './report.js';
import { ROWS } from './rows/rows.js';
import { FaultRun } from './run.js';

const { values } = parseArgs({
  options: {
    /** Chooses what each fault strikes; the same seed strikes the same. */
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** Again and again for so long, each row at least once. */
    minutes: { type: 'string' },
    /** Only these rows; with --planted only these invariants. */
    only: { type: 'string' },
    /** Also the rows that take minutes; what this version or machine cannot inject fails the run. */
    all: { type: 'boolean', default: false },
    /** Starts offices with one known bug each, and fails when one is not found. */
    planted: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const seed = z.coerce.number().int().min(0).parse(values.seed);
const minutes = z.coerce.number().min(0.1).max(600).optional().parse(values.minutes);
const only = values.only?.split(',').map((id) => z.coerce.number().int().min(1).max(30).parse(id));
const dataDir = z.string().min(1).parse(process.env['FAULTS_DATA']);
const reportDir = z.string().min(1).parse(process.env['FAULTS_REPORT']);
const say = (line: string): void => console.error(line);

process.exit((values.planted ? await planted() : await strike()) ? 0 : 1);

async function planted(): Promise<boolean> {
  say(`seed ${seed}: a network for each planted bug`);
  const missed = await findPlanted(dataDir, seed, only, say);
  console.log(missed.length === 0 ? 'every planted bug was found' : `NOT found: ${missed.join(', ')}`);
  return missed.length === 0;
}

async function strike(): Promise<boolean> {
  const rows = ROWS.filter(({ id, quick }) => (only === undefined ? values.all || quick : only.includes(id)));
  say(`seed ${seed}; rows ${rows.map(({ id }) => id).join(', ')}`);
  const run = await FaultRun.open(dataDir, seed, say);
  const command = `npm run faults -- ${process.argv.slice(2).join(' ')}`.trim();
  try {
    await rounds(run, rows);
    const badEnds = await run.endOffices();
    if (badEnds > 0) say(`I13 BROKEN: ${badEnds} offices did not end with code 0 within 20 s`);
    const report = await run.report(command);
    mkdirSync(reportDir, { recursive: true });
    writeFileSync(join(reportDir, `${seed}.json`), `${JSON.stringify(report, null, 2)}\n`);
    writeFileSync(join(reportDir, `${seed}.md`), markdownOf(report));
    const good = badEnds === 0 && report.faults.every(({ ok, skipped }) => ok || (skipped && !values.all));
    if (values.json) console.log(JSON.stringify(report));
    else console.log(markdownOf(report));
    say(good ? 'nothing was lost, doubled or different' : 'NOT every row held');
    return good;
  } finally {
    await run.stop();
  }
}

/** Row after row; with --minutes again and again until they are over. */
async function rounds(run: FaultRun, rows: typeof ROWS): Promise<void> {
  const until = minutes === undefined ? 0 : performance.now() + minutes * 60_000;
  do {
    for (const row of rows) {
      if (minutes !== undefined && performance.now() > until && run.played(row)) return;
      say(lineOf(await run.play(row)));
    }
  } while (performance.now() < until);
}
