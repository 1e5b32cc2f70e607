import { afterEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHandover } from './handover.js';
import { portsFor } from './node-ports.js';

const dir = mkdtempSync(join(tmpdir(), 'huiyin-start-'));
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(join(dir, 'ports.json'), { force: true });
});

describe('the ports of the nodes', () => {
  test('stay the same from start to start, and nobody else’s entry is lost', async () => {
    writeFileSync(join(dir, 'ports.json'), '{"mariadb": 33060}');
    const first = await portsFor(dir, ['city', 'agency:court']);
    expect(new Set(first.values()).size).toBe(2);
    expect(await portsFor(dir, ['city', 'agency:court'])).toEqual(first);
    expect(JSON.parse(readFileSync(join(dir, 'ports.json'), 'utf8'))).toMatchObject({
      mariadb: 33060,
      city: first.get('city'),
    });
  });

  test('a remembered port that somebody took meanwhile gives way to a free one', async () => {
    const taken = createServer();
    servers.push(taken);
    await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening));
    const { port } = taken.address() as AddressInfo;
    writeFileSync(join(dir, 'ports.json'), JSON.stringify({ city: port }));
    expect((await portsFor(dir, ['city'])).get('city')).not.toBe(port);
  });

  test.each([
    '{',
    '[]',
    '{"city": "x"}',
    '{"city": 70000}',
    '{"city": 80}',
    '{"city": -1}',
    '{"city": 8080.5}',
  ])('a broken memory %s does no harm', async (text) => {
    writeFileSync(join(dir, 'ports.json'), text);
    const port = (await portsFor(dir, ['city'])).get('city') ?? 0;
    expect(port).toBeGreaterThan(1023);
    expect(port).toBeLessThan(65_536);
  });
});

describe('the hand-over', () => {
  const flags = { once: true, fresh: false, casebook: null, processPerNode: false, pace: 0 };
  const sound = { dataDir: '/d', reportFile: '/r', databaseUrl: 'mysql://x', redisUrl: 'redis://x', flags };

  test('is read as start.mjs writes it', () => {
    expect(readHandover(JSON.stringify(sound))).toEqual(sound);
  });

  test.each([
    [undefined, 'started by `npm start`'],
    ['{', 'JSON'],
    [JSON.stringify({ ...sound, dataDir: '' }), 'dataDir'],
    [JSON.stringify({ ...sound, more: 1 }), 'more'],
    [JSON.stringify({ ...sound, flags: { ...flags, pace: -1 } }), 'flags.pace'],
  ])('%s is refused in a sentence', (text, sentence) => {
    expect(() => readHandover(text)).toThrow(sentence);
  });
});
