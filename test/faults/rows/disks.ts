import { setTimeout as pause } from 'node:timers/promises';
import type { FaultNetwork } from '../world/network.js';
import { felt, Skipped } from './felt.js';
import type { FaultRow } from './row.js';

const FULL_FOR_MS = 5_000;
/** Room for what the servers still write before the disk is filled. */
const ROOM_MB = 24;

/** Whether Redis says that it cannot write its file. */
function redisRefuses(network: FaultNetwork): Promise<boolean> {
  return network.redis(async (redis) => {
    const until = performance.now() + FULL_FOR_MS;
    while (performance.now() < until) {
      const refused = await redis.set('huiyin-faults:full', 'x'.repeat(10_000)).then(
        () => false,
        (error: unknown) => /MISCONF|No space/i.test(String(error)),
      );
      if (refused) return true;
      await pause(100);
    }
    return false;
  });
}

/** Whether MariaDB refuses to let a table grow. */
async function mariadbRefuses(network: FaultNetwork): Promise<boolean> {
  try {
    await network.sql('CREATE DATABASE IF NOT EXISTS faults_full');
    await network.sql('CREATE TABLE IF NOT EXISTS faults_full.big (bytes LONGBLOB) ENGINE=InnoDB');
    for (let times = 0; times < 8; times += 1)
      await network.sql('INSERT INTO faults_full.big VALUES (REPEAT(UUID(), 100000))');
    return false;
  } catch (error) {
    return /No space left|is full/i.test(String(error));
  } finally {
    await network.sql('DROP DATABASE faults_full').catch(() => undefined);
  }
}

async function fill(network: FaultNetwork, name: 'redis' | 'mariadb'): Promise<string> {
  const { servers } = network;
  await servers.moveToSmallDisk(name, ROOM_MB);
  try {
    await servers.fillDisk(name);
    const refuses = name === 'redis' ? redisRefuses(network) : mariadbRefuses(network);
    felt(await refuses, `${name} still wrote`);
    await pause(FULL_FOR_MS);
    await servers.freeDisk(name);
    await pause(2_000);
  } finally {
    await servers.moveToWholeDisk(name);
  }
  return `${name} without room for ${FULL_FOR_MS / 1_000} s and more`;
}

export const DISKS: readonly FaultRow[] = [
  {
    id: 17,
    title: 'disk full: Redis and MariaDB on a small file system',
    quick: false,
    inject: async ({ network }) => {
      if (process.platform !== 'linux' || process.getuid?.() !== 0)
        throw new Skipped('only root on Linux can mount a small file system');
      return [await fill(network, 'redis'), await fill(network, 'mariadb')].join('; ');
    },
  },
];
