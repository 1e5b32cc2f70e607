// Keeps one MariaDB and one Redis for tests that somebody runs one by one (shared.mjs starts this, detached).
// It stops by itself when no test has asked for it for half an hour.
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from './lock.mjs';
import { birthOf } from './processes.mjs';
import { dataRoot, startServers } from './servers.mjs';

const idleMs = 30 * 60_000;
const dataDir = join(dataRoot, 'test', 'shared');
const lock = takeLock(dataDir);
if (lock.release === undefined) process.exit(0); // another keeper is at work

const running = join(dataDir, 'running.json');
rmSync(running, { force: true });
const servers = await startServers({ dataDir, fresh: true, say: (line) => console.error(line) });
writeFileSync(
  `${running}.new`,
  JSON.stringify({
    pid: process.pid,
    birth: birthOf(process.pid),
    databaseUrl: servers.databaseUrl,
    redisUrl: servers.redisUrl,
  }),
  { mode: 0o600 },
);
renameSync(`${running}.new`, running);

async function stop() {
  rmSync(running, { force: true });
  await servers.stop();
  lock.release();
  process.exit(0);
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
const used = join(dataDir, 'used');
const born = Date.now();
setInterval(() => {
  if (!existsSync(dataDir)) void stop(); // somebody removed .data
  const last = existsSync(used) ? Math.max(born, statSync(used).mtimeMs) : born;
  if (Date.now() - last > idleMs) void stop();
}, 10_000);
