import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NodeApp, type RunningNode, prepareNodes, startNode } from '#node';
import { nodeSettings, readSettings } from '#platform';
import { freePort } from '../../deploy/start/node-ports.js';
import { type TestDatabase, freshDatabase } from './database.js';
import { redisServerUrl } from './servers.js';

/** Some nodes of the sample network that really exchange: each with a database of its own, all on one Redis. */
export interface SeveralNodes {
  readonly urls: ReadonlyMap<string, string>;
  readonly databases: ReadonlyMap<string, TestDatabase>;
  readonly redisUrl: string;
  /** Stops one of them, does that, and starts it again on the same database and port. */
  again(id: string, meanwhile: (database: TestDatabase) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts these nodes, each by the app of its role; `network`: the folder of their directory (default: the sample). */
export async function severalNodes(
  nodes: Readonly<Record<string, NodeApp>>,
  token: string,
  { network }: { readonly network?: string } = {},
): Promise<SeveralNodes> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nodes-'));
  const redisUrl = await redisServerUrl();
  const databases = new Map<string, TestDatabase>();
  const urls = new Map<string, string>();
  const running = new Map<string, RunningNode>();
  const places = new Map<string, Place>();
  const stop = async (): Promise<void> => {
    for (const node of running.values()) await node.stop();
    running.clear();
    for (const database of databases.values()) await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    for (const [id, app] of Object.entries(nodes)) {
      const database = await freshDatabase();
      databases.set(id, database);
      const port = await freePort();
      urls.set(id, `http://127.0.0.1:${port}`);
      const place = { database, port, dataDir, redisUrl, token, network };
      places.set(id, place);
      running.set(id, await startOne(id, app, place, databases));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const again: SeveralNodes['again'] = async (id, meanwhile) => {
    const [app, place] = [nodes[id], places.get(id)];
    if (app === undefined || place === undefined) throw new Error(`${id} does not run`);
    await running.get(id)?.stop();
    running.delete(id);
    await meanwhile(place.database);
    running.set(id, await startOne(id, app, place, databases));
  };
  return { urls, databases, redisUrl, again, stop };
}

interface Place {
  readonly database: TestDatabase;
  readonly port: number;
  readonly dataDir: string;
  readonly redisUrl: string;
  readonly token: string;
  readonly network: string | undefined;
}

async function startOne(
  id: string,
  app: NodeApp,
  { database, port, dataDir, redisUrl, token, network }: Place,
  databases: ReadonlyMap<string, TestDatabase>,
): Promise<RunningNode> {
  const { host, port: databasePort, user, password, schema } = database.settings;
  const settings = readSettings(nodeSettings, {
    NODES: id,
    ...(network === undefined ? {} : { NETWORK: network }),
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
