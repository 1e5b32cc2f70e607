import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NodeApp, type RunningNode, prepareNodes, startNode } from '#node';
import { nodeSettings, readSettings } from '#platform';
import { freePort } from '../medium/api/a-node.js';
import { type TestDatabase, freshDatabase } from './database.js';
import { redisServerUrl } from './servers.js';

/** Some nodes of the sample network that really exchange: each with a database of its own, all on one Redis. */
export interface SeveralNodes {
  readonly urls: ReadonlyMap<string, string>;
  readonly databases: ReadonlyMap<string, TestDatabase>;
  readonly redisUrl: string;
  stop(): Promise<void>;
}

/** Starts these nodes, each by the app of its role. */
export async function severalNodes(
  nodes: Readonly<Record<string, NodeApp>>,
  token: string,
): Promise<SeveralNodes> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nodes-'));
  const redisUrl = await redisServerUrl();
  const databases = new Map<string, TestDatabase>();
  const urls = new Map<string, string>();
  const running: RunningNode[] = [];
  const stop = async (): Promise<void> => {
    for (const node of running.splice(0)) await node.stop();
    for (const database of databases.values()) await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    for (const [id, app] of Object.entries(nodes)) {
      const database = await freshDatabase();
      databases.set(id, database);
      const port = await freePort();
      urls.set(id, `http://127.0.0.1:${port}`);
      running.push(await startOne(id, app, { database, port, dataDir, redisUrl, token }, databases));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { urls, databases, redisUrl, stop };
}

interface Place {
  readonly database: TestDatabase;
  readonly port: number;
  readonly dataDir: string;
  readonly redisUrl: string;
  readonly token: string;
}

async function startOne(
  id: string,
  app: NodeApp,
  { database, port, dataDir, redisUrl, token }: Place,
  databases: ReadonlyMap<string, TestDatabase>,
): Promise<RunningNode> {
  const { host, port: databasePort, user, password, schema } = database.settings;
  const settings = readSettings(nodeSettings, {
    NODES: id,
    DATABASE_URL: `mysql://${user}:${password}@${host}:${databasePort}`,
    REDIS_URL: redisUrl,
    PORT_BASE: String(port),
    START_TOKEN: token,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
  });
  if (!settings.ok) throw new Error(JSON.stringify(settings.problems));
  const { common, identities } = await prepareNodes(app, settings.value);
  const [identity] = identities;
  if (identity === undefined) throw new Error(`no ${id} in the sample network`);
  // One space for all of them, apart from every other test's.
  const [first] = databases.values();
  const redisSpace = `${first?.settings.schema ?? schema}:`;
  return startNode(
    { ...common, databaseOf: () => ({ schema, statementTimeout: 5_000 }), redisSpace },
    identity,
    port,
  );
}
