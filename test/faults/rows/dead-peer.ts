import { setTimeout as pause } from 'node:timers/promises';
import { redisPrefix } from '#platform';
import type { FaultNetwork, OfficeName } from '../world/network.js';
import { felt } from './felt.js';
import { noisyPeer } from './hostile.js';
import type { FaultRow, FaultWorld } from './row.js';
import { percentiles, Probe, type SideBySide, type Times } from './probe.js';

const DEAD = 'agency:natural-resources';
const SENDER = 'city';
const DAYS = 30;
/** What the sender believes to have waited in one step. */
const STEP_HOURS = 6;
/** Windows with the peer dead, each after one with the peer alive: what changes on the machine meanwhile strikes both. */
const WINDOWS = 3;
const STEPS = (DAYS * 24) / STEP_HOURS / WINDOWS;
/** The relay looks every 200 ms: time for a turn or two. */
const STEP_MS = 600;
/** The window of frames without a receipt, per sender (exchange.md §1). */
const BUDGET_BYTES = 8 * 1024 * 1024;
/** Others may be that much slower, measured beside an office that knows no dead peer. */
const SLOWER = 1.2;
const PROBES = 50;

/** Makes the sender believe that hours have passed: every wait for an answer is so much older, and due. */
async function hoursPass(network: FaultNetwork, node: OfficeName, hours: number): Promise<void> {
  await network.sql(
    `UPDATE {${node}}.exchange_out_frame SET made_at = made_at - INTERVAL ${hours} HOUR,
       next_at = next_at - INTERVAL ${hours} HOUR WHERE dest = ?`,
    [DEAD],
  );
  await network.sql(
    `UPDATE {${node}}.exchange_peer SET spoke_at = spoke_at - INTERVAL ${hours} HOUR WHERE node = ?`,
    [DEAD],
  );
}

/** What lies in Redis for the dead office. */
function waitingBytes(network: FaultNetwork): Promise<number> {
  return network.redis(async (redis) => {
    const keys = await redis.keys(`${redisPrefix(DEAD)}*`);
    const sizes = await Promise.all(keys.map((key) => redis.memory('USAGE', key)));
    return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  });
}

async function undelivered(network: FaultNetwork): Promise<number> {
  const [row] = await network.sql(
    `SELECT COUNT(*) AS n FROM {${SENDER}}.exchange_outbox WHERE dest = ? AND sequence IS NOT NULL AND status < 3`,
    [DEAD],
  );
  return Number(row?.['n'] ?? 0);
}

/** A part of the thirty days of tries, in seconds. @returns the most bytes that lay in Redis, and how often a frame was tried. */
async function daysOfTries(
  network: FaultNetwork,
): Promise<{ readonly bytes: number; readonly tries: number }> {
  let bytes = 0;
  for (let step = 0; step < STEPS; step += 1) {
    await hoursPass(network, SENDER, STEP_HOURS);
    await pause(STEP_MS);
    if (step % 10 === 0) bytes = Math.max(bytes, await waitingBytes(network));
  }
  const [row] = await network.sql(
    `SELECT MAX(attempt) AS n FROM {${SENDER}}.exchange_out_frame WHERE dest = ?`,
    [DEAD],
  );
  return { bytes: Math.max(bytes, await waitingBytes(network)), tries: Number(row?.['n'] ?? 0) };
}

/** What one window with the peer dead came to. */
interface Window {
  readonly alive: SideBySide;
  readonly dead: SideBySide;
  readonly bytes: number;
  readonly tries: number;
  readonly waiting: number;
  readonly left: number;
  readonly drainedMs: number;
}

/** Letters to living peers while the peer lives, then while it is dead for days, then it comes back and is drained. */
async function oneWindow({ network }: FaultWorld, probe: Probe): Promise<Window> {
  const alive = await probe.sideBySide(PROBES);
  await network.office(DEAD).kill();
  const during = probe.sideBySide(PROBES);
  const { bytes, tries } = await daysOfTries(network);
  const dead = await during;
  const waiting = await undelivered(network);
  await network.office(DEAD).start();
  const from = performance.now();
  while ((await undelivered(network)) > 0 && performance.now() - from < 60_000) await pause(500);
  const left = await undelivered(network);
  return { alive, dead, bytes, tries, waiting, left, drainedMs: performance.now() - from };
}

const together = (parts: readonly SideBySide[]): { readonly tested: Times; readonly control: Times } => ({
  tested: percentiles(parts.flatMap(({ tested }) => tested)),
  control: percentiles(parts.flatMap(({ control }) => control)),
});

/** How much slower the sender reaches living peers, beside an office that knows no dead one, than while all live. */
async function deadPeer(world: FaultWorld): Promise<string> {
  const { observe } = world;
  const probe = new Probe(world, await world.today());
  const windows: Window[] = [];
  for (let times = 0; times < WINDOWS; times += 1) windows.push(await oneWindow(world, probe));
  const most = (of: (window: Window) => number): number => Math.max(...windows.map(of));
  const waiting = most((window) => window.waiting);
  const bytes = most((window) => window.bytes);
  felt(waiting > 0, 'nothing waited for the dead office');
  if (bytes > BUDGET_BYTES)
    observe('I7', `${bytes} bytes for a dead peer in Redis, ${BUDGET_BYTES} are allowed`);
  const alive = together(windows.map((window) => window.alive));
  const dead = together(windows.map((window) => window.dead));
  const slower = dead.tested.p99 / dead.control.p99 / (alive.tested.p99 / alive.control.p99);
  if (slower > SLOWER)
    observe('I7', `others were slowed: p99 ${slower.toFixed(2)} times, beside a sender without a dead peer`);
  const left = most((window) => window.left);
  if (left > 0)
    observe('I8', `${left} of ${waiting} messages for the office that came back still wait after 60 s`);
  return [
    `${DEAD} dead for ${DAYS} days of retries in ${WINDOWS} windows: up to ${waiting} messages waited, a frame was tried up to ${most(({ tries }) => tries)} times, at most ${Math.round(bytes / 1024)} KiB in Redis`,
    `back: drained within ${(most(({ drainedMs }) => drainedMs) / 1_000).toFixed(1)} s`,
    `others, ${WINDOWS} windows of ${PROBES} letters each way, alternating: p50 ${alive.tested.p50} → ${dead.tested.p50} ms, p99 ${alive.tested.p99} → ${dead.tested.p99} ms; beside them a sender without a dead peer p99 ${alive.control.p99} → ${dead.control.p99} ms: ${slower.toFixed(2)} times`,
  ].join('; ');
}

export const DEAD_PEER: readonly FaultRow[] = [
  {
    id: 28,
    title: 'a noisy peer at a hundred times; a dead peer for thirty days of retries',
    quick: false,
    inject: async (world) => `${await noisyPeer(world)}; ${await deadPeer(world)}`,
  },
];
