import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { loadDirectory, type NetworkDirectory } from '#access';
import { NodeProcesses, type NodeProcess } from '../../../deploy/start/node-processes.js';
import { portsFor } from '../../../deploy/start/node-ports.js';
import { prepareSchemas } from '../../../deploy/start/schemas.js';
import { memoryOf, nodeAppPids, type Memory } from './memory.js';

const NETWORK = join('deploy', 'network', 'sample');

const given = z.object({ dataDir: z.string(), databaseUrl: z.string(), redisUrl: z.string() });

/** What node processes came to: when they were ready, and what they hold once nothing happens any more. */
export interface Launch {
  readonly readyMs: number;
  readonly processes: readonly Memory[];
}

/** The sample network on the private servers that bench.mjs started, processes launched as `npm start` does. */
export interface BenchNetwork {
  readonly directory: NetworkDirectory;
  readonly dataDir: string;
  /** A process of this role that hosts these nodes. */
  process(role: string, nodes: readonly string[]): NodeProcess;
  /** Starts them, measures, lets `meanwhile` measure what it will, stops them. */
  launch(processes: readonly NodeProcess[], restMs: number, meanwhile?: () => void): Promise<Launch>;
}

export async function openBenchNetwork(say: (line: string) => void): Promise<BenchNetwork> {
  const { dataDir, databaseUrl, redisUrl } = given.parse(JSON.parse(process.env['BENCH'] ?? '{}'));
  const loaded = loadDirectory({ path: NETWORK, dataDir, now: new Date(), rootKey: undefined });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ sentence }) => sentence).join('\n'));
  const { directory } = loaded;
  const nodesUrl = await prepareSchemas({ databaseUrl, ownerUrl: undefined, networkDir: NETWORK, say });
  const ports = await portsFor(
    dataDir,
    directory.nodes().map(({ id }) => id),
  );
  const common = {
    NETWORK,
    DATA_DIR: dataDir,
    DATABASE_URL: nodesUrl,
    REDIS_URL: redisUrl,
    START_TOKEN: randomBytes(24).toString('hex'),
  };
  return {
    directory,
    dataDir,
    process: (role, nodes) => ({
      name: role,
      role,
      nodes,
      env: {
        ...common,
        NODES: nodes.join(','),
        PORTS: nodes.map((node) => `${node}=${ports.get(node) ?? 0}`).join(','),
      },
    }),
    launch: async (processes, restMs, meanwhile) => {
      const started = new NodeProcesses(join(dataDir, 'logs'), (ended) => say(ended.message));
      const from = performance.now();
      try {
        await started.start(processes, () => undefined);
        const readyMs = performance.now() - from;
        await pause(restMs);
        meanwhile?.();
        return { readyMs, processes: nodeAppPids().map(memoryOf) };
      } finally {
        await started.stop();
      }
    },
  };
}
