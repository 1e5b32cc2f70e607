// Compiles what changed: the server side with tsc (incremental), the console with Vite.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { takeLock } from '../servers/lock.mjs';
import { pause } from '../servers/processes.mjs';
import { repository } from '../servers/servers.mjs';
import { Stop } from './lifetime.mjs';

const at = (...parts) => join(repository, ...parts);

function* files(dir) {
  if (!existsSync(dir)) return;
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (!entry.isDirectory()) yield path;
    else if (entry.name !== 'node_modules' && entry.name !== 'dist') yield* files(path);
  }
}

/** Names, sizes and times of sources in one text: equal texts, equal build. */
function fingerprint(paths) {
  return paths
    .filter((path) => existsSync(path))
    .flatMap((path) => (statSync(path).isDirectory() ? [...files(path)] : [path]))
    .map((path) => {
      const { size, mtimeMs } = statSync(path);
      return `${path} ${size} ${mtimeMs}`;
    })
    .sort()
    .join('\n');
}

/** Runs `make` unless the sources are as they were when it last succeeded. */
async function whenChanged(name, sources, make) {
  const stamp = at('dist', `.built-${name}`);
  const now = fingerprint(sources);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  await make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
}

/** Builds what is out of date; one build at a time, others wait for it. Commands need no `console`. */
export async function build(life, show, { console: withConsole = true } = {}) {
  let lock = takeLock(at('dist', '.building'));
  if (lock.release === undefined) show('waiting for another build');
  while (lock.release === undefined) {
    await pause(200);
    lock = takeLock(at('dist', '.building'));
  }
  try {
    const common = ['package.json', 'package-lock.json', 'tsconfig.json', 'deploy/build/tsconfig.json'].map(
      (x) => at(x),
    );
    await whenChanged('server', [...common, at('libs'), at('deploy'), ...nodeApps()], async () => {
      show('compiling the server side');
      await tool(life, 'typescript/bin/tsc', ['-p', 'deploy/build/tsconfig.json']);
      removeOutputsWithoutSource();
    });
    if (!withConsole || !existsSync(at('apps/console/vite.config.ts'))) return;
    await whenChanged('console', [...common, at('apps/console'), at('libs/contract')], async () => {
      show('building the console');
      await tool(life, 'vite/bin/vite.js', [
        'build',
        'apps/console',
        '--config',
        'apps/console/vite.config.ts',
      ]);
    });
  } finally {
    lock.release();
  }
}

const nodeApps = () =>
  readdirSync(at('apps'))
    .filter((name) => name !== 'console')
    .map((name) => at('apps', name));

async function tool(life, script, args) {
  const { code, output } = await life.run(process.execPath, [at('node_modules', script), ...args], {
    cwd: repository,
    quiet: true,
  });
  if (code !== 0) throw new Stop(`the build failed:\n${output}`);
}

/** A deleted source must not live on in dist: a removed migration would still be found there. */
function removeOutputsWithoutSource() {
  for (const part of ['libs', 'deploy', ...nodeApps().map((app) => app.slice(repository.length))]) {
    for (const output of files(at('dist', part))) {
      const source = output.replace(at('dist'), at('.')).replace(/\.js(\.map)?$/, '');
      if (!/\.js(\.map)?$/.test(output)) continue;
      if (!['.ts', '.tsx', '.js'].some((end) => existsSync(`${source}${end}`))) rmSync(output);
    }
  }
}
