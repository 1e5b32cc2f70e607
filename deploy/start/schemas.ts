import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

/** The commands of deploy/cli, compiled. They speak SQL; the start does not. */
const COMMANDS = join('dist', 'deploy', 'cli');
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

export interface SchemaSettings {
  /** An administrator, or with `ownerUrl` the nodes' own user, whom a DBA made. */
  readonly databaseUrl: string;
  /** Set: schemas and users were made by a DBA (npm run db -- provision --print); we only migrate. */
  readonly ownerUrl: string | undefined;
  /** Folder of the network directory. */
  readonly networkDir: string;
  readonly say: (line: string) => void;
}

/**
 * Makes the schemas and users of all nodes where an administrator's address is given, and migrates; each is a process of
 * its own. The users' passwords are new at each start and known to nobody else.
 * @returns the address under which the nodes work: a user without DDL.
 * @throws Error with what the command said.
 */
export async function prepareSchemas({
  databaseUrl,
  ownerUrl,
  networkDir,
  say,
}: SchemaSettings): Promise<string> {
  const nodesUrl = ownerUrl === undefined ? userUrl(databaseUrl, 'huiyin') : databaseUrl;
  const owner = ownerUrl ?? userUrl(databaseUrl, 'huiyin_owner');
  const env = { NETWORK: networkDir, DATABASE_OWNER_URL: owner, DATABASE_URL: nodesUrl };
  if (ownerUrl === undefined) {
    const from = LOOPBACK.includes(new URL(databaseUrl).hostname) ? [] : ['--from', '%'];
    await command('db', ['provision', ...from], { ...env, DATABASE_ADMIN_URL: databaseUrl }, say);
  }
  await command('migrate', [], env, undefined);
  return nodesUrl;
}

/** The same server with another user and a fresh password. */
function userUrl(address: string, user: string): string {
  const url = new URL(address);
  url.username = user;
  url.password = randomBytes(18).toString('base64url');
  url.pathname = '';
  return url.href;
}

/** Runs a command to its end; `say` hears its lines, which without it are only shown when it fails. */
function command(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  say: ((line: string) => void) | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(COMMANDS, `${name}.js`), ...args], {
      env: { ...process.env, NODES: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (bytes: Buffer): void => void (output += bytes.toString('utf8'));
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0) {
        reject(new Error(`The command ${name} failed:\n${output.trimEnd()}`));
        return;
      }
      for (const line of output.split('\n').filter((one) => one !== '')) say?.(line);
      resolve();
    });
  });
}
