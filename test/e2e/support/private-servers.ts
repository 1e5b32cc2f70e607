import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const told = z.object({ databaseUrl: z.string(), redisUrl: z.string() });

/** A MariaDB and a Redis that only one test file knows: it may break them. Node schemas have fixed names. */
export interface PrivateServers extends z.infer<typeof told> {
  /** Holds the servers, and may hold what the test makes. */
  readonly dataDir: string;
  /** Stops both and removes the folder. */
  stop(): Promise<void>;
}

/** Builds first, so that a process started afterwards runs today's source. Takes up to a minute. */
export async function privateServers(): Promise<PrivateServers> {
  const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-e2e-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'servers.mjs'), dataDir], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit');
  let trouble = '';
  child.stderr.on('data', (bytes: Buffer) => (trouble += bytes.toString()));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', () => {
      rmSync(dataDir, { recursive: true, force: true });
      reject(new Error(`the servers of the test did not start: ${trouble}`));
    });
  });
  return {
    dataDir,
    ...told.parse(JSON.parse(line)),
    stop: async () => {
      child.stdin.end();
      await exit;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
