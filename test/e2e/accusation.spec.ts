import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { type PrivateServers, privateServers } from './support/private-servers.js';

/*
 * An accusation never reaches the accused (L1 30(3)). deploy/casebook/accusation.json is played on the whole network:
 * refused, recalled, supervised, in a redacted copy, at a meeting, asked about elsewhere. Each of its texts is unique.
 * Then every column of every table of every node, Redis with all that was ever written to it, and every log is searched.
 */

const repository = join(import.meta.dirname, '../..');
const CITY = 'city';
const DISCIPLINE = 'agency:discipline';
const JIA = 'township:jia';

/** Each text, and the only nodes whose databases may hold it. */
const SECRETS: readonly (readonly [text: string, ...nodes: readonly string[]])[] = [
  ['暗语甲一', CITY, DISCIPLINE],
  ['暗语甲二', CITY, DISCIPLINE],
  ['暗语甲三', CITY, DISCIPLINE],
  ['暗语乙一', CITY],
  ['暗语乙二', CITY],
  ['暗语丙一', CITY, DISCIPLINE],
  ['暗语丙二', CITY, DISCIPLINE],
  ['暗语丁一', JIA],
  ['暗语丁二', JIA],
  ['暗语丁零', CITY, DISCIPLINE],
  ...['甲', '乙', '丙'].map((one) => [`暗名${one}某`, CITY] as const),
  ...['1', '2', '3'].map((one) => [`1391111000${one}`, CITY] as const),
  ['暗名丁某', JIA],
  ['13911110004', JIA],
];

let servers: PrivateServers;
let said = '';
/** Node → every cell of every table as one text. */
const held = new Map<string, Buffer>();

beforeAll(async () => {
  servers = await privateServers();
  const args = ['deploy/start/start.mjs', '--once', '--no-install'];
  const child = spawn(process.execPath, [...args, '--casebook', 'deploy/casebook/accusation.json'], {
    cwd: repository,
    env: {
      ...process.env,
      HUIYIN_DATA: join(servers.dataDir, 'start'),
      INIT_CWD: repository,
      DATABASE_URL: servers.databaseUrl,
      REDIS_URL: servers.redisUrl,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`ended with ${String(code)}:\n${said.slice(-6000)}`);
  await readDatabases();
}, 300_000);
afterAll(() => servers?.stop(), 60_000);

async function readDatabases(): Promise<void> {
  const connection = await createConnection(servers.databaseUrl);
  try {
    const [columns] = await connection.query<RowDataPacket[]>(
      `SELECT table_schema AS node, table_name AS name FROM information_schema.tables
       WHERE table_schema LIKE 'hy\\_%' AND table_type = 'BASE TABLE'`,
    );
    for (const { node, name } of columns) {
      const [rows] = await connection.query<RowDataPacket[]>(
        `SELECT * FROM \`${String(node)}\`.\`${String(name)}\``,
      );
      const cells = rows.flatMap((row) => Object.values(row).map(bytesOf));
      const key = String(node);
      held.set(key, Buffer.concat([held.get(key) ?? Buffer.alloc(0), ...cells]));
    }
  } finally {
    await connection.end();
  }
}

const bytesOf = (cell: unknown): Buffer =>
  Buffer.isBuffer(cell) ? cell : Buffer.from(typeof cell === 'string' ? cell : JSON.stringify(cell));
const schemaOf = (node: string): string => `hy_${node.replaceAll(/[-:]/gu, '_')}`;

/** As JSON.stringify would write it with ASCII escapes. */
const escaped = (text: string): string =>
  text.replaceAll(
    /[^\u0020-\u007e]/gu,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
const holds = (bytes: Buffer, text: string): boolean => bytes.includes(text) || bytes.includes(escaped(text));

describe('an accusation on every way that a matter can take', () => {
  test.each(SECRETS)('%s lies in no database but its own', (text, ...nodes) => {
    const found = [...held].flatMap(([schema, bytes]) => (holds(bytes, text) ? [schema] : []));
    // Also the search is tried: where it may be, it is.
    expect(found.toSorted()).toEqual(
      nodes
        .filter((node) => node !== undefined)
        .map(schemaOf)
        .toSorted(),
    );
  });

  test('every database of the network was searched', () => {
    expect(held.size).toBeGreaterThanOrEqual(20);
    expect([...held.values()].filter((bytes) => bytes.length === 0)).toEqual([]);
  });

  test.each([
    ['Redis, with everything that was ever written to it', 'redis'],
    ['the logs and whatever else the start left', 'start'],
  ])('none of it lies in %s', (_where, folder) => {
    const files = readdirSync(join(servers.dataDir, folder), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile(),
    );
    const leaks = files.flatMap(({ parentPath, name }) => {
      const bytes = readFileSync(join(parentPath, name));
      return SECRETS.filter(([text]) => holds(bytes, text)).map(([text]) => `${name}: ${text}`);
    });
    expect(files.length).toBeGreaterThan(1);
    expect(leaks).toEqual([]);
  });

  test('none of it was said on the screen', () => {
    expect(SECRETS.filter(([text]) => said.includes(text))).toEqual([]);
  });
});
