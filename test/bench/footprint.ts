// npm run bench -- footprint [--load [--minutes N]] [--json]: how soon a node is ready and what it costs to keep it,
// against the targets; with --load what it holds while it works, and whether that grows.
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type LoadRun, underLoad } from './footprint/load.js';
import { memoryOf, sumOf, type Memory } from './support/memory.js';
import { type BenchNetwork, openBenchNetwork } from './support/network.js';

/** Times are what a machine makes of them: the middle of three, so that one hiccup does not decide. */
const STARTS = 3;
/** Long enough for the first polls and leases; after it nothing changes any more. */
const REST_MS = 10_000;

interface Figure {
  readonly what: string;
  readonly unit: 's' | 'MB' | '%';
  readonly target: number;
  readonly measured: number;
  readonly held: boolean;
  /** What else was seen. */
  readonly note: string;
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    load: { type: 'boolean', default: false },
    /** How long the offices work with --load. */
    minutes: { type: 'string', default: '10' },
  },
});
const minutes = z.coerce.number().min(0.5).max(600).parse(values.minutes);
const say = (line: string): void => console.error(line);
const network = await openBenchNetwork(say);
const figures = values.load ? loaded(await underLoad(network, minutes, say)) : await measure(network);
const machine = {
  node: process.version,
  cores: cpus().length,
  cpu: cpus()[0]?.model ?? '',
  load: loadavg()[0] ?? 0,
};
if (values.json) console.log(JSON.stringify({ machine, figures }, null, 2));
else {
  console.log(
    `${machine.cores} cores (${machine.cpu}), load ${machine.load.toFixed(1)}, Node ${machine.node}`,
  );
  console.log(table(figures));
}
process.exit(figures.every(({ held }) => held) ? 0 : 1);

async function measure(bench: BenchNetwork): Promise<readonly Figure[]> {
  const { directory } = bench;
  const agencies = directory
    .nodes()
    .filter(({ role }) => role === 'agency')
    .map(({ id }) => id);
  const first = agencies.slice(0, 1);

  say('one node, several starts');
  const times: number[] = [];
  for (let at = 1; at < STARTS; at += 1) {
    times.push((await bench.launch([bench.process('agency', first)], 0)).readyMs / 1000);
  }
  say('one node at rest');
  const one = await bench.launch([bench.process('agency', first)], REST_MS);
  times.push(one.readyMs / 1000);
  times.sort((a, b) => a - b);
  const single = sumOf(one.processes);

  say(`${agencies.length} nodes at rest`);
  const many = await bench.launch([bench.process('agency', agencies)], REST_MS);
  const all = sumOf(many.processes);
  const further = agencies.length - 1;

  say('the whole sample at rest');
  const roles = [...new Set(directory.nodes().map(({ role }) => role))];
  const processes = roles.map((role) =>
    bench.process(
      role,
      directory
        .nodes()
        .filter((node) => node.role === role)
        .map(({ id }) => id),
    ),
  );
  let servers: readonly Memory[] = [];
  const whole = await bench.launch(processes, REST_MS, () => {
    servers = ['mariadb', 'redis'].map((name) => memoryOf(serverPid(bench.dataDir, name)));
  });
  const everything = sumOf([...whole.processes, ...servers]);
  const parts = [...roles, 'MariaDB', 'Redis'].map(
    (name, at) => `${name} ${mb([...whole.processes, ...servers][at]?.rss ?? 0)}`,
  );

  return [
    figure(
      'one node: ready',
      's',
      4,
      times[Math.floor(times.length / 2)] ?? 0,
      `middle of ${STARTS}: ${times.map((time) => time.toFixed(1)).join(', ')}`,
    ),
    figure('one node: at rest', 'MB', 180, single.rss, `PSS ${mb(single.pss)}`),
    figure(
      'each further hosted node',
      'MB',
      8,
      (all.rss - single.rss) / further,
      `${agencies.length} nodes ${mb(all.rss)}, ready after ${(many.readyMs / 1000).toFixed(1)} s; by PSS ${mb((all.pss - single.pss) / further)} each`,
    ),
    figure(
      'the whole sample: at rest',
      'MB',
      1000,
      everything.rss,
      `PSS ${mb(everything.pss)}; ${parts.join(', ')}; ready after ${(whole.readyMs / 1000).toFixed(1)} s`,
    ),
  ];
}

function loaded({ minutes: length, earlyMinute, cases, offices }: LoadRun): readonly Figure[] {
  return offices.flatMap(({ node, early, late, most, growth }) => [
    figure(
      `${node} under load: the most`,
      'MB',
      300,
      most,
      `${String(cases)} cases in ${String(length)} minutes`,
    ),
    figure(
      `${node} under load: growth`,
      '%',
      5,
      growth,
      `minute ${earlyMinute.toFixed(1)} ${mb(early)}, minute ${String(length)} ${mb(late)}`,
    ),
  ]);
}

function figure(what: string, unit: Figure['unit'], target: number, measured: number, note: string): Figure {
  return { what, unit, target, measured: Number(measured.toFixed(2)), held: measured <= target, note };
}

function serverPid(dataDir: string, name: string): number {
  return z.object({ pid: z.int() }).parse(JSON.parse(readFileSync(join(dataDir, `${name}.pid`), 'utf8'))).pid;
}

function mb(value: number): string {
  return `${value.toFixed(1)} MB`;
}

function table(rows: readonly Figure[]): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  const line = (what: string, target: string, measured: string, held: string, note: string): string =>
    `  ${what.padEnd(width)}  ${target.padStart(9)}  ${measured.padStart(9)}  ${held.padEnd(6)}  ${note}`.trimEnd();
  return [
    line('', 'target', 'measured', 'held', ''),
    ...rows.map(({ what, unit, target, measured, held, note }) =>
      line(what, `≤ ${target} ${unit}`, `${measured.toFixed(1)} ${unit}`, held ? 'yes' : 'MISSED', note),
    ),
  ].join('\n');
}
