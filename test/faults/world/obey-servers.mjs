// The servers of a fault run as a process that obeys: one line in, one line of JSON out. Its end is their end.
// Orders: "kill redis", "kill mariadb", "start redis", "start mariadb", "empty redis", "cut redis BYTES",
// "flip redis PLACE", "small NAME MB", "fill NAME", "free NAME", "whole NAME".
import { spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
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

const run = (command, ...args) => {
  const done = spawnSync(command, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${command}: ${done.stderr ?? ''}`);
  return done.stdout;
};
const smallDisks = new Set();
const folderOf = (name) => join(dataDir, name);
const asideOf = (name) => join(dataDir, `${name}-aside`);
const ballastOf = (name) => join(folderOf(name), 'ballast');

/** Puts the files of a killed server onto a tmpfs of that much room more. */
const toSmall = (name, roomMb) => {
  const folder = folderOf(name);
  const { uid, gid } = statSync(folder);
  const used = Number(run('du', '-sm', folder).split('\t')[0]);
  renameSync(folder, asideOf(name));
  mkdirSync(folder, { mode: 0o700 });
  run('mount', '-t', 'tmpfs', '-o', `size=${used + Number(roomMb)}m,mode=0700`, 'tmpfs', folder);
  smallDisks.add(name);
  chownSync(folder, uid, gid);
  run('cp', '-a', `${asideOf(name)}/.`, folder);
  rmSync(asideOf(name), { recursive: true, force: true });
};

const toWhole = (name) => {
  if (!smallDisks.has(name)) return;
  const folder = folderOf(name);
  const { uid, gid } = statSync(folder);
  rmSync(ballastOf(name), { force: true });
  mkdirSync(asideOf(name), { mode: 0o700 });
  run('cp', '-a', `${folder}/.`, asideOf(name));
  run('umount', '-l', folder);
  smallDisks.delete(name);
  rmSync(folder, { recursive: true, force: true });
  renameSync(asideOf(name), folder);
  chownSync(folder, uid, gid);
};

/** Writes until there is no room. */
const fill = (name) => {
  const file = openSync(ballastOf(name), 'a');
  let bytes = 0;
  try {
    for (const size of [1 << 20, 4096]) {
      const piece = Buffer.alloc(size);
      try {
        for (;;) bytes += writeSync(file, piece);
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(file);
  }
  return { bytes };
};

const orders = {
  kill: (name) => kill(name),
  start: (name) => start(name),
  empty: async (name) => {
    if (name !== 'redis') throw new Error('only Redis may be emptied');
    rmSync(join(dataDir, name), { recursive: true, force: true });
    return {};
  },
  flip: async (_name, at) => {
    const file = appendOnly().at(-1);
    if (file === undefined) throw new Error('there is no append-only file');
    const bytes = readFileSync(file);
    if (bytes.byteLength === 0) throw new Error('the append-only file is empty');
    bytes[Number(at) % bytes.byteLength] ^= 1 << (Number(at) % 8);
    writeFileSync(file, bytes);
    return {};
  },
  small: async (name, roomMb) => {
    await kill(name);
    toSmall(name, roomMb);
    await start(name);
    return {};
  },
  fill: async (name) => fill(name),
  free: async (name) => {
    if (existsSync(ballastOf(name))) rmSync(ballastOf(name));
    return {};
  },
  whole: async (name) => {
    await kill(name);
    toWhole(name);
    await start(name);
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
for (const name of smallDisks) run('umount', '-l', folderOf(name));
