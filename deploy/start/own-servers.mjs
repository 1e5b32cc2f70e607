// The private servers of `npm start`, for a command that was given no DATABASE_URL: those that run, or, while the
// network is down, the database started for the command and stopped after it.
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { takeLock } from '../servers/lock.mjs';
import { knownPort, passwordFor } from '../servers/ports.mjs';
import { dataRoot, repository, startServers } from '../servers/servers.mjs';
import { Stop } from './lifetime.mjs';

/** Commands that speak SQL and need nothing else. */
const COMMANDS = new Set(['audit', 'backup', 'restore', 'recover', 'export']);

/** Settings for that command; none where it has its own, or only shows its help. */
export async function ownServers(life, name, args, say) {
  if (!COMMANDS.has(name) || args.includes('--help') || args.includes('--check')) return {};
  const given = (setting) => (process.env[setting] ?? '') !== '';
  if (given('DATABASE_URL') || given('DATABASE_OWNER_URL')) return {};
  // Without a backup it follows a node that runs, wherever its database is.
  if (name === 'recover' && !args.some((arg) => arg.startsWith('--backup'))) return {};
  if (!existsSync(join(dataRoot, 'secrets.json')))
    throw new Stop(
      `there is no network in ${relative(repository, dataRoot)}: name its database in DATABASE_URL (restore: DATABASE_OWNER_URL).`,
    );
  const { databaseUrl, held } = await addressOf(life, say);
  return { DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: databaseUrl, DATA_DIR: dataRoot, ...held };
}

async function addressOf(life, say) {
  const lock = takeLock(dataRoot);
  if (lock.release === undefined) {
    const port = knownPort(dataRoot, 'mariadb');
    if (port === undefined)
      throw new Stop('npm start runs on a database of its settings: name it in DATABASE_URL.');
    return { databaseUrl: `mysql://root:${passwordFor(dataRoot, 'mariadb')}@127.0.0.1:${port}` };
  }
  life.onEnd(async () => lock.release());
  const { databaseUrl } = await startServers({
    dataDir: dataRoot,
    redisUrl: 'redis://not-needed',
    say,
    onStarting: (stop) => life.onEnd(stop),
  });
  // The servers end with the command: until then nobody can start the network.
  return { databaseUrl, held: { SERVERS_HELD: 'yes' } };
}
