// `npm test`: the set-up of `npm start`, then every test, on servers of its own under .data/test/run.
// `npm test -- unit` runs one size; further words are parts of paths. The last line is "N passed, N failed".
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from '../servers/lock.mjs';
import { ensureTools } from '../servers/packages.mjs';
import { hasEnded, pause, stopPid } from '../servers/processes.mjs';
import { dataRoot, repository, startServers } from '../servers/servers.mjs';
import { build } from './build.mjs';
import { Stop, lifetime } from './lifetime.mjs';
import { parseTest } from './options.mjs';
import { ensurePackages } from './packages.mjs';
import { phase, phaseTable, say } from './phases.mjs';

const runDir = join(dataRoot, 'test', 'run');
/** Sizes that need servers; the others must pass without any. */
const onServers = ['medium', 'e2e', 'browser'];
const sizeLimitMs = 20 * 60_000;
/** What a leaked worker or connection costs: Jest does not end by itself then. */
const leakGraceMs = 20_000;

await lifetime(main, { interrupted: 130 });

async function main(life) {
  const options = parseTest(process.argv.slice(2));
  const lock = takeLock(runDir);
  if (lock.release === undefined) {
    throw new Stop(`npm test is already running here (process ${lock.heldBy ?? 'unknown'}).`);
  }
  life.onEnd(async () => lock.release());
  const wanted = options.sizes.filter((size) => onServers.includes(size) && hasTests(size));

  await phase('npm packages', () => ensurePackages(life, { install: options.install, show: say }));
  const env = { ...process.env };
  if (wanted.length > 0) {
    await phase('MariaDB, Redis, Chromium on this machine', () => tools(wanted, options.install));
    await phase('build', () => build(life, say));
    const servers = await phase('servers', () =>
      startServers({
        dataDir: runDir,
        databaseUrl: process.env.DATABASE_URL || undefined,
        redisUrl: process.env.REDIS_URL || undefined,
        fresh: true,
        say,
        onStarting: (stop) => life.onEnd(stop),
        onLost: (name) => say(`${name} has ended by itself; see its log in .data/test/run`),
      }),
    );
    env.TEST_DATABASE_URL = servers.databaseUrl;
    env.TEST_REDIS_URL = servers.redisUrl;
  }

  const total = { passed: 0, failed: 0 };
  for (const size of options.sizes.filter((one) => !onServers.includes(one) || wanted.includes(one))) {
    const counted = await phase(`${size} tests`, () => jest(life, size, options.paths, env));
    total.passed += counted.passed;
    total.failed += counted.failed;
  }
  console.log(`\n${phaseTable()}\n`);
  if (total.passed + total.failed === 0) console.log('no test was run');
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

function hasTests(size) {
  const dir = join(repository, 'test', size);
  return existsSync(dir) && readdirSync(dir, { recursive: true }).some((file) => file.endsWith('.spec.ts'));
}

function tools(wanted, install) {
  const needed = [
    ...(process.env.DATABASE_URL ? [] : ['mariadb']),
    ...(process.env.REDIS_URL ? [] : ['redis']),
    ...(wanted.includes('browser') ? ['chromium', 'chineseFont'] : []),
  ];
  try {
    ensureTools(needed, { install, say });
  } catch (error) {
    throw new Stop(error.message);
  }
}

/** Runs one size and counts; a suite that could not run counts as failed, and so does a run that leaks. */
async function jest(life, size, paths, env) {
  mkdirSync(runDir, { recursive: true });
  const outputFile = join(runDir, `${size}.json`);
  rmSync(outputFile, { force: true });
  const inBand = size === 'e2e' || size === 'browser';
  const child = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(repository, 'node_modules', 'jest', 'bin', 'jest.js'),
      ...['-c', 'test/jest.config.js', '--selectProjects', size, '--passWithNoTests'],
      ...['--json', '--outputFile', outputFile],
      ...(inBand ? ['--runInBand'] : ['--maxWorkers=2']),
      ...(paths.length > 0 ? ['--testPathPatterns', ...paths] : []),
    ],
    { cwd: repository, env, stdio: ['ignore', 'ignore', 'inherit'] }, // --json takes standard output; the report is on the other
  );
  life.onEnd(async () => {
    if (!hasEnded(child)) await stopPid(child.pid, 5_000);
  });
  const trouble = await untilEnd(child, outputFile);
  const result = existsSync(outputFile) ? JSON.parse(readFileSync(outputFile, 'utf8')) : undefined;
  const passed = result?.numPassedTests ?? 0;
  let failed = (result?.numFailedTests ?? 0) + (result?.numRuntimeErrorTestSuites ?? 0);
  if (trouble !== undefined) {
    say(`${size}: ${trouble}`);
    failed += 1;
  } else if (failed === 0 && child.exitCode !== 0) {
    say(`${size}: Jest ended with code ${child.exitCode}`);
    failed += 1;
  }
  return { passed, failed };
}

/** Waits for Jest's end; tells what was wrong when it had to be ended. */
async function untilEnd(child, outputFile) {
  const limit = Date.now() + sizeLimitMs;
  let reported;
  while (!hasEnded(child)) {
    await pause(100);
    if (existsSync(outputFile)) reported ??= Date.now();
    if (reported !== undefined && Date.now() - reported > leakGraceMs) {
      await stopPid(child.pid, 5_000);
      return 'a test left something open: Jest did not end after its last test';
    }
    if (Date.now() > limit) {
      await stopPid(child.pid, 5_000);
      return `not ready after ${sizeLimitMs / 60_000} minutes`;
    }
  }
  return undefined;
}
