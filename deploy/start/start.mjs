// `npm start`: from a fresh clone to a running network. Plain JavaScript, because it runs before any package is
// installed; see README.md beside this file for the hand-over to network.ts.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { takeLock } from '../servers/lock.mjs';
import { ensureTools } from '../servers/packages.mjs';
import { guarded, hasEnded, stopLeftover, stopPid, writePidFile } from '../servers/processes.mjs';
import { dataRoot, repository, startServers } from '../servers/servers.mjs';
import { build } from './build.mjs';
import { Stop, lifetime } from './lifetime.mjs';
import { parseStart } from './options.mjs';
import { ensurePackages } from './packages.mjs';
import { phase, phaseTable, say } from './phases.mjs';

const script = join(repository, 'dist', 'deploy', 'start', 'network.js');
const once = process.argv.includes('--once');

// An interrupted --once has not shown that every check holds.
await lifetime(main, { interrupted: once ? 130 : 0 });

async function main(life) {
  const options = parseStart(process.argv.slice(2));
  const databaseUrl = setting('DATABASE_URL');
  const redisUrl = setting('REDIS_URL');
  const dataDir = options.once ? join(dataRoot, 'once') : dataRoot;
  takeDataDir(life, dataDir);
  await stopLeftover(join(dataDir, 'network.pid'), say);

  await phase('npm packages', () => ensurePackages(life, { install: options.install, show: say }));
  await phase('MariaDB and Redis on this machine', () =>
    tools(
      [...(databaseUrl === undefined ? ['mariadb'] : []), ...(redisUrl === undefined ? ['redis'] : [])],
      options.install,
    ),
  );
  await phase('build', () => build(life, say));
  if (!existsSync(script)) throw new Stop(`the build made no ${relative(repository, script)}`);
  const servers = await phase('servers', () => privateServers(life, dataDir, options, databaseUrl, redisUrl));
  say(describe(servers));
  const code = await phase('network', () => network(life, dataDir, options, servers));
  if (options.once) console.log(`\n${phaseTable()}`);
  return code;
}

function setting(name) {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
}

function takeDataDir(life, dataDir) {
  const lock = takeLock(dataDir);
  if (lock.release === undefined) {
    const where = relative(repository, dataDir);
    throw new Stop(
      `npm start is already running on ${where} (process ${lock.heldBy ?? 'unknown'}): ` +
        'use that one, or stop it with Ctrl-C first.',
    );
  }
  life.onEnd(async () => lock.release());
}

function tools(needed, install) {
  try {
    ensureTools(needed, { install, say });
  } catch (error) {
    throw new Stop(error.message);
  }
}

async function privateServers(life, dataDir, options, databaseUrl, redisUrl) {
  if (options.once) await emptyOnce(dataDir);
  const servers = await startServers({
    dataDir,
    databaseUrl,
    redisUrl,
    fresh: options.fresh || options.once,
    say,
    onStarting: (stop) => life.onEnd(stop),
    onLost: (name) => {
      say(`${name} has ended by itself; see its log in ${relative(repository, dataDir)}`);
      void life.end(1);
    },
  });
  return servers;
}

/** --once is always a network of its own, made fresh: keys, ports, logs, everything but the lock. */
async function emptyOnce(dataDir) {
  for (const name of readdirSync(dataDir).filter((one) => one.endsWith('.pid'))) {
    await stopLeftover(join(dataDir, name), say);
  }
  for (const name of readdirSync(dataDir).filter((one) => one !== 'lock')) {
    rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

function describe({ ports }) {
  const own = (name, port) =>
    port === undefined ? `${name} of the settings` : `private ${name} on 127.0.0.1:${port}`;
  return `${own('MariaDB', ports.mariadb)}, ${own('Redis', ports.redis)}`;
}

/** Hands over to the compiled part and waits for its end. Addresses go by environment: a command line is public. */
function network(life, dataDir, options, servers) {
  const { once: isOnce, fresh, casebook, processPerNode, pace } = options;
  const handover = {
    dataDir,
    reportFile: join(dataRoot, 'report.json'),
    databaseUrl: servers.databaseUrl,
    redisUrl: servers.redisUrl,
    flags: { once: isOnce, fresh, casebook: casebook ?? null, processPerNode, pace },
  };
  mkdirSync(dataDir, { recursive: true });
  const put = guarded(process.execPath, ['--enable-source-maps', script], undefined);
  const child = spawn(put.command, put.args, {
    cwd: repository,
    detached: true, // Ctrl-C reaches us alone, and we stop the network before the servers
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, HUIYIN_HANDOVER: JSON.stringify(handover) },
  });
  const pidFile = join(dataDir, 'network.pid');
  if (child.pid !== undefined) writePidFile(pidFile, child.pid);
  life.onEnd(async () => {
    if (!hasEnded(child)) await stopPid(child.pid, 30_000);
    rmSync(pidFile, { force: true });
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (signal !== null) say(`the network was ended by ${signal}`);
      resolve(code ?? 1);
    });
  });
}
