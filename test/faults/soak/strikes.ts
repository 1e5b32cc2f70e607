import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { schemaOf } from '#persistence';
import { FAILPOINTS } from '#platform';
import { felt, since, told } from '../rows/felt.js';
import { flipWaitingFrames } from '../rows/flips.js';
import { HostilePeer } from '../../e2e/support/hostile-peer.js';
import type { FaultNetwork } from '../world/network.js';
import type { FaultOffice } from '../world/office.js';
import type { FaultProxy, Weather } from '../world/proxy.js';
import type { SoakFault, SoakKind } from './plan.js';

export interface Target {
  readonly network: FaultNetwork;
  readonly office: FaultOffice;
  readonly fault: SoakFault;
}
/** What an office does while a strike is on it: nothing else may start or end it meanwhile. */
export type Strike = (target: Target) => Promise<string>;

const SHORT_MS = 3_000;
const HALF_OPEN_MS = 4_000;

async function weather(office: FaultOffice, proxy: FaultProxy, bad: Weather, ms: number): Promise<string> {
  const suffered = since(proxy);
  proxy.set(bad);
  await pause(ms);
  proxy.clear();
  const { held, cut, slowed, withheld } = suffered();
  felt(held + cut + slowed + withheld > 0, Object.keys(bad).join(', '));
  return `${office.node}: ${told(suffered())}`;
}

const toRedis =
  (bad: Weather, ms = SHORT_MS): Strike =>
  ({ office }) =>
    weather(office, office.redis, bad, ms);
const toDatabase =
  (bad: Weather, ms = SHORT_MS): Strike =>
  ({ office }) =>
    weather(office, office.database, bad, ms);

/** What strikes Redis itself: it dies, and something happens to its files before it comes back. */
const redisDies =
  (meanwhile: (target: Target) => Promise<void>): Strike =>
  async (target) => {
    const { servers } = target.network;
    await servers.kill('redis');
    await meanwhile(target);
    await servers.start('redis');
    return 'back';
  };

const POINTS = FAILPOINTS;

/** As a supervisor of processes does: an office that finds a store struck while it starts, ends and is started again. */
async function startAgain(office: FaultOffice): Promise<void> {
  for (let left = 5; ; left -= 1) {
    try {
      await office.start();
      return;
    } catch (error) {
      if (left === 0) throw error;
      await pause(1_000);
    }
  }
}

export const STRIKES: Readonly<Record<SoakKind, Strike>> = {
  'kill -9 of an office': async ({ office }) => {
    await office.kill();
    await startAgain(office);
    return office.node;
  },
  'kill -9 at a point': async ({ office, fault }) => {
    const point = POINTS[fault.n % POINTS.length] ?? 'P4';
    await office.kill();
    await office.start(`${point}:crash@${1 + (fault.n % 3)}`);
    const died = await office.died(SHORT_MS);
    if (!died) await office.kill();
    await startAgain(office);
    return `${office.node} ${point}${died ? '' : ' (not reached, killed)'}`;
  },
  'SIGTERM of an office': async ({ office }) => {
    const { code, ms } = await office.end();
    await startAgain(office);
    if (code !== 0 || ms > 20_000) throw new Error(`I13: code ${String(code)} after ${Math.round(ms)} ms`);
    return `${office.node}: ${Math.round(ms)} ms`;
  },
  'an office stands still': async ({ office, fault }) => {
    office.freeze();
    // Longer than the relay's lease of 3 s; one in four longer than BullMQ's lock of 10 s.
    await pause(fault.n % 4 === 0 ? 11_000 : 4_000);
    office.thaw();
    return office.node;
  },
  'half an addBulk': async ({ office }) => {
    const suffered = since(office.redis);
    for (let times = 0; times < 4; times += 1) {
      office.redis.set({ cutAnswerTo: Buffer.from('evalsha') });
      await pause(700);
    }
    office.redis.clear();
    felt(suffered().withheld > 0, 'no batch was cut');
    return `${office.node}: ${suffered().withheld} cut`;
  },
  FLUSHALL: ({ network }) => network.redis((redis) => redis.flushall()),
  'keys deleted': ({ network, fault }) =>
    network.redis(async (redis) => {
      const keys = await redis.keys('*');
      const gone = keys.filter((_, at) => (at + fault.n) % 2 === 0);
      felt(gone.length > 0, 'Redis was empty');
      await redis.del(...gone);
      return `${gone.length} of ${keys.length}`;
    }),
  'bits flipped in waiting frames': ({ network, fault }) => flipWaitingFrames(network, fault.n, SHORT_MS),
  'Redis kill -9': redisDies(() => pause(500)),
  'Redis kill -9 and its directory emptied': redisDies(({ network }) => network.servers.emptyRedis()),
  'Redis kill -9 and the end of its file cut': redisDies(({ network, fault }) =>
    network.servers.cutRedis(1 + fault.n * 4),
  ),
  'Redis at maxmemory': ({ network }) =>
    network.redis(async (redis) => {
      await redis.config('SET', 'maxmemory', '1');
      await pause(2_000);
      await redis.config('SET', 'maxmemory', '0');
      return '2 s';
    }),
  'MariaDB kill -9': async ({ network }) => {
    await network.servers.kill('mariadb');
    await pause(500);
    await network.servers.start('mariadb');
    return 'back';
  },
  'answers to COMMIT cut': async ({ office }) => {
    const suffered = since(office.database);
    for (let times = 0; times < 4; times += 1) {
      office.database.set({ cutAnswerTo: Buffer.from('COMMIT') });
      await pause(600);
    }
    office.database.clear();
    felt(suffered().withheld > 0, 'no COMMIT was cut');
    return `${office.node}: ${suffered().withheld} cut`;
  },
  'rows locked by somebody else': async ({ network, office, fault }) => {
    const table = fault.n % 2 === 0 ? 'exchange_in_stream' : 'casework_case';
    await network.holdRows(`SELECT * FROM ${schemaOf(office.node)}.${table} FOR UPDATE`, SHORT_MS);
    return `${office.node} ${table}`;
  },
  'half-open to Redis': toRedis({ holdUp: true, holdDown: true }, HALF_OPEN_MS),
  'half-open to the database': toDatabase({ holdUp: true, holdDown: true }, HALF_OPEN_MS),
  'cut off from Redis': toRedis({ cut: true }),
  'one-way to Redis': toRedis({ holdDown: true }, HALF_OPEN_MS),
  'one-way from Redis': toRedis({ holdUp: true }, HALF_OPEN_MS),
  '200 ms latency': toRedis({ delayMs: 200 }),
  'one-byte slices': toDatabase({ oneByte: true }),
  'a clock that jumps': async ({ office, fault }) => {
    const off = [20_000, -3_600_000, -20_000, 86_400_000][fault.n % 4] ?? 20_000;
    office.setClock(off);
    await pause(HALF_OPEN_MS);
    office.setClock(0);
    felt(office.readWrongTime(off) > 0, `${office.node} did not look at its clock`);
    return `${office.node} by ${off / 1_000} s and back`;
  },
  'rubbish in a queue': async ({ network, office, fault }) => {
    const liar = HostilePeer.of(
      'agency',
      'agency:natural-resources',
      network.dataDir,
      network.servers.redisUrl,
    );
    await liar.put(office.node, ...Array.from({ length: 20 }, () => randomBytes(50 + fault.n)));
    return `20 frames to ${office.node}`;
  },
};
