import { setTimeout as pause } from 'node:timers/promises';
import type { Weather } from '../world/proxy.js';
import { felt, since, told } from './felt.js';
import type { FaultRow, FaultWorld } from './row.js';

const OFFICES = ['city', 'agency:natural-resources', 'township:jia'] as const;

/** One office's connections suffer for a while. @throws when none of them did. */
async function suffer(
  { network, choices }: FaultWorld,
  to: 'redis' | 'database' | 'both',
  weather: Weather,
  ms: number,
): Promise<string> {
  const office = network.office(choices.one(OFFICES));
  const proxies = [
    ...(to === 'database' ? [] : [office.redis]),
    ...(to === 'redis' ? [] : [office.database]),
  ].map((proxy) => ({ proxy, suffered: since(proxy) }));
  for (const { proxy } of proxies) proxy.set(weather);
  await pause(ms);
  const what = Object.keys(weather).join(' and ');
  for (const { proxy, suffered } of proxies) {
    const { held, cut, slowed } = suffered();
    proxy.clear();
    felt(held + cut + slowed > 0, `${office.node}: ${what} to ${to}`);
  }
  const sum = proxies.map(({ suffered }) => told(suffered())).join(' and ');
  return `${office.node}: ${what} to ${to} for ${ms / 1_000} s (${sum})`;
}

export const LINKS: readonly FaultRow[] = [
  {
    id: 14,
    title: 'half-open TCP to Redis and to the database for 60 s',
    quick: false,
    inject: async (world) =>
      [
        await suffer(world, 'redis', { holdUp: true, holdDown: true }, 60_000),
        await suffer(world, 'database', { holdUp: true, holdDown: true }, 60_000),
      ].join('; '),
  },
  {
    id: 15,
    title: 'partitions, also one-way',
    quick: true,
    inject: async (world) =>
      [
        await suffer(world, 'redis', { cut: true }, 4_000),
        await suffer(world, 'redis', { holdUp: true }, 6_000),
        await suffer(world, 'redis', { holdDown: true }, 6_000),
        await suffer(world, 'database', { cut: true }, 3_000),
        await suffer(world, 'database', { holdDown: true }, 4_000),
      ].join('; '),
  },
  {
    id: 16,
    title: '200 ms latency, 64 kbit/s, one-byte slices',
    quick: true,
    inject: async (world) =>
      [
        await suffer(world, 'both', { delayMs: 200 }, 5_000),
        await suffer(world, 'redis', { bytesPerS: 8_000 }, 5_000),
        await suffer(world, 'both', { oneByte: true }, 4_000),
      ].join('; '),
  },
];
