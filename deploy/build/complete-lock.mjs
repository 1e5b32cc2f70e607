// `npm run lock`: makes package-lock.json fit package.json, complete for every system; `--check` only looks.
// A registry that serves no binaries for other systems leaves them out of the lock file, and then `npm ci`
// refuses the file everywhere. Their names and exact versions stand in the packages that want them.
import { readFileSync, writeFileSync } from 'node:fs';

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const libraries = { gnu: 'glibc', musl: 'musl' };

/** The conditions that stand in the name of a binary package: '@swc/core-linux-arm64-musl'. */
function conditions(name) {
  const words = name.split(/[/-]/);
  const at = words.findIndex((word) => systems.includes(word));
  const [os, cpu, library = ''] = words.slice(at);
  if (at < 0 || cpu === undefined) return undefined;
  const libc = Object.entries(libraries).find(([word]) => os === 'linux' && library.startsWith(word))?.[1];
  return { ...(libc === undefined ? {} : { libc: [libc] }), os: [os], cpu: [cpu] };
}

/** Where Node would look for `name` from the package at `path`, innermost first. */
function* places(path, name) {
  const parts = path.split('/node_modules/');
  for (let n = parts.length; n > 0; n -= 1)
    yield `${parts.slice(0, n).join('/node_modules/')}/node_modules/${name}`;
  yield `node_modules/${name}`;
}

/** The optional packages that the lock file wants and does not have: [place, entry]. */
function missingBinaries(packages) {
  const missing = new Map();
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if ([...places(path, name)].some((place) => place in packages)) continue;
      const where = conditions(name);
      if (where === undefined || !/^\d/.test(version)) continue;
      const known = missing.get(`node_modules/${name}`);
      const onlyDev = dev === true && (known === undefined || known.dev === true);
      missing.set(`node_modules/${name}`, {
        version,
        ...where,
        ...(onlyDev ? { dev: true } : {}),
        optional: true,
      });
    }
  }
  return missing;
}

const file = new URL('../../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingBinaries(lock.packages);
if (process.argv.includes('--check')) {
  for (const place of missing.keys())
    console.log(`not in package-lock.json: ${place} (npm run lock adds it)`);
  process.exitCode = missing.size === 0 ? 0 : 1;
} else {
  const all = Object.entries({ ...lock.packages, ...Object.fromEntries(missing) });
  lock.packages = Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b, 'en')));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${missing.size} binaries of other systems added to package-lock.json`);
}
