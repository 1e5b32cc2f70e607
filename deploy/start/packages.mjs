// npm packages: installed when they are missing or differ from package-lock.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../servers/servers.mjs';
import { Stop } from './lifetime.mjs';

function read(file) {
  try {
    return JSON.parse(readFileSync(join(repository, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** True when node_modules is what the lock file asks for (npm keeps its own record in there). */
export function packagesFit() {
  const wanted = read('package-lock.json');
  const there = read('node_modules/.package-lock.json');
  if (wanted === undefined || there === undefined) return false;
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    const found = there[path];
    // npm leaves out what is for other systems
    return found === undefined ? optional === true || devOptional === true : found.version === version;
  });
}

/** Runs `npm ci` when needed. Install scripts stay off: nothing here needs one, and one of them sends telemetry. */
export async function ensurePackages(life, { install, show }) {
  if (packagesFit()) return;
  if (!install)
    throw new Stop('npm packages are missing or changed. Install with\n    npm ci --ignore-scripts');
  show('npm packages are missing or changed: npm ci');
  const { code, output } = await life.run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: repository,
    quiet: true,
  });
  if (code !== 0) throw new Stop(`npm ci failed:\n${output}`);
}
