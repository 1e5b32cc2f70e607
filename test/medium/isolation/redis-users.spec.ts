import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { makeRedisUsers, redisUrlOf, redisUserOf } from '#platform';
import { eventually } from '../../support/eventually.js';
import { aStream, drained, MAYOR, type Office, openOffices } from '../../support/exchange-offices.js';
import { officeWire, realAdapters } from '../../support/exchange-real.js';
import { redisServerUrl } from '../../support/servers.js';

// Making three schemas takes seconds on a busy machine.
jest.setTimeout(120_000);

/** The court may write to the city, as every peer may; between city and township it has no business. */
const PEERS = {
  city: ['township:yi', 'agency:court'],
  'township:yi': ['city'],
  'agency:court': ['city'],
} as const;
type Name = keyof typeof PEERS;
const NAMES = ['city', 'township:yi', 'agency:court'] as const;

const space = `t${randomBytes(6).toString('hex')}`;
const passwords = Object.fromEntries(NAMES.map((node) => [node, randomBytes(24).toString('base64url')]));
let admin: string;
let court: Redis;
let town: Awaited<ReturnType<typeof openOffices<Name>>>;
let city: Office;
let yi: Office;

beforeAll(async () => {
  admin = await redisServerUrl();
  await makeRedisUsers(
    admin,
    NAMES.map((node) => ({ node, peers: PEERS[node], password: passwords[node] ?? '', space })),
  );
  const urlOf = (node: string): string => redisUrlOf(admin, node, passwords);
  town = await openOffices<Name>(
    {
      database: realAdapters().database,
      wire: () =>
        Promise.resolve({
          ...officeWire(admin, space),
          sender: (node) => officeWire(urlOf(node), space).sender(node),
          source: (node) => officeWire(urlOf(node), space).source(node),
          hint: (node) => officeWire(urlOf(node), space).hint(node),
        }),
    },
    NAMES,
  );
  city = town.office('city');
  yi = town.office('township:yi');
  court = new Redis(urlOf('agency:court'), { enableReadyCheck: false });
});
afterAll(async () => {
  court.disconnect();
  await town.close();
  const redis = new Redis(admin);
  await redis.call('ACL', 'DELUSER', ...NAMES.map(redisUserOf));
  await redis.quit();
});

const key = (node: Name, rest: string): string => `${space}{hy:${node}}:${rest}`;

describe('a node’s own Redis user', () => {
  it('is enough to send, to take in and to answer', async () => {
    await Promise.all([city.start(), yi.start()]);
    const stream = aStream();
    await city.send('township:yi', stream, [{ n: 1, act: 'answer' }, { n: 2 }]);
    await drained([city, yi]);
    expect((await city.it.deliveries(stream)).map(({ status }) => status)).toEqual(['applied', 'applied']);
    expect(city.heard).toHaveLength(1);
    await city.stop();
  });

  it('reads nothing but ciphertext in a peer’s queue, and what it deletes there comes back', async () => {
    const stream = aStream();
    const text = `${MAYOR}，要求补发工资`;
    for (const n of [1, 2, 3]) await yi.send('city', stream, [{ n, text }]);
    const wait = key('city', 'inbox:wait');
    const ids = await eventually(
      () => court.lrange(wait, 0, -1),
      (found) => found.length > 0,
    );
    const read: string[] = [];
    for (const id of ids) {
      const job = await court.hgetall(key('city', `inbox:${id}`));
      const data: unknown = JSON.parse(job['data'] ?? '""');
      read.push(JSON.stringify(job), Buffer.from(String(data), 'base64').toString('utf8'));
    }
    for (const secret of [MAYOR, JSON.stringify(MAYOR).slice(1, -1), '补发工资', 'CS-2026-000001'])
      expect(read.join('\n')).not.toContain(secret);
    expect(read.join('\n')).toContain('"dest":"city"');
    // Everything of the city that the court can name.
    for (const rest of ['wait', 'active', 'meta', 'marker', 'events', ...ids])
      await court.del(key('city', `inbox:${rest}`));
    await city.restart();
    await drained([city, yi]);
    const mine = (await city.database.effects()).filter(({ stream: of }) => of === `leg/${stream.id}`);
    expect(mine.map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  it.each([
    ['LRANGE', key('township:yi', 'inbox:wait'), '0', '-1'],
    ['HGETALL', key('township:yi', 'inbox:1')],
    ['DEL', key('township:yi', 'inbox:meta')],
    ['EVAL', "return redis.call('GET', KEYS[1])", '1', key('township:yi', 'inbox:id')],
    ['EVAL', `return redis.call('DEL', '${key('township:yi', 'inbox:id')}')`, '0'],
    ['PUBLISH', key('township:yi', 'hint'), '1'],
    ['SUBSCRIBE', key('township:yi', 'hint')],
    ['RENAME', key('city', 'inbox:meta'), key('agency:court', 'mine')],
    ['KEYS', '*'],
    ['SCAN', '0'],
    ['CONFIG', 'GET', '*'],
    ['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru'],
    ['FLUSHDB'],
    ['FLUSHALL'],
    ['DEBUG', 'SLEEP', '0'],
    ['ACL', 'LIST'],
    ['MONITOR'],
    ['SCRIPT', 'FLUSH'],
    ['CLIENT', 'LIST'],
    ['SHUTDOWN', 'NOSAVE'],
    ['MEMORY', 'USAGE', key('city', 'inbox:meta')],
    ['DUMP', key('city', 'inbox:meta')],
  ])('may not %s %s %s', async (command, ...args) => {
    await expect(court.call(command, ...args)).rejects.toThrow(/NOPERM|can't access|not allowed/);
  });

  it('may see the eviction policy, which the start asks for', async () => {
    expect(await court.info('memory')).toContain('maxmemory_policy:noeviction');
  });
});
