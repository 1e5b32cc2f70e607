import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { freePort } from '../../../deploy/start/node-ports.js';
import { promisify } from 'node:util';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { PrivateServers } from './private-servers.js';

/** The token of every request of a test. */
export const TOKEN = randomBytes(24).toString('hex');

/** Schemas of some nodes of the sample network on a test's own servers. */
export interface SampleNetwork {
  /** The settings of a process that hosts these nodes, each on a free port. */
  settings(nodes: readonly string[]): Promise<Record<string, string>>;
  /** SQL as administrator. */
  sql(text: string): Promise<readonly Record<string, unknown>[]>;
}

/** Makes the schemas as an operator does: provision, then migrate. Some may be left without the second. */
export async function sampleNetwork(
  { databaseUrl, redisUrl, dataDir }: PrivateServers,
  nodes: { readonly migrated: readonly string[]; readonly provisionedOnly?: readonly string[] },
): Promise<SampleNetwork> {
  const nodesUrl = userUrl(databaseUrl, 'huiyin');
  const env = {
    ...process.env,
    DATABASE_ADMIN_URL: databaseUrl,
    DATABASE_OWNER_URL: userUrl(databaseUrl, 'huiyin_owner'),
    DATABASE_URL: nodesUrl,
  };
  const command = (name: string, ...args: readonly string[]) =>
    promisify(execFile)(process.execPath, [`dist/deploy/cli/${name}.js`, ...args], { env });
  const all = [...nodes.migrated, ...(nodes.provisionedOnly ?? [])];
  await command('db', 'provision', '--nodes', all.join(','));
  await command('migrate', '--nodes', nodes.migrated.join(','));
  return {
    settings: async (hosted) => {
      const ports = await Promise.all(hosted.map(async (node) => `${node}=${await freePort()}`));
      return {
        NODES: hosted.join(','),
        PORTS: ports.join(','),
        DATABASE_URL: nodesUrl,
        REDIS_URL: redisUrl,
        START_TOKEN: TOKEN,
        DATA_DIR: dataDir,
      };
    },
    sql: async (text) => {
      const connection = await createConnection(databaseUrl);
      try {
        const [rows] = await connection.query<RowDataPacket[]>(text);
        return Array.isArray(rows) ? rows : [];
      } finally {
        await connection.end();
      }
    },
  };
}

function userUrl(address: string, user: string): string {
  const url = new URL(address);
  url.username = user;
  url.password = randomBytes(18).toString('hex');
  return url.href;
}
