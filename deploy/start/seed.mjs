// `npm run seed -- --cases 100000`: invented matters for one office, on the servers of DATABASE_URL or on the private
// ones under .data, which are started for it and stopped after it.
import { spawn } from 'node:child_process';
import { join, relative } from 'node:path';
import { takeLock } from '../servers/lock.mjs';
import { ensureTools } from '../servers/packages.mjs';
import { dataRoot, repository, startServers } from '../servers/servers.mjs';
import { build } from './build.mjs';
import { Stop, lifetime } from './lifetime.mjs';
import { ensurePackages } from './packages.mjs';

await lifetime(main, { interrupted: 130 });

async function main(life) {
  const show = (line) => console.error(line);
  await ensurePackages(life, { install: true, show });
  await build(life, show, { console: false });
  const asked = process.argv.includes('--help') || (process.env.DATABASE_URL ?? '') !== '';
  const env = asked ? {} : await privateServer(life, show);
  const child = spawn(
    process.execPath,
    // A large young generation: a seed is all short-lived rows, and collecting them was a third of its time.
    [
      '--max-semi-space-size=128',
      join(repository, 'dist', 'deploy', 'cli', 'seed.js'),
      ...process.argv.slice(2),
    ],
    { cwd: repository, stdio: 'inherit', env: { ...process.env, ...env } },
  );
  life.onEnd(async () => void child.kill('SIGTERM'));
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function privateServer(life, show) {
  const lock = takeLock(dataRoot);
  if (lock.release === undefined) {
    const where = relative(repository, dataRoot);
    throw new Stop(
      `npm start is running on ${where}: stop it with Ctrl-C first, or name its server in DATABASE_URL.`,
    );
  }
  life.onEnd(async () => lock.release());
  ensureTools(['mariadb', 'redis'], { install: true, say: show });
  const { databaseUrl } = await startServers({
    dataDir: dataRoot,
    say: show,
    onStarting: (stop) => life.onEnd(stop),
  });
  return { SEED_SERVER: databaseUrl, DATA_DIR: dataRoot };
}
