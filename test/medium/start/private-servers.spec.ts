import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { z } from 'zod';
import { eventually } from '../../support/eventually.js';

const addresses = z.object({ databaseUrl: z.string(), redisUrl: z.string() });
type Addresses = z.infer<typeof addresses>;

/** A process that starts the private servers as npm start does, says where, and stops them at SIGTERM. */
const starter = `
  import { startServers } from ${JSON.stringify(pathToFileURL(resolve('deploy/servers/servers.mjs')).href)};
  const servers = await startServers({ dataDir: process.argv[1], fresh: process.argv[2] === 'fresh' });
  console.log(JSON.stringify(servers));
  process.on('SIGTERM', async () => { await servers.stop(); process.exit(0); });
  setInterval(() => undefined, 1000);
`;

const answers = (url: string): Promise<boolean> =>
  new Promise((tell) => {
    const { port, hostname } = new URL(url);
    const socket = connect({ port: Number(port), host: hostname });
    socket.once('connect', () => {
      socket.destroy();
      tell(true);
    });
    socket.once('error', () => tell(false));
  });
const bothAnswer = async ({ databaseUrl, redisUrl }: Addresses): Promise<boolean[]> => [
  await answers(databaseUrl),
  await answers(redisUrl),
];

describe('private servers', () => {
  let dataDir: string;
  const started: ChildProcess[] = [];

  beforeEach(async () => {
    dataDir = await mkdtemp('/tmp/huiyin-servers-');
  });
  afterEach(async () => {
    for (const child of started.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) await ended(child, 'SIGTERM');
    }
    await rm(dataDir, { recursive: true, force: true });
  });

  const start = async (fresh = ''): Promise<{ child: ChildProcess; at: Addresses }> => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', starter, dataDir, fresh], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(child);
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
    await eventually(
      () => said,
      (text) => text.endsWith('\n'),
      30_000,
    );
    return { child, at: addresses.parse(JSON.parse(said)) };
  };
  const ended = (child: ChildProcess, signal: NodeJS.Signals): Promise<void> =>
    new Promise((done) => {
      child.once('exit', () => done());
      child.kill(signal);
    });
  const schemas = async ({ databaseUrl }: Addresses): Promise<string[]> => {
    const connection = await createConnection(databaseUrl);
    try {
      const [rows] = await connection.query<RowDataPacket[]>("SHOW DATABASES LIKE 'kept'");
      return rows.flatMap((row) => Object.values(row).map(String));
    } finally {
      await connection.end();
    }
  };

  it('have their data and their addresses again at the second start, and neither when it is fresh', async () => {
    const first = await start();
    const connection = await createConnection(first.at.databaseUrl);
    await connection.query('CREATE DATABASE kept');
    await connection.end();
    await ended(first.child, 'SIGTERM');
    expect(await bothAnswer(first.at)).toEqual([false, false]);

    // how far an office had come: beside an empty database it would look as if that had been set back
    const mark = join(dataDir, 'furthest', 'city.json');
    await mkdir(join(dataDir, 'furthest'));
    await writeFile(mark, '{"links":7,"epoch":1}');
    const second = await start();
    expect(second.at).toEqual(first.at);
    expect(await schemas(second.at)).toEqual(['kept']);
    expect(existsSync(mark)).toBe(true);
    await ended(second.child, 'SIGTERM');

    const third = await start('fresh');
    expect(await schemas(third.at)).toEqual([]);
    expect(existsSync(mark)).toBe(false);
  }, 60_000);

  it('end with a start that is killed hard', async () => {
    const { child, at } = await start();
    expect(await bothAnswer(at)).toEqual([true, true]);
    await ended(child, 'SIGKILL');
    await eventually(
      () => bothAnswer(at),
      (seen) => !seen.includes(true),
      20_000,
    );
  }, 60_000);

  it('do not run as root where an unprivileged account can reach the folder', async () => {
    await chmod(dataDir, 0o755);
    const { child } = await start();
    const children = spawnSync('ps', ['-o', 'user=', '--ppid', String(child.pid)], { encoding: 'utf8' });
    const users = children.stdout.trim().split(/\s+/);
    expect(users).toHaveLength(2);
    if (process.getuid?.() === 0) expect(users).not.toContain('root');
  }, 60_000);
});
