// What the machine must have besides Node: two servers, and a browser for the browser tests.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findMariadb } from './mariadb.mjs';
import { findProgram } from './processes.mjs';
import { findRedis } from './redis.mjs';

const tools = {
  mariadb: {
    title: 'MariaDB',
    packages: ['mariadb-server-core', 'mariadb-client-core'],
    isThere: () => findMariadb() !== undefined,
  },
  redis: { title: 'Redis', packages: ['redis-tools'], isThere: () => findRedis() !== undefined },
  chromium: {
    title: 'Chromium',
    packages: ['chromium'],
    isThere: () => findProgram('chromium', 'chromium-browser', 'google-chrome') !== undefined,
  },
  chineseFont: {
    title: 'a Chinese font',
    packages: ['fonts-noto-cjk'],
    isThere: () => existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc') || hasChineseFont(),
  },
};

const hasChineseFont = () =>
  (spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' }).stdout ?? '').trim() !== '';

/** The names of those of `needed` (keys of the table above) that are not on this machine. */
export const missingTools = (needed) => needed.filter((name) => !tools[name].isThere());

/**
 * Installs what is missing of `needed` with apt when this is root on a machine with apt and `install` is not
 * false. Otherwise throws an Error whose message holds the command to run.
 */
export function ensureTools(needed, { install, say }) {
  const missing = missingTools(needed);
  if (missing.length === 0) return;
  const titles = missing.map((name) => tools[name].title).join(', ');
  const packages = missing.flatMap((name) => tools[name].packages);
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (findProgram('apt-get') === undefined) {
    throw new Error(
      `not on this machine: ${titles}. Install MariaDB 10.6 or newer and Redis 6.2 or newer (and Chromium ` +
        'with a Chinese font for the browser tests), or set DATABASE_URL and REDIS_URL to servers that you have.',
    );
  }
  if (!install || process.getuid?.() !== 0) {
    throw new Error(
      `not on this machine: ${titles}. Install with\n    sudo apt-get update && sudo ${command}\n` +
        'or set DATABASE_URL and REDIS_URL to servers that you have.',
    );
  }
  say(`installing ${titles} from the distribution: ${packages.join(' ')}`);
  apt(['update']);
  apt(['install', '-y', '--no-install-recommends', ...packages]);
  const still = missingTools(missing);
  if (still.length > 0)
    throw new Error(`installed ${packages.join(' ')}, but ${still.join(', ')} is not there`);
}

function apt(args) {
  const run = spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.status !== 0) {
    const tail = `${run.stdout ?? ''}${run.stderr ?? ''}`.split('\n').slice(-20).join('\n');
    throw new Error(`apt-get ${args[0]} failed:\n${tail}`);
  }
}
