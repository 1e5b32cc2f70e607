import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as ask, type IncomingMessage } from 'node:http';
import { freePort } from '../../../deploy/start/node-ports.js';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cityApp } from '../../../apps/city/src/city.module.js';
import type { NetworkDirectory } from '#access';
import { prepareNodes, startNode, type RunningNode } from '#node';
import { nodeSettings, readSettings } from '#platform';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { redisServerUrl } from '../../support/servers.js';

export const TOKEN = randomBytes(24).toString('hex');

/** A real node of the sample network, alone: what it sends waits for addressees that do not run. */
export interface TestNode {
  readonly port: number;
  readonly database: TestDatabase;
  /** Stops the node and starts it again on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface Wanted {
  /** Where the node finds its database; default: at the server itself. */
  readonly databasePort?: (real: number) => Promise<number>;
  /** False leaves the schema empty (default true). */
  readonly migrated?: boolean;
  /** False: as if the network were a real one (default true, as the sample is). */
  readonly simulated?: boolean;
  readonly port?: number;
}

export async function aNode(wanted: Wanted = {}): Promise<TestNode> {
  const database = await freshDatabase({ migrated: wanted.migrated ?? true });
  const dataDir = mkdtempSync(join(tmpdir(), 'node-'));
  const port = wanted.port ?? (await freePort());
  const { host, port: real, user, password, schema } = database.settings;
  const at = (await wanted.databasePort?.(real)) ?? real;
  const settings = readSettings(nodeSettings, {
    NODES: 'city',
    DATABASE_URL: `mysql://${user}:${password}@${host}:${at}`,
    REDIS_URL: await redisServerUrl(),
    PORT_BASE: String(port),
    START_TOKEN: TOKEN,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
  });
  if (!settings.ok) throw new Error(JSON.stringify(settings.problems));
  const { common, identities } = await prepareNodes(cityApp, settings.value);
  const [identity] = identities;
  if (identity === undefined) throw new Error('no city in the sample network');
  const directory = wanted.simulated === false ? asReal(common.directory) : common.directory;
  const start = (): Promise<RunningNode> =>
    startNode(
      {
        ...common,
        directory,
        databaseOf: () => ({ schema, statementTimeout: 2_000 }),
        redisSpace: `${schema}:`,
      },
      identity,
      port,
    );
  const leave = async (): Promise<void> => {
    rmSync(dataDir, { recursive: true });
    await database.drop();
  };
  let running: RunningNode;
  try {
    running = await start();
  } catch (error) {
    await leave();
    throw error;
  }
  return {
    port,
    database,
    restart: async () => {
      await running.stop();
      running = await start();
    },
    stop: async () => {
      await running.stop();
      await leave();
    },
  };
}

/** The sample directory without its mark. */
function asReal(directory: NetworkDirectory): NetworkDirectory {
  const settings = { ...directory.settings, simulated: false };
  return Object.create(directory, { settings: { value: settings } }) as NetworkDirectory;
}

/** What a node answered. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly json: Record<string, unknown>;
}

interface Sending {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  /** Hangs up as soon as the request is written: the answer finds nobody. */
  readonly leave?: boolean;
}

const NOBODY: Answer = { status: 0, headers: {}, json: {} };

/** Sends exactly these headers and bytes: `fetch` would mend what the test breaks. */
export function send({ port }: Pick<TestNode, 'port'>, path: string, sending: Sending = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body, leave = false } = sending;
  return new Promise((resolve, reject) => {
    const all = { host: `127.0.0.1:${port}`, 'x-start-token': TOKEN, ...headers };
    const sent = ask({ host: '127.0.0.1', port, path, method, headers: all, agent: false });
    sent.on('error', leave ? () => resolve(NOBODY) : reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const json = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, json });
      });
    });
    sent.end(body, () => {
      if (leave) sent.destroy(new Error('gone'));
    });
  });
}

export const get = (node: Pick<TestNode, 'port'>, path: string): Promise<Answer> => send(node, path);

/** Posts an act as a client does; a fresh key unless the test names one. */
export function post(
  node: Pick<TestNode, 'port'>,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return send(node, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
    body: text,
  });
}
