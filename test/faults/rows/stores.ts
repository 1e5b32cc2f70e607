import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { schemaOf } from '#persistence';
import type { FaultRow, FaultWorld } from './row.js';

async function withRedis<T>({ network }: FaultWorld, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(network.servers.redisUrl, { maxRetriesPerRequest: 3 });
  redis.on('error', () => undefined);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

export const STORES: readonly FaultRow[] = [
  {
    id: 3,
    title: 'half an addBulk: the connection breaks in the middle of the pipeline',
    quick: true,
    inject: async ({ network }) => {
      const office = network.office('city');
      for (let times = 0; times < 5; times += 1) {
        // The answer to a batch of frames never comes; some are stored, some are not.
        office.redis.set({ cutAnswerTo: Buffer.from('evalsha') });
        await pause(700);
      }
      office.redis.clear();
      return `city: ${office.redis.withheld} answers withheld`;
    },
  },
  {
    id: 6,
    title: 'FLUSHALL, and single keys deleted',
    quick: true,
    inject: (world) =>
      withRedis(world, async (redis) => {
        await redis.flushall();
        await pause(1_000);
        const keys = await redis.keys('*');
        const gone = keys.filter(() => world.choices.chance(0.5));
        if (gone.length > 0) await redis.del(...gone);
        return `FLUSHALL; then ${gone.length} of ${keys.length} keys`;
      }),
  },
  {
    id: 7,
    title: 'Redis kill -9: with an empty directory, and with the end of its file cut',
    quick: true,
    inject: async ({ network, choices }) => {
      await network.servers.kill('redis');
      await network.servers.emptyRedis();
      await network.servers.start('redis');
      await pause(1_500);
      await network.servers.kill('redis');
      const bytes = 1 + choices.number(4_000);
      await network.servers.cutRedis(bytes);
      await network.servers.start('redis');
      return `emptied; then ${bytes} bytes cut off`;
    },
  },
  {
    id: 8,
    title: 'Redis at maxmemory',
    quick: true,
    inject: (world) =>
      withRedis(world, async (redis) => {
        await redis.config('SET', 'maxmemory', '1');
        await pause(4_000);
        await redis.config('SET', 'maxmemory', '0');
        return 'nothing could be written for 4 s';
      }),
  },
  {
    id: 9,
    title: 'MariaDB kill -9 under load',
    quick: true,
    inject: async ({ network }) => {
      await network.servers.kill('mariadb');
      await pause(1_000);
      await network.servers.start('mariadb');
      return 'killed, back after its own recovery';
    },
  },
  {
    id: 10,
    title: 'COMMIT forwarded, its answer cut',
    quick: true,
    inject: async ({ network, choices }) => {
      const office = network.office(choices.one(['city', 'agency:natural-resources'] as const));
      const before = office.database.withheld;
      for (let times = 0; times < 6; times += 1) {
        office.database.set({ cutAnswerTo: Buffer.from('COMMIT') });
        await pause(600);
      }
      office.database.clear();
      return `${office.node}: ${office.database.withheld - before} answers to COMMIT cut`;
    },
  },
  {
    id: 11,
    title: 'lock waits: rows of the streams held by somebody else',
    quick: false,
    inject: async ({ network, choices }) => {
      const node = choices.one(['city', 'agency:natural-resources'] as const);
      await network.holdRows(`SELECT * FROM ${schemaOf(node)}.exchange_in_stream FOR UPDATE`, 12_000);
      return `${node}: every incoming stream locked for 12 s`;
    },
  },
];
