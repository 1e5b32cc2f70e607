import { INVARIANTS } from '../check/check.js';
import type { FaultRow } from '../rows/row.js';
import { ROWS } from '../rows/rows.js';
import type { PlantedReport } from '../report.js';
import type { ProvenRun } from './proven-run.js';

type Row = ProvenRun['rows'][number];

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const sum = (runs: readonly ProvenRun[], of: (run: ProvenRun) => number): number =>
  runs.reduce((total, run) => total + of(run), 0);

const counted = (count: number): string => (count === 1 ? '1 run' : `${count} runs`);

/** The proof as a page: what was run, on what, what held, what broke, and what nobody could inject. */
export function proofMarkdown(runs: readonly ProvenRun[], plantings: readonly PlantedReport[]): string {
  return [
    '# What the exchange has survived',
    '',
    'Written by `npm run faults -- --proof` from the reports of real runs (`deploy/proof/faults.json`); later runs add up.',
    'Each run starts six offices as processes (a province, a prefecture, a city, two townships, an agency) with a MariaDB and',
    'a Redis of its own, lets four clients act through HTTP, strikes, heals, drains and asks the databases. The rows and the',
    'invariants are those of the specification: see `test/faults/README.md`.',
    '',
    ...totalsOf(runs),
    '## Rows',
    '',
    `Asked after every row: ${INVARIANTS.join(', ')}.`,
    '',
    '| row | fault | struck | held | broke | the last time |',
    '| --- | ----- | ------ | ---- | ----- | ------------- |',
    ...ROWS.map((row) => rowLine(row, runs)),
    '',
    ...soakOf(runs),
    ...plantedOf(plantings),
    '## Runs',
    '',
    '| began (UTC) | command | seed | commit | node | MariaDB | Redis | BullMQ | lost | doubled | differing |',
    '| ----------- | ------- | ---- | ------ | ---- | ------- | ----- | ------ | ---- | ------- | --------- |',
    ...runs.map(runLine),
    '',
  ].join('\n');
}

function totalsOf(runs: readonly ProvenRun[]): readonly string[] {
  const worst = runs.findLastIndex(({ lost, doubled, differing }) => lost + doubled + differing > 0);
  const whole = runs.findLast(({ rows }) => rows.length >= ROWS.length);
  return [
    `All ${counted(runs.length)} together: ${totals(runs)}.`,
    '',
    ...(worst === -1 ? [] : [sinceThen(runs[worst]?.at ?? '', runs.slice(worst + 1)), '']),
    ...(whole === undefined ? [] : [wholeRun(whole), '']),
  ];
}

const minute = (at: string): string => at.slice(0, 16).replace('T', ' ');
const totals = (runs: readonly ProvenRun[]): string =>
  `${sum(runs, ({ acts }) => acts)} acts acknowledged, ${sum(runs, ({ messages }) => messages)} messages; ` +
  `**lost ${sum(runs, ({ lost }) => lost)}, doubled ${sum(runs, ({ doubled }) => doubled)}, differing ${sum(runs, ({ differing }) => differing)}**`;

/** What broke was mended: earlier runs say what was found, these what holds now. */
const sinceThen = (at: string, runs: readonly ProvenRun[]): string =>
  `The last run in which anything was lost, doubled or different began ${minute(at)}. ` +
  (runs.length === 0 ? 'None has been made since.' : `Since then, ${counted(runs.length)}: ${totals(runs)}.`);

function wholeRun({ at, seed, rows }: ProvenRun): string {
  const held = rows.filter(({ verdict }) => verdict === 'held').length;
  return `The newest run of every row (\`--all --seed ${seed}\`) began ${minute(at)}: **${held} of ${rows.length} held**.`;
}

function rowLine({ id, title }: FaultRow, runs: readonly ProvenRun[]): string {
  const seen = runs.flatMap(({ rows }) => rows.filter((row) => row.id === id));
  const struck = seen.filter(({ verdict }) => verdict !== 'skipped');
  const held = struck.filter(({ verdict }) => verdict === 'held');
  const broke = struck.filter(({ verdict }) => verdict === 'broken');
  const times = struck.reduce((total, row) => total + row.times, 0);
  const last = seen.at(-1);
  return `| ${id} | ${title} | ${times} | ${counted(held.length)} | ${cell(brokeWhat(broke))} | ${cell(lastTime(last))} |`;
}

function brokeWhat(broke: readonly Row[]): string {
  const last = broke.at(-1);
  if (last === undefined) return 'never';
  const what = Object.entries(last.broke).map(([invariant, problem]) => `${invariant}: ${problem}`);
  return `**${counted(broke.length)}** (${what.length === 0 ? last.injected : what.join('; ')})`.slice(
    0,
    400,
  );
}

function lastTime(row: Row | undefined): string {
  if (row === undefined) return 'not run yet';
  if (row.verdict === 'skipped') return `skipped: ${row.injected}`;
  return `${row.verdict}: ${row.injected}`.slice(0, 700);
}

function soakOf(runs: readonly ProvenRun[]): readonly string[] {
  const soaks = runs.filter(({ soak }) => soak !== undefined);
  if (soaks.length === 0) return [];
  const faults = sum(soaks, ({ soak }) => soak?.faults ?? 0);
  const checks = sum(soaks, ({ soak }) => soak?.checks ?? 0);
  const broken = soaks.flatMap(({ soak, seed }) =>
    (soak?.broken ?? []).map((problem) => `- seed ${seed}: ${cell(problem).slice(0, 300)}`),
  );
  return [
    '## Soak',
    '',
    `\`npm run faults -- --soak --faults 1000 --every 5\`: ${faults} faults in ${counted(soaks.length)}, ${checks} times drained and asked; ` +
      `lost ${sum(soaks, ({ lost }) => lost)}, doubled ${sum(soaks, ({ doubled }) => doubled)}, differing ${sum(soaks, ({ differing }) => differing)}.`,
    '',
    ...(broken.length === 0 ? ['Nothing else broke.'] : ['What broke in it:', '', ...broken]),
    '',
  ];
}

/** Whether the questions would notice: a bug was built in on purpose for each invariant. */
function plantedOf(plantings: readonly PlantedReport[]): readonly string[] {
  if (plantings.length === 0) return [];
  return [
    '## Planted bugs',
    '',
    'One bug for each invariant, built into offices of their own: the questions must find it.',
    '',
    '| began (UTC) | command | commit | found | not found |',
    '| ----------- | ------- | ------ | ----- | --------- |',
    ...plantings.map(({ at, command, versions, planted }) => {
      const found = planted.filter((bug) => bug.found).length;
      const missed = planted.filter((bug) => !bug.found);
      const why = missed.map(({ invariant, told }) => `${invariant} (${told})`).join('; ');
      return `| ${minute(at)} | \`${command}\` | ${versions.commit} | ${found} of ${planted.length} | ${cell(why) || 'none'} |`;
    }),
    '',
  ];
}

function runLine({ at, command, seed, versions, lost, doubled, differing }: ProvenRun): string {
  const { commit = '?', node = '?', mariadb = '?', redis = '?', bullmq = '?' } = versions;
  return `| ${minute(at)} | \`${command}\` | ${seed} | ${commit} | ${node} | ${mariadb} | ${redis} | ${bullmq} | ${lost} | ${doubled} | ${differing} |`;
}
