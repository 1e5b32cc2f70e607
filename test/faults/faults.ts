// npm run faults [-- --seed N] [--minutes M] [--only 5,12] [--all] [--planted] [--json] [--soak --faults N --every S]
// [--proof]: a network of real offices, real casework through HTTP, one fault after the other, and after each the question
// whether anything was lost or doubled.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type FaultOptions, readOptions } from './options.js';
import { findPlanted } from './planted/find.js';
import { writeProof } from './proof/proof.js';
import { readPlanted, readReports } from './proof/reports.js';
import { type FaultReport, jsonOf, lineOf, markdownOf, type PlantedReport } from './report.js';
import { ROWS } from './rows/rows.js';
import { FaultRun } from './run.js';
import { soak } from './soak/soak.js';

const options = optionsGiven();
const dataDir = z.string().min(1).parse(process.env['FAULTS_DATA']);
const reportDir = z.string().min(1).parse(process.env['FAULTS_REPORT']);
const say = (line: string): void => console.error(line);

process.exit((await main(options)) ? 0 : 1);

async function main({ proof, planted, soak: soaks }: FaultOptions): Promise<boolean> {
  if (proof) {
    say(writeProof('deploy/proof', readReports(reportDir), readPlanted(reportDir)));
    return true;
  }
  if (planted) return await findAll();
  return await (soaks ? soakOn() : strikeRows());
}

/** Ends with a sentence where an option is wrong. */
function optionsGiven(): FaultOptions {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  }
}

async function findAll(): Promise<boolean> {
  const { seed, only } = options;
  const at = new Date().toISOString();
  say(`seed ${seed}: a network for each planted bug`);
  const wish = { seed, ...(only === undefined ? {} : { only }) };
  const { planted, versions } = await findPlanted(dataDir, wish, say);
  // where not one network started, there is nothing to report
  if (versions !== undefined)
    write({ at, seed, command: commandGiven(), versions, planted }, `${seed}-planted`);
  const missed = planted.filter(({ found }) => !found).map(({ invariant }) => invariant);
  console.log(missed.length === 0 ? 'every planted bug was found' : `NOT found: ${missed.join(', ')}`);
  return missed.length === 0;
}

/** Row after row; with --minutes again and again until they are over. */
async function strikeRows(): Promise<boolean> {
  const { seed, only, all, minutes } = options;
  const rows = ROWS.filter(({ id, quick }) => (only === undefined ? all || quick : only.includes(id)));
  say(`seed ${seed}; rows ${rows.map(({ id }) => id).join(', ')}`);
  const until = minutes === undefined ? 0 : performance.now() + minutes * 60_000;
  return await inNetwork(async (run) => {
    do {
      for (const row of rows) {
        if (minutes !== undefined && performance.now() > until && run.played(row)) break;
        say(lineOf(await run.play(row)));
        await keep(run);
      }
    } while (performance.now() < until);
    return {};
  });
}

/** Adds to what earlier soaks in the report folder reached, until they reach the goal together. */
async function soakOn(): Promise<boolean> {
  const { seed, faults, every, minutes } = options;
  const before = readReports(reportDir).reduce((sum, report) => sum + (report.soak?.faults ?? 0), 0);
  say(`seed ${seed}; ${before} faults by earlier runs, ${faults} are the goal`);
  if (before >= faults) return true;
  const until = minutes === undefined ? Number.POSITIVE_INFINITY : performance.now() + minutes * 60_000;
  return await inNetwork(async (run) => ({
    soak: await soak(run, { goal: faults - before, everyMs: every * 1_000, until }, say, (soFar) =>
      keep(run, soFar),
    ),
  }));
}

/** Starts the network, lets it suffer, writes the report, and ends everything. True: everything held. */
async function inNetwork(suffer: (run: FaultRun) => Promise<Pick<FaultReport, 'soak'>>): Promise<boolean> {
  const run = await FaultRun.open(dataDir, options.seed, say);
  try {
    const { soak: soaked } = await suffer(run);
    const badEnds = await run.endOffices();
    if (badEnds > 0) say(`I13 BROKEN: ${badEnds} offices did not end with code 0 within 20 s`);
    const report = await keep(run, soaked);
    console.log(options.json ? JSON.stringify(jsonOf(report)) : markdownOf(report));
    const good =
      badEnds === 0 &&
      report.faults.every(({ ok, skipped }) => ok || (skipped && !options.all)) &&
      (soaked === undefined || soaked.broken.length === 0);
    say(good ? 'nothing was lost, doubled or different' : 'NOT every row held');
    return good;
  } finally {
    await run.stop();
  }
}

/** After each row and batch, so that a run that is interrupted has not been for nothing. */
async function keep(run: FaultRun, soaked?: FaultReport['soak']): Promise<FaultReport> {
  const report = await run.report(commandGiven(), soaked);
  writeFileSync(`${write(report, String(report.seed))}.md`, markdownOf(report));
  return report;
}

function commandGiven(): string {
  return `npm run faults -- ${process.argv.slice(2).join(' ')}`.trim();
}

/** @returns its file without `.json`. */
function write(report: FaultReport | PlantedReport, name: string): string {
  mkdirSync(reportDir, { recursive: true });
  const file = join(reportDir, `${report.at.replace(/[:.]/g, '-')}-${name}`);
  writeFileSync(`${file}.json`, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}
