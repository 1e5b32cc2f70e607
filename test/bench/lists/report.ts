import { cpus, loadavg } from 'node:os';
import type { Question } from './questions.js';
import type { SweptFigures } from './swept.js';
import type { Times } from './times.js';

const SWEEP_MS = 1_000;
/** Ten times the data may cost this many times the time. */
const MOST_RATIO = 1.5;
/** Below this a difference is the machine's, not the data's. */
const NOISE_MS = 3;
/** A sweep reads so many rows for each due clock at most: its clock, its case, its leg, its ladder, its lists. */
const ROWS_PER_DUE = 60;

/** One size. */
export interface Measured {
  readonly cases: number;
  readonly seedSeconds: number;
  readonly digest: string;
  /** By group/what. */
  readonly times: ReadonlyMap<string, Times>;
  /** Absent where only some questions were asked. */
  readonly swept: SweptFigures | undefined;
}

interface Row extends Pick<Question, 'group' | 'what' | 'target'> {
  readonly times: readonly (Times & { readonly cases: number })[];
  /** The last size to the first: of the middle, and of the slow ones. */
  readonly ratio: Times;
  readonly fast: boolean;
  readonly flat: boolean;
  readonly held: boolean;
}

/** Prints the figures and says whether every target was held. */
export function report({
  asked,
  measured,
  pool,
  json,
}: {
  readonly asked: readonly Question[];
  readonly measured: readonly Measured[];
  readonly pool: number;
  readonly json: boolean;
}): boolean {
  const rows = asked.map((question) => rowOf(question, measured));
  const sweeps = measured.flatMap(({ cases, swept }) =>
    swept === undefined
      ? []
      : [
          {
            cases,
            ...swept,
            held: swept.ms < SWEEP_MS && swept.rowsRead < ROWS_PER_DUE * (swept.overdue + swept.rungs),
          },
        ],
  );
  const [small, big] = [sweeps[0]?.ms ?? 0, sweeps.at(-1)?.ms ?? 0];
  const sweepIsFlat = big <= small * MOST_RATIO || big - small < 100;
  const held = rows.every((row) => row.held) && sweeps.every((one) => one.held) && sweepIsFlat;
  const machine = {
    node: process.version,
    cores: cpus().length,
    load: loadavg()[0] ?? 0,
    bufferPoolMb: pool,
  };
  const seeds = measured.map(({ cases, seedSeconds, digest }) => ({ cases, seedSeconds, digest }));
  if (json) console.log(JSON.stringify({ machine, seeds, rows, sweeps, sweepIsFlat, held }, null, 2));
  else {
    const { cores, load, node } = machine;
    console.log(
      `${String(cores)} cores, load ${load.toFixed(1)}, Node ${node}, buffer pool ${String(pool)} MB each`,
    );
    for (const { cases, seedSeconds } of seeds) console.log(seededLine(cases, seedSeconds));
    for (const [at, row] of rows.entries()) {
      if (row.group !== rows[at - 1]?.group) console.log(`\n${headOf(row)}`);
      console.log(lineOf(row));
    }
    if (sweeps.length > 0) console.log('\nthe sweep of a morning');
    for (const one of sweeps) console.log(sweptLine(one));
    if (!sweepIsFlat) console.log('the sweep grows with the register: FAIL');
    console.log(held ? '\nevery target held' : '\nnot every target held');
  }
  return held;
}

function rowOf({ group, what, target }: Question, measured: readonly Measured[]): Row {
  const times = measured.map(({ cases, times: of }) => ({
    cases,
    ...(of.get(`${group}/${what}`) ?? { p50: 0, p95: 0 }),
  }));
  const nothing = { p50: 0, p95: 0 };
  const [small, big] = [times[0] ?? nothing, times.at(-1) ?? nothing];
  const ratio = { p50: big.p50 / small.p50, p95: big.p95 / small.p95 };
  const fast = times.every(({ p95 }) => p95 <= target);
  const flat = ratio.p50 <= MOST_RATIO || big.p50 - small.p50 < NOISE_MS;
  return { group, what, target, times, ratio, fast, flat, held: fast && flat };
}

const seededLine = (cases: number, seconds: number): string =>
  `seeded ${String(cases)} cases in ${seconds.toFixed(0)} s (${(cases / seconds).toFixed(0)} a second)`;

const headOf = ({ group, times }: Row): string =>
  `${group.padEnd(40)}${times.map(({ cases }) => `${String(cases).padStart(9)} p50     p95`).join('  ')}   ratio p50   p95  target`;

function lineOf({ what, times, ratio, target, fast, flat }: Row): string {
  const ms = (value: number): string => value.toFixed(1).padStart(8);
  const figures = times.map(({ p50, p95 }) => ` ${ms(p50)}${ms(p95)}`).join('    ');
  const ratios = `${ratio.p50.toFixed(2).padStart(9)}${ratio.p95.toFixed(2).padStart(6)}`;
  const verdict = fast && flat ? 'PASS' : fast ? 'FAIL (grows)' : 'FAIL';
  return `${what.padEnd(40)}${figures}    ${ratios}  ${String(target)} ms  ${verdict}`;
}

const sweptLine = (one: SweptFigures & { readonly cases: number; readonly held: boolean }): string =>
  `${String(one.cases).padStart(9)} cases: ${String(one.overdue)} limits lapsed, ${String(one.rungs)} rungs fired in ` +
  `${one.ms.toFixed(0)} ms, of which ${one.cpuMs.toFixed(0)} ms in this process (target ${String(SWEEP_MS)} ms), ` +
  `${String(one.rowsRead)} rows read, ${String(one.rowsScanned)} by a scan; nothing due: ${one.idleMs.toFixed(0)} ms, ` +
  `${String(one.idleRows)} rows  ${one.held ? 'PASS' : 'FAIL'}`;
