import { setTimeout as pause } from 'node:timers/promises';
import { schemaOf } from '#persistence';
import { BUSY_OFFICES, felt, since } from './felt.js';
import type { FaultRow } from './row.js';

export const STORES: readonly FaultRow[] = [
  {
    id: 3,
    title: 'half an addBulk: the connection breaks in the middle of the pipeline',
    quick: true,
    inject: async ({ network }) => {
      const office = network.office('city');
      const suffered = since(office.redis);
      for (let times = 0; times < 5; times += 1) {
        // The answer to a batch of frames never comes; some are stored, some are not.
        office.redis.set({ cutAnswerTo: Buffer.from('evalsha') });
        await pause(700);
      }
      office.redis.clear();
      felt(suffered().withheld > 0, 'no batch was cut');
      return `city: ${suffered().withheld} answers withheld`;
    },
  },
  {
    id: 6,
    title: 'FLUSHALL, and single keys deleted',
    quick: true,
    inject: (world) =>
      world.network.redis(async (redis) => {
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
    title: 'Redis at maxmemory; a policy that evicts is refused at start',
    quick: true,
    inject: (world) =>
      world.network.redis(async (redis) => {
        await redis.config('SET', 'maxmemory', '1');
        const refused = await redis.set('huiyin-faults:full', 'x').then(
          () => false,
          (error: unknown) => String(error).includes('OOM'),
        );
        await pause(4_000);
        await redis.config('SET', 'maxmemory', '0');
        felt(refused, 'Redis still took a key');
        await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
        const started = await (await world.network.double('township:yi')).start().then(
          () => true,
          () => false,
        );
        await redis.config('SET', 'maxmemory-policy', 'noeviction');
        if (started) throw new Error('an office started on a Redis that evicts');
        return 'nothing could be written for 4 s; no start with allkeys-lru';
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
      const office = network.office(choices.one(BUSY_OFFICES));
      const suffered = since(office.database);
      for (let times = 0; times < 6; times += 1) {
        office.database.set({ cutAnswerTo: Buffer.from('COMMIT') });
        await pause(600);
      }
      office.database.clear();
      felt(suffered().withheld > 0, 'no COMMIT was cut');
      return `${office.node}: ${suffered().withheld} answers to COMMIT cut`;
    },
  },
  {
    id: 11,
    title: 'lock waits: rows of the streams held by somebody else',
    quick: false,
    inject: async ({ network, choices }) => {
      const node = choices.one(BUSY_OFFICES);
      const waiting = network.mostWaiting(node, 11_000);
      await network.holdRows(`SELECT * FROM ${schemaOf(node)}.exchange_in_stream FOR UPDATE`, 12_000);
      felt((await waiting) > 0, 'nothing waited for a lock');
      return `${node}: every incoming stream locked for 12 s, ${await waiting} connections waited`;
    },
  },
];
