import { setTimeout as pause } from 'node:timers/promises';
import type { FaultNetwork } from '../world/network.js';
import { chainsAreEqual, everyMessageArrived, type Problems, receiptsVerify } from '../check/exchange.js';
import { felt } from './felt.js';
import type { FaultRow } from './row.js';

const FRAMES_MS = 6_000;

/** A bit of a text that stays text: BullMQ keeps a frame as base64. */
export function flipBase64(text: string, at: number): string {
  const bytes = Buffer.from(text, 'base64');
  const place = at % Math.max(1, bytes.byteLength);
  bytes[place] = (bytes[place] ?? 0) ^ (1 << (at % 8));
  return bytes.toString('base64');
}

/** Flips one bit in each frame that is found waiting in Redis. @throws when there was none in so long. */
export function flipWaitingFrames(network: FaultNetwork, n: number, ms: number): Promise<string> {
  return network.redis(async (redis) => {
    const until = performance.now() + ms;
    const flipped = new Set<string>();
    while (performance.now() < until) {
      for (const key of await redis.keys('*inbox:*-*')) {
        if (flipped.has(key) || (await redis.type(key)) !== 'hash') continue;
        const data = await redis.hget(key, 'data');
        if (data === null) continue;
        const text: unknown = JSON.parse(data);
        if (typeof text !== 'string') continue;
        // Only where it still stands: writing to a key that is gone would make a new one.
        const wrote = await redis.eval(
          "if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'data', ARGV[1]) return 1 end return 0",
          1,
          key,
          JSON.stringify(flipBase64(text, n)),
        );
        if (wrote === 1) flipped.add(key);
      }
      await pause(5);
    }
    felt(flipped.size > 0, 'no frame waited in Redis');
    return `one bit in each of ${flipped.size} frames`;
  });
}

/** A bit flipped in Redis's own file while it was down. Where Redis refuses the file, the operator removes it. */
async function flipFile({ servers }: FaultNetwork, at: number): Promise<string> {
  await servers.kill('redis');
  await servers.flipRedisFile(at);
  const started = await servers.start('redis').then(
    () => true,
    () => false,
  );
  if (!started) {
    await servers.emptyRedis();
    await servers.start('redis');
  }
  return `one bit of Redis's file ${started ? '(it read it all the same)' : '(it refused the file, which was removed)'}`;
}

/** A column of bytes in which a flipped bit must be found, and the question that finds it. */
const ROWS_FLIPPED: readonly {
  readonly table: string;
  readonly column: string;
  readonly where: string;
  readonly question: (network: FaultNetwork) => Promise<Problems>;
}[] = [
  { table: 'exchange_receipt', column: 'bytes', where: '1', question: receiptsVerify },
  {
    table: 'exchange_in_frame',
    column: 'signature',
    where:
      'EXISTS (SELECT 1 FROM {node}.exchange_receipt r WHERE r.frame_id = t.frame_id AND r.attempt = t.attempt)',
    question: receiptsVerify,
  },
  {
    table: 'exchange_inbox',
    column: 'digest',
    where: 'sequence IS NOT NULL AND status = 1',
    question: everyMessageArrived,
  },
  {
    table: 'exchange_inbox',
    column: 'prevhash',
    where: 'sequence IS NOT NULL AND status = 1',
    question: chainsAreEqual,
  },
];

/** Flips a bit in a row, asks, and flips it back: whoever holds both ends sees it. */
async function flipRow(
  network: FaultNetwork,
  { table, column, where, question }: (typeof ROWS_FLIPPED)[number],
): Promise<string> {
  const node = 'city';
  const [row] = await network.sql(
    `SELECT HEX(${column}) AS bytes FROM {${node}}.${table} t WHERE ${where.replace('{node}', `{${node}}`)} LIMIT 1`,
  );
  felt(row !== undefined, `${table} is empty`);
  const original = String(row?.['bytes']);
  const flipped =
    (Number.parseInt(original.slice(0, 2), 16) ^ 1).toString(16).padStart(2, '0') + original.slice(2);
  const set = (from: string, to: string) =>
    network.sql(`UPDATE {${node}}.${table} SET ${column} = UNHEX(?) WHERE ${column} = UNHEX(?)`, [to, from]);
  await set(original, flipped);
  try {
    const found = await question(network);
    if (found.length === 0) throw new Error(`a flipped bit in ${table}.${column} was not found`);
  } finally {
    await set(flipped, original);
  }
  return `${table}.${column}`;
}

export const FLIPS: readonly FaultRow[] = [
  {
    id: 20,
    title: 'bit flips in frames, in Redis’s file, in rows',
    quick: true,
    inject: async ({ network, choices }) => {
      const frames = await flipWaitingFrames(network, choices.number(10_000), FRAMES_MS);
      const file = await flipFile(network, choices.number(1_000_000));
      const rows: string[] = [];
      for (const flipped of ROWS_FLIPPED) rows.push(await flipRow(network, flipped));
      return `${frames}; ${file}; found in ${rows.join(', ')}`;
    },
  },
];
