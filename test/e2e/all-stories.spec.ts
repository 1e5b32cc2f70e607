import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/* All seventeen stories of the casebook on one network: `npm start -- --once --casebook deploy/casebook/all.json`. */

const repository = join(import.meta.dirname, '../..');
const data = mkdtempSync(join(tmpdir(), 'huiyin-all-'));
const report = z.looseObject({
  stories: z.array(
    z.looseObject({ key: z.string(), ended: z.string().nullable(), failures: z.array(z.string()) }),
  ),
  network: z.looseObject({ sent: z.int(), applied: z.int(), differences: z.int(), duplicates: z.int() }),
});
let told: z.infer<typeof report>;

beforeAll(async () => {
  const args = ['deploy/start/start.mjs', '--once', '--no-install', '--casebook', 'deploy/casebook/all.json'];
  const child = spawn(process.execPath, args, {
    cwd: repository,
    env: { ...process.env, HUIYIN_DATA: data, INIT_CWD: repository, DATABASE_URL: '', REDIS_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`ended with ${String(code)}:\n${printed.slice(-6000)}`);
  told = report.parse(JSON.parse(readFileSync(join(data, 'report.json'), 'utf8')));
}, 300_000);

afterAll(() => {
  rmSync(data, { recursive: true, force: true });
});

test('every story holds each of its expectations', () => {
  expect(told.stories).toHaveLength(17);
  expect(
    told.stories.flatMap(({ key, failures }) => failures.map((failure) => `${key}: ${failure}`)),
  ).toEqual([]);
});

test('each message took effect once, and both ends of every leg hold the same', () => {
  expect(told.network).toMatchObject({ applied: told.network.sent, differences: 0, duplicates: 0 });
});

test('an accusation, and who brought it, stands in no log and was never in Redis in clear', () => {
  const secrets = ['夏某某', '13800000000', '违法拍卖集体土地'];
  const files = ['redis', 'logs'].flatMap((folder) =>
    readdirSync(join(data, 'once', folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const leaks = files.flatMap((file) => {
    const bytes = readFileSync(file);
    return secrets.filter((secret) => bytes.includes(secret)).map((secret) => `${file}: ${secret}`);
  });
  expect(files.length).toBeGreaterThan(4);
  expect(leaks).toEqual([]);
});
