// A private Redis: own directory, own port, own password, gone when we are.
import { chownSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { ownDirectory } from './account.mjs';
import { passwordFor, portFor } from './ports.mjs';
import { findProgram, hasEnded, launch, pause, stopLeftover } from './processes.mjs';

/**
 * A redis-server on the machine, or Debian's redis-check-rdb: the same binary, which decides by the name it
 * is called with. The package redis-server would bring a system service that nobody asked for.
 */
export const findRedis = () => findProgram('redis-server', 'redis-check-rdb');

/** Starts it and waits until it answers PING after loading its data. On 127.0.0.1 only. */
export async function startRedis({ dataDir, say, onChild }) {
  const program = findRedis();
  if (program === undefined) throw new Error('Redis is not installed');
  const dir = join(dataDir, 'redis');
  const pidFile = join(dataDir, 'redis.pid');
  const logFile = join(dataDir, 'redis.log');
  await stopLeftover(pidFile, say);
  const account = ownDirectory(dir, ['redis', 'nobody'], say);
  const port = await portFor(dataDir, 'redis');
  const password = passwordFor(dataDir, 'redis');
  const settings = join(dir, 'redis.conf');
  const committed = readFileSync(new URL('redis.conf', import.meta.url), 'utf8');
  writeFileSync(settings, `${committed}port ${port}\ndir "${dir}"\nrequirepass ${password}\n`, {
    mode: 0o600,
  });
  if (account !== undefined) chownSync(settings, account.uid, account.gid);
  const child = launch({
    command: asRedisServer(program, dataDir),
    args: [settings],
    account,
    cwd: dir,
    logFile,
    pidFile,
  });
  onChild(child, pidFile);
  await untilPong(child, port, password, logFile);
  return { url: `redis://:${password}@127.0.0.1:${port}`, port };
}

function asRedisServer(program, dataDir) {
  if (program.endsWith('/redis-server')) return program;
  const folder = join(dataDir, 'bin');
  mkdirSync(folder, { recursive: true });
  const link = join(folder, 'redis-server');
  rmSync(link, { force: true });
  symlinkSync(program, link);
  return link;
}

async function untilPong(child, port, password, logFile) {
  const deadline = Date.now() + 60_000;
  while (!(await answersPing(port, password))) {
    if (hasEnded(child) || Date.now() > deadline) {
      const tail = readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n');
      throw new Error(`Redis did not start; the end of ${logFile}:\n${tail}`);
    }
    await pause(50);
  }
}

const answersPing = (port, password) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let heard = '';
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2_000, () => done(false));
    socket.once('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
      if (heard.includes('+PONG')) done(true);
      else if (heard.includes('-LOADING')) done(false);
    });
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
  });
