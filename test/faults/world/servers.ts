import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { z } from 'zod';

const addresses = z.object({ database: z.string(), redis: z.string() });
const done = z.looseObject({ error: z.exactOptional(z.string()) });

/** A MariaDB and a Redis of the run's own, which it may kill, empty and cut. Always under the same addresses. */
export class FaultServers {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
    readonly databaseUrl: string,
    readonly redisUrl: string,
  ) {}

  static async start(dataDir: string): Promise<FaultServers> {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'obey-servers.mjs'), dataDir], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let trouble = '';
    child.stderr.on('data', (bytes: Buffer) => (trouble += bytes.toString()));
    const reader: Interface = createInterface({ input: child.stdout });
    const lines = reader[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done === true) throw new Error(`the servers did not start: ${trouble}`);
    const { database, redis } = addresses.parse(JSON.parse(first.value));
    return new FaultServers(child, lines, database, redis);
  }

  /** kill -9. */
  kill = (name: 'redis' | 'mariadb'): Promise<void> => this.order(`kill ${name}`);
  start = (name: 'redis' | 'mariadb'): Promise<void> => this.order(`start ${name}`);
  /** Removes everything that a killed Redis has on disk. */
  emptyRedis = (): Promise<void> => this.order('empty redis');
  /** Cuts bytes off the end of a killed Redis's append-only file: what a crash between two fsyncs leaves. */
  cutRedis = (bytes: number): Promise<void> => this.order(`cut redis ${bytes}`);

  /** kill -9; then it comes back with its files on a file system of its own that has so much room left. Needs root. */
  moveToSmallDisk = (name: 'redis' | 'mariadb', roomMb: number): Promise<void> =>
    this.order(`small ${name} ${roomMb}`);
  /** Takes the rest of the small file system. */
  fillDisk = (name: 'redis' | 'mariadb'): Promise<void> => this.order(`fill ${name}`);
  freeDisk = (name: 'redis' | 'mariadb'): Promise<void> => this.order(`free ${name}`);
  /** kill -9; then it comes back where it was before, with the files of the small file system. */
  moveToWholeDisk = (name: 'redis' | 'mariadb'): Promise<void> => this.order(`whole ${name}`);
  /** Flips a bit in the append-only file of a killed Redis. */
  flipRedisFile = (at: number): Promise<void> => this.order(`flip redis ${at}`);

  async stop(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.child.stdin.end();
    await exit;
  }

  private async order(line: string): Promise<void> {
    this.child.stdin.write(`${line}\n`);
    const answer = await this.lines.next();
    if (answer.done === true) throw new Error(`the servers ended at "${line}"`);
    const { error } = done.parse(JSON.parse(answer.value));
    if (error !== undefined) throw new Error(`${line}: ${error}`);
  }
}
