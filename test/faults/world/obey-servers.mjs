// The servers of a fault run as a process that obeys: one line in, one line of JSON out. Its end is their end.
// Orders: "kill redis", "kill mariadb", "start redis", "start mariadb", "empty redis", "cut redis BYTES".
import { readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startMariadb } from '../../../deploy/servers/mariadb.mjs';
import { startRedis } from '../../../deploy/servers/redis.mjs';
import { hasEnded, stopPid } from '../../../deploy/servers/processes.mjs';

const [dataDir] = process.argv.slice(2);
const starters = { redis: startRedis, mariadb: startMariadb };
const running = {};

const start = async (name) => {
  const { url } = await starters[name]({
    dataDir,
    say: (line) => console.error(line),
    onChild: (child) => (running[name] = child),
  });
  return { url };
};

const kill = async (name) => {
  const child = running[name];
  if (child === undefined || hasEnded(child)) return {};
  const exit = new Promise((ended) => child.once('exit', ended));
  process.kill(child.pid, 'SIGKILL');
  await exit;
  return {};
};

/** The append-only files that hold commands, newest last. */
const appendOnly = () => {
  const folder = join(dataDir, 'redis', 'appendonlydir');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.incr.aof'))
    .map((file) => join(folder, file));
};

const orders = {
  kill: (name) => kill(name),
  start: (name) => start(name),
  empty: async (name) => {
    if (name !== 'redis') throw new Error('only Redis may be emptied');
    rmSync(join(dataDir, name), { recursive: true, force: true });
    return {};
  },
  cut: async (_name, bytes) => {
    const file = appendOnly().at(-1);
    if (file === undefined) throw new Error('there is no append-only file');
    const { size } = statSync(file);
    truncateSync(file, Math.max(0, size - Number(bytes)));
    return { cut: Math.min(size, Number(bytes)) };
  },
};

const answer = (value) => console.log(JSON.stringify(value));
answer({ database: (await start('mariadb')).url, redis: (await start('redis')).url });
for await (const line of createInterface({ input: process.stdin })) {
  const [order, ...words] = line.split(' ');
  try {
    answer(await orders[order](...words));
  } catch (error) {
    answer({ error: error.message });
  }
}
await Promise.all(Object.values(running).map((child) => (hasEnded(child) ? undefined : stopPid(child.pid))));
