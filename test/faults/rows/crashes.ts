import { setTimeout as pause } from 'node:timers/promises';
import { FAILPOINTS } from '#platform';
import { BUSY_OFFICES, felt } from './felt.js';
import type { FaultRow, FaultWorld } from './row.js';

const WITHIN_MS = 15_000;
/** Passed once in each start, or only when an office ends: the nth passing of others is struck. */
const FEW: Readonly<Partial<Record<(typeof FAILPOINTS)[number], readonly number[]>>> = {
  P13: [1, 3],
  P14: [1],
  // Before anything, before it listens, and while it ends.
  P16: [1, 2, 3],
};

/** An office dies at a point, on the nth time that it comes there, and is started again. */
async function dieAt({ network, choices }: FaultWorld, point: (typeof FAILPOINTS)[number]): Promise<string> {
  const office = network.office(choices.one(BUSY_OFFICES));
  // First, somewhere in the middle, late: the nth passing of the point.
  const nth = choices.one(FEW[point] ?? [1, 3, 8]);
  await office.kill();
  await office.start(`${point}:crash@${nth}`);
  if (point === 'P16' && office.alive) await office.end();
  const died = await office.died(WITHIN_MS);
  if (!died) await office.kill();
  await office.start();
  return `${office.node} ${point}@${nth}${died ? '' : ' (not reached, killed)'}`;
}

export const CRASHES: readonly FaultRow[] = [
  {
    id: 1,
    title: 'kill -9 at every point: from an act to its receipt, comparison, sweep, audit, start and stop',
    quick: true,
    inject: async (world) => {
      const done: string[] = [];
      for (const point of FAILPOINTS) done.push(await dieAt(world, point));
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
      const [lease] = await network.sql(
        `SELECT expires_at < UTC_TIMESTAMP(3) AS gone FROM {${office.node}}.exchange_lease WHERE name = 'relay'`,
      );
      office.thaw();
      felt(Number(lease?.['gone']) === 1, `the relay of ${office.node} kept its lease`);
      return `${office.node} stood still for 14 s, its lease ran out`;
    },
  },
  {
    id: 25,
    title: 'SIGTERM under load, twice, and with Redis down: exit 0 within 20 s',
    quick: true,
    inject: async ({ network, choices, observe }) => {
      const office = network.office(choices.one(BUSY_OFFICES));
      const told: string[] = [];
      for (const how of ['under load', 'twice', 'Redis down'] as const) {
        if (how === 'Redis down') office.redis.set({ cut: true });
        const { code, ms } = await (how === 'twice' ? office.endTwice(100) : office.end());
        office.redis.clear();
        if (code !== 0 || ms > 20_000) {
          observe('I13', `${office.node}, ${how}: SIGTERM, code ${String(code)} after ${Math.round(ms)} ms`);
        }
        told.push(`${how} ${Math.round(ms)} ms`);
        await office.start();
      }
      return `${office.node}: ${told.join(', ')}`;
    },
  },
];
