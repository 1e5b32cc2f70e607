import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NodeProcesses } from '../../../deploy/start/node-processes.js';
import { memoryOf, nodeAppPids } from '../support/memory.js';
import type { BenchNetwork } from '../support/network.js';
import { OfficeClient } from '../support/office-client.js';

const OFFICES = [
  { role: 'city', node: 'city' },
  { role: 'agency', node: 'agency:education' },
] as const;
/** Clerks who never rest. */
const CLERKS = 4;
const SAMPLE_MS = 5_000;
/** What a collection has not yet given back is no growth: a moment is the middle of half a minute of samples. */
const MOMENT = 6;
const POLL_MS = 50;

/** The memory of one process under load, in MB of 10⁶ bytes. */
export interface Loaded {
  readonly node: string;
  /** At minute 2, or after two fifths of a shorter run. */
  readonly early: number;
  readonly late: number;
  /** The most that was seen after the early moment. */
  readonly most: number;
  /** In percent of the early moment. */
  readonly growth: number;
}

export interface LoadRun {
  readonly minutes: number;
  readonly earlyMinute: number;
  readonly cases: number;
  readonly offices: readonly Loaded[];
}

/** A city and an agency at work for so many minutes: letters come in, are assigned, looked at, signed for and accepted. */
export async function underLoad(
  network: BenchNetwork,
  minutes: number,
  say: (line: string) => void,
): Promise<LoadRun> {
  const processes = OFFICES.map(({ role, node }) => network.process(role, [node]));
  const started = new NodeProcesses(join(network.dataDir, 'logs'), ({ message }) => say(message));
  try {
    const addresses = await started.start(processes, () => undefined);
    const [city, agency] = OFFICES.map(
      ({ node }, at) =>
        new OfficeClient(node, addresses.get(node) ?? '', processes[at]?.env['START_TOKEN'] ?? ''),
    );
    if (city === undefined || agency === undefined) throw new Error('an office is missing');
    const ends = performance.now() + minutes * 60_000;
    let cases = 0;
    const clerk = async (): Promise<void> => {
      while (performance.now() < ends) {
        await oneCase(city, agency, cases++);
      }
    };
    const samples = sample(ends, (at, rss) => say(`minute ${at}: ${rss} MB`));
    await Promise.all([...Array.from({ length: CLERKS }, clerk), samples]);
    const earlyMinute = Math.min(2, minutes * 0.4);
    return { minutes, earlyMinute, cases, offices: judged(await samples, earlyMinute) };
  } finally {
    await started.stop();
  }
}

async function oneCase(city: OfficeClient, agency: OfficeClient, n: number): Promise<void> {
  const assigned = await city.assign(await city.register(n), OFFICES[1].node);
  await city.get('/api/cases?limit=50');
  const id = assigned.legId ?? '';
  let leg = await agency.leg(id);
  while (leg === undefined) {
    await pause(POLL_MS);
    leg = await agency.leg(id);
  }
  const signed = await agency.act(`/api/legs/${id}/sign`, { version: leg.version });
  await agency.act(`/api/legs/${id}/accept`, { version: signed.legVersion });
  await agency.get('/api/legs?limit=50');
}

/** What each process holds, every few seconds. */
async function sample(
  ends: number,
  tell: (minute: string, rss: string) => void,
): Promise<readonly (readonly number[])[]> {
  const from = performance.now();
  const samples: (readonly number[])[] = [];
  while (performance.now() < ends) {
    await pause(SAMPLE_MS);
    const rss = nodeAppPids().map((pid) => memoryOf(pid).rss);
    samples.push(rss);
    if (samples.length % MOMENT === 0)
      tell(((performance.now() - from) / 60_000).toFixed(1), rss.map((one) => one.toFixed(0)).join(' and '));
  }
  return samples;
}

function judged(samples: readonly (readonly number[])[], earlyMinute: number): readonly Loaded[] {
  const earlyAt = Math.round((earlyMinute * 60_000) / SAMPLE_MS);
  return OFFICES.map(({ node }, at) => {
    const rss = samples.map((sampled) => sampled[at] ?? 0);
    const early = middle(rss.slice(Math.max(0, earlyAt - MOMENT), earlyAt));
    const late = middle(rss.slice(-MOMENT));
    return {
      node,
      early: round(early),
      late: round(late),
      most: round(Math.max(...rss.slice(earlyAt))),
      growth: round((100 * (late - early)) / early),
    };
  });
}

function middle(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const round = (figure: number): number => Number(figure.toFixed(1));
