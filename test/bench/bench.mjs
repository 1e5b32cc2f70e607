// `npm run bench -- NAME [flags]`: runs test/bench/NAME.ts on private servers in a folder made for it and removed after
// it. Standard output belongs to the benchmark; everything said here goes to standard error.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../deploy/start/build.mjs';
import { Stop, lifetime } from '../../deploy/start/lifetime.mjs';
import { ensurePackages } from '../../deploy/start/packages.mjs';
import { ensureTools } from '../../deploy/servers/packages.mjs';
import { hasEnded, stopPid } from '../../deploy/servers/processes.mjs';
import { repository, startServers } from '../../deploy/servers/servers.mjs';

const [name = '', ...args] = process.argv.slice(2);
const folder = join(repository, 'test', 'bench');
/** A benchmark is a file with a main; what it imports lies in a folder of its name. */
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3));

await lifetime(main, { interrupted: 130 });

async function main(life) {
  if (!names.includes(name)) {
    throw new Stop(`${name === '' ? 'npm run bench' : name}: the benchmarks are ${names.join(', ')}.`, 2);
  }
  const show = (line) => console.error(line);
  await ensurePackages(life, { install: true, show });
  ensureTools(['mariadb', 'redis'], { install: true, say: show });
  await build(life, show);
  const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-bench-'));
  life.onEnd(async () => rmSync(dataDir, { recursive: true, force: true }));
  const { databaseUrl, redisUrl } = await startServers({
    dataDir,
    say: show,
    onStarting: (stop) => life.onEnd(stop),
  });
  const child = spawn(
    process.execPath,
    [
      '--max-semi-space-size=128',
      '--import',
      './test/support/child/typescript.mjs',
      join(folder, `${name}.ts`),
      ...args,
    ],
    {
      cwd: repository,
      stdio: 'inherit',
      env: { ...process.env, BENCH: JSON.stringify({ dataDir, databaseUrl, redisUrl }) },
    },
  );
  life.onEnd(async () => {
    if (!hasEnded(child)) await stopPid(child.pid, 20_000);
  });
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
