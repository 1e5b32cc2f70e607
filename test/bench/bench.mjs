// `npm run bench -- NAME [--data DIR] [flags]`: runs test/bench/NAME.ts on private servers in a folder made for it and
// removed after it, or in DIR, which stays. A benchmark of several sizes (`--cases 100000,1000000`) has servers for each,
// side by side, in a folder of that name in it. Standard output belongs to the benchmark; everything said here goes to
// standard error.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from '../../deploy/start/build.mjs';
import { Stop, lifetime } from '../../deploy/start/lifetime.mjs';
import { ensurePackages } from '../../deploy/start/packages.mjs';
import { ensureTools } from '../../deploy/servers/packages.mjs';
import { hasEnded, stopPid } from '../../deploy/servers/processes.mjs';
import { repository, startServers } from '../../deploy/servers/servers.mjs';

const [name = '', ...given] = process.argv.slice(2);
/** `--data DIR` keeps what a benchmark filled in that folder, and uses it again the next time. */
const data = given.indexOf('--data');
const kept = data === -1 ? undefined : given[data + 1];
const args = data === -1 ? given : given.filter((_, at) => at !== data && at !== data + 1);
const folder = join(repository, 'test', 'bench');
/** Asked of several sizes in turn: by a flag of this name, with what it is when nobody gives it. */
const SIDE_BY_SIDE = { lists: { flag: '--cases', usually: '100000,1000000' } };
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
  const dataDir = kept === undefined ? mkdtempSync(join(tmpdir(), 'huiyin-bench-')) : resolve(kept);
  if (kept === undefined) life.onEnd(async () => rmSync(dataDir, { recursive: true, force: true }));
  const servers = [];
  for (const size of sizesOf()) {
    const of = size === undefined ? dataDir : join(dataDir, size);
    const { databaseUrl, redisUrl } = await startServers({
      dataDir: of,
      say: show,
      onStarting: (stop) => life.onEnd(stop),
    });
    servers.push({ dataDir: of, databaseUrl, redisUrl });
  }
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
      env: { ...process.env, BENCH: JSON.stringify(name in SIDE_BY_SIDE ? servers : servers[0]) },
    },
  );
  life.onEnd(async () => {
    if (!hasEnded(child)) await stopPid(child.pid, 20_000);
  });
  return await new Promise((ended, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => ended(code ?? 1));
  });
}

/** A folder for each size; [undefined]: the benchmark has one of its own. */
function sizesOf() {
  const several = SIDE_BY_SIDE[name];
  if (several === undefined) return [undefined];
  const given = args.indexOf(several.flag);
  const sizes = (given === -1 ? several.usually : (args[given + 1] ?? '')).split(',');
  if (sizes.some((size) => !/^[1-9]\d{0,6}$/u.test(size)))
    throw new Stop(
      `${several.flag} wants whole numbers with commas between them, like ${several.usually}.`,
      2,
    );
  return sizes;
}
