// The private database and queue of a start, of a test run, or of tests run one by one.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMariadb } from './mariadb.mjs';
import { stopLeftover } from './processes.mjs';
import { startRedis } from './redis.mjs';

/** The folder of the repository. */
export const repository = fileURLToPath(new URL('../..', import.meta.url));
/** Where everything lives that a running instance makes. */
export const dataRoot = join(repository, '.data');

/**
 * Starts MariaDB and Redis in `dataDir` and waits until both answer; an existing directory is used again
 * unless `fresh`. A URL that is given replaces the private server. `stop()` ends only what was started here.
 */
export async function startServers({ dataDir, databaseUrl, redisUrl, fresh = false, say = () => undefined }) {
  mkdirSync(dataDir, { recursive: true });
  if (fresh) await wipe(dataDir, say);
  const started = await Promise.allSettled([
    databaseUrl === undefined ? startMariadb({ dataDir, say }) : undefined,
    redisUrl === undefined ? startRedis({ dataDir, say }) : undefined,
  ]);
  const stop = async () => {
    await Promise.all(started.map((one) => one.value?.stop()));
  };
  const failed = started.filter((one) => one.status === 'rejected');
  if (failed.length > 0) {
    await stop();
    throw new Error(failed.map((one) => one.reason.message).join('\n'));
  }
  const [database, redis] = started.map((one) => one.value);
  return {
    databaseUrl: databaseUrl ?? database.url,
    redisUrl: redisUrl ?? redis.url,
    ports: { mariadb: database?.port, redis: redis?.port },
    stop,
  };
}

/** Empties the two servers' directories; ports, keys and everything else stay. */
async function wipe(dataDir, say) {
  for (const name of ['mariadb', 'redis']) {
    await stopLeftover(join(dataDir, `${name}.pid`), say);
    rmSync(join(dataDir, name), { recursive: true, force: true });
    rmSync(join(dataDir, `${name}.log`), { force: true });
  }
}
