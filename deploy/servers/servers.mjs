// The private database and queue of a start, of a test run, or of tests run one by one.
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMariadb } from './mariadb.mjs';
import { hasEnded, stopLeftover, stopPid } from './processes.mjs';
import { startRedis } from './redis.mjs';

/** The folder of the repository. */
export const repository = fileURLToPath(new URL('../..', import.meta.url));
/** Where everything lives that a running instance makes: `.data`, or the folder that HUIYIN_DATA names. */
export const dataRoot = process.env.HUIYIN_DATA
  ? resolve(process.env.HUIYIN_DATA)
  : join(repository, '.data');

/**
 * Starts MariaDB and Redis in `dataDir` and waits until both answer; an existing directory is used again
 * unless `fresh`. A URL that is given replaces the private server.
 * `onStarting(stop)` is told before anything runs how to stop it, so that an interrupt in between leaves
 * nothing behind; `stop` ends only what was started here. `onLost(name)` hears of a server that ends by itself.
 */
export async function startServers({
  dataDir,
  databaseUrl,
  redisUrl,
  fresh = false,
  say = () => undefined,
  onStarting = () => undefined,
  onLost = () => undefined,
}) {
  mkdirSync(dataDir, { recursive: true });
  if (fresh) await wipe(dataDir, say);
  const children = [];
  let stopping = false;
  const stop = async () => {
    stopping = true;
    await Promise.all(children.map(({ child, pidFile }) => end(child, pidFile)));
  };
  const onChild = (name) => (child, pidFile) => {
    children.push({ child, pidFile, name });
    if (stopping) void end(child, pidFile);
  };
  onStarting(stop);
  const started = await Promise.allSettled([
    databaseUrl === undefined ? startMariadb({ dataDir, say, onChild: onChild('MariaDB') }) : undefined,
    redisUrl === undefined ? startRedis({ dataDir, say, onChild: onChild('Redis') }) : undefined,
  ]);
  const failed = started.filter((one) => one.status === 'rejected');
  if (failed.length > 0) {
    await stop();
    throw new Error(failed.map((one) => one.reason.message).join('\n'));
  }
  const [database, redis] = started.map((one) => one.value);
  for (const { child, name } of children) {
    child.once('exit', () => {
      if (!stopping) onLost(name);
    });
  }
  return {
    databaseUrl: databaseUrl ?? database.url,
    redisUrl: redisUrl ?? redis.url,
    ports: { mariadb: database?.port, redis: redis?.port },
    stop,
  };
}

async function end(child, pidFile) {
  if (child.pid !== undefined && !hasEnded(child)) await stopPid(child.pid);
  rmSync(pidFile, { force: true });
}

/** Empties the two servers' directories; ports, keys and everything else stay. */
async function wipe(dataDir, say) {
  for (const name of ['mariadb', 'redis']) {
    await stopLeftover(join(dataDir, `${name}.pid`), say);
    rmSync(join(dataDir, name), { recursive: true, force: true });
    rmSync(join(dataDir, `${name}.log`), { force: true });
  }
  // how far the databases had come: an office would take its empty one for one that was set back
  rmSync(join(dataDir, 'furthest'), { recursive: true, force: true });
}
