import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseworkReads, Desk } from '#casework';
import type { NodeRole } from '#contract';
import { type Common, type RunningNode, prepareNodes, startNode } from '#node';
import { type Database, caseworkReads } from '#persistence';
import { type Failpoint, nodeSettings, readSettings } from '#platform';
import { freePort } from '../../../deploy/start/node-ports.js';
import { type TestDatabase, freshDatabase } from '../database.js';
import { databaseServerUrl, redisServerUrl } from '../servers.js';
import { Faults } from './faults.js';
import { STAGE } from './model-net.js';
import { APPS } from './model-twin.js';

/** One office of the stage on real servers. */
export interface RealOffice {
  readonly node: string;
  readonly role: NodeRole;
  readonly url: string;
  readonly office: Desk['office'];
  readonly database: TestDatabase;
  readonly reads: CaseworkReads;
  readonly faults: Faults;
  /** Stops the node and starts it again on the same data. */
  restart(): Promise<void>;
}

/** The stage on real servers: every node with its own schema and the whole exchange, all on one Redis. */
export interface RealNetwork {
  readonly token: string;
  readonly offices: ReadonlyMap<string, RealOffice>;
  stop(): Promise<void>;
}

/** The stage, and the office that is asked whether it has a matter as well; nobody acts there. */
const HOSTED: readonly string[] = [...STAGE, 'township:jia'];

const roleOf = (node: string): NodeRole => {
  const [kind] = node.split(':');
  return kind === 'township' || kind === 'committee' || kind === 'agency' ? kind : 'city';
};

/** Starts all offices of the stage. Takes some seconds: many sequences share it, each with a case of its own. */
export async function realNetwork(): Promise<RealNetwork> {
  const token = randomBytes(24).toString('hex');
  const dataDir = mkdtempSync(join(tmpdir(), 'model-'));
  const space = `m${randomBytes(6).toString('hex')}:`;
  const databases = new Map<string, TestDatabase>();
  const offices = new Map<string, RealOffice>();
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const { faults } of offices.values()) faults.release();
    for (const one of stops.splice(0)) await one();
    for (const database of databases.values()) await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    for (const node of HOSTED) databases.set(node, await freshDatabase());
    const schemaOf = (node: string): string => databases.get(node)?.settings.schema ?? node;
    for (const role of ['city', 'township', 'committee', 'agency'] as const) {
      const hosted = HOSTED.filter((node) => roleOf(node) === role);
      const settings = readSettings(nodeSettings, {
        NODES: hosted.join(','),
        DATABASE_URL: await databaseServerUrl(),
        REDIS_URL: await redisServerUrl(),
        PORT_BASE: '20000',
        START_TOKEN: token,
        DATA_DIR: dataDir,
        LOG_LEVEL: 'silent',
      });
      if (!settings.ok) throw new Error(JSON.stringify(settings.problems));
      const { common, identities } = await prepareNodes(APPS[role], settings.value);
      for (const identity of identities) {
        const { node } = identity;
        const database = databases.get(node);
        if (database === undefined) throw new Error(`no schema for ${node}`);
        const faults = new Faults();
        const port = await freePort();
        const start = (): Promise<RunningNode> =>
          startNode(shared(common, schemaOf(node), space, faults.failpoint), identity, port);
        let running = await start();
        const reading: Database = await database.open({ poolSize: 1 });
        stops.push(async () => {
          await running.stop();
          await reading.close();
        });
        offices.set(node, {
          ...{ node, role, database, faults, url: running.url, office: identity.office },
          reads: caseworkReads(reading.uow),
          restart: async () => {
            faults.release();
            await running.stop();
            running = await start();
          },
        });
      }
    }
    return { token, offices, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What a node of a shared server has for itself. */
const shared = (common: Common, schema: string, redisSpace: string, failpoint: Failpoint): Common => ({
  ...common,
  settings: { ...common.settings, FAILPOINTS: failpoint },
  databaseOf: () => ({ schema, statementTimeout: 10_000 }),
  redisSpace,
});
