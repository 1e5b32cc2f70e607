import { setTimeout as pause } from 'node:timers/promises';
import { FAILPOINTS } from '#platform';
import type { FaultRow, FaultWorld } from './row.js';

/** Points on the way from an act to its receipt; the others belong to recovery, sweep, audit and start. */
const ON_THE_WAY = FAILPOINTS.slice(0, 13);
const BUSY_OFFICES = ['city', 'agency:natural-resources'] as const;
const WITHIN_MS = 15_000;

/** An office dies at a point, on the nth time that it comes there, and is started again. */
async function dieAt({ network, choices }: FaultWorld, point: (typeof FAILPOINTS)[number]): Promise<string> {
  const office = network.office(choices.one(BUSY_OFFICES));
  // First, somewhere in the middle, late: the nth passing of the point.
  const nth = choices.one([1, 3, 8]);
  await office.kill();
  await office.start(`${point}:crash@${nth}`);
  const died = await office.died(WITHIN_MS);
  if (!died) await office.kill();
  await office.start();
  return `${office.node} ${point}@${nth}${died ? '' : ' (not reached, killed)'}`;
}

export const CRASHES: readonly FaultRow[] = [
  {
    id: 1,
    title: 'kill -9 at every point from an act to its receipt',
    quick: true,
    inject: async (world) => {
      const done: string[] = [];
      for (const point of ON_THE_WAY) done.push(await dieAt(world, point));
      return done.join(', ');
    },
  },
  {
    id: 2,
    title: 'the relay dies between addBulk and mark',
    quick: true,
    inject: (world) => dieAt(world, 'P4'),
  },
  {
    id: 4,
    title: 'a worker and relay leader stopped past its lock, then resumed',
    quick: false,
    inject: async ({ network, choices }) => {
      const office = network.office(choices.one(BUSY_OFFICES));
      office.freeze();
      // BullMQ's lock is 10 s, the relay's lease 3 s: both are gone when it wakes.
      await pause(14_000);
      office.thaw();
      return `${office.node} stood still for 14 s`;
    },
  },
  {
    id: 25,
    title: 'SIGTERM under load, and with Redis down: exit 0 within 20 s',
    quick: true,
    inject: async ({ network, choices }) => {
      const office = network.office(choices.one(BUSY_OFFICES));
      const told: string[] = [];
      for (const redisDown of [false, true]) {
        if (redisDown) office.redis.set({ cut: true });
        const { code, ms } = await office.end();
        office.redis.clear();
        if (code !== 0 || ms > 20_000) {
          throw new Error(`${office.node} ended with ${String(code)} after ${Math.round(ms)} ms`);
        }
        told.push(`${redisDown ? 'Redis down' : 'under load'} ${Math.round(ms)} ms`);
        await office.start();
      }
      return `${office.node}: ${told.join(', ')}`;
    },
  },
];
