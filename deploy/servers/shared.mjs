// `node deploy/servers/shared.mjs`: prints {"databaseUrl", "redisUrl", "used"} of the machine's shared test servers,
// starting them first when none run. Whoever needs them longer than half an hour touches the file `used` now and then.
// Only for tests and for trying things out.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingTools } from './packages.mjs';
import { birthOf, pause } from './processes.mjs';
import { dataRoot } from './servers.mjs';

const dataDir = join(dataRoot, 'test', 'shared');
mkdirSync(dataDir, { recursive: true });
const used = join(dataDir, 'used');
writeFileSync(used, '');

function running() {
  try {
    const seen = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8'));
    return birthOf(seen.pid) === seen.birth ? seen : undefined;
  } catch {
    return undefined;
  }
}

function startKeeper() {
  const missing = missingTools(['mariadb', 'redis']);
  if (missing.length > 0) {
    console.error(`not installed: ${missing.join(', ')}; npm test installs what is missing`);
    process.exit(1);
  }
  const log = openSync(join(dataDir, 'keeper.log'), 'w');
  const keeper = spawn(process.execPath, [fileURLToPath(new URL('keep.mjs', import.meta.url))], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  keeper.unref();
  closeSync(log);
}

if (running() === undefined) startKeeper();
const deadline = Date.now() + 60_000;
let seen = running();
while (seen === undefined && Date.now() < deadline) {
  await pause(100);
  seen = running();
}
if (seen === undefined) {
  console.error(`the test servers did not start:\n${readFileSync(join(dataDir, 'keeper.log'), 'utf8')}`);
  process.exit(1);
}
console.log(JSON.stringify({ databaseUrl: seen.databaseUrl, redisUrl: seen.redisUrl, used }));
