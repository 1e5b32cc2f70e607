import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

type Environment = Readonly<Record<string, string | undefined>>;

const cli = (name: string): string => `dist/deploy/cli/${name}.js`;

/** The three users of a run: the administrator, the owner of the schemas, and the nodes. */
export interface SchemaUsers {
  /** Address of the nodes' user. */
  readonly nodesUrl: string;
  readonly env: Environment;
}

/** Makes the schemas of these nodes as an operator does: provision, then migrate. */
export async function makeSchemas(adminUrl: string, nodes: readonly string[]): Promise<SchemaUsers> {
  const user = (name: string): string => {
    const url = new URL(adminUrl);
    url.username = name;
    url.password = randomBytes(18).toString('hex');
    return url.href;
  };
  const nodesUrl = user('huiyin');
  const env = {
    ...process.env,
    DATABASE_ADMIN_URL: adminUrl,
    DATABASE_OWNER_URL: user('huiyin_owner'),
    DATABASE_URL: nodesUrl,
  };
  const users = { nodesUrl, env };
  await provision(users, nodes);
  await migrate(users, nodes);
  return users;
}

export const provision = (users: SchemaUsers, nodes: readonly string[]): Promise<unknown> =>
  promisify(execFile)(process.execPath, [cli('db'), 'provision', '--nodes', nodes.join(',')], {
    env: users.env,
  });

export const migrate = (users: SchemaUsers, nodes: readonly string[]): Promise<unknown> =>
  promisify(execFile)(process.execPath, [cli('migrate'), '--nodes', nodes.join(',')], { env: users.env });

/** One node's schema into a file, as an operator does it. */
export const backUp = (users: SchemaUsers, dataDir: string, node: string, file: string): Promise<unknown> =>
  promisify(execFile)(process.execPath, [cli('backup'), '--node', node, '--to', file], {
    env: { ...users.env, DATA_DIR: dataDir },
  });

/** And back; the node must not run. */
export const restore = (users: SchemaUsers, dataDir: string, file: string): Promise<unknown> =>
  promisify(execFile)(process.execPath, [cli('restore'), file, '--over'], {
    env: { ...users.env, DATA_DIR: dataDir },
  });

/** Starts a migration and kills it hard as soon as `when` is true. @returns whether it had not ended by then. */
export async function migrateAndKill(
  users: SchemaUsers,
  node: string,
  when: () => Promise<boolean>,
): Promise<boolean> {
  const child = spawn(process.execPath, [cli('migrate'), '--nodes', node], {
    env: users.env,
    stdio: 'ignore',
  });
  const exit = once(child, 'exit');
  while (child.exitCode === null && !(await when())) await pause(5);
  const under = child.exitCode === null;
  child.kill('SIGKILL');
  await exit;
  return under;
}
