import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/* Every story of every file in deploy/casebook on one network: `npm start -- --once --casebook deploy/casebook`. */

const repository = join(import.meta.dirname, '../..');
const folder = 'deploy/casebook';
const data = mkdtempSync(join(tmpdir(), 'huiyin-all-'));
const report = z.looseObject({
  stories: z.array(
    z.looseObject({ key: z.string(), ended: z.string().nullable(), failures: z.array(z.string()) }),
  ),
  network: z.looseObject({ sent: z.int(), applied: z.int(), differences: z.int(), duplicates: z.int() }),
});
let told: z.infer<typeof report>;
let code: number | null = null;

/** The stories by the file in which they stand. */
const written = readdirSync(join(repository, folder)).flatMap((name) => {
  const book = z
    .object({ cases: z.array(z.object({ key: z.string() })) })
    .parse(JSON.parse(readFileSync(join(repository, folder, name), 'utf8')));
  return book.cases.map(({ key }) => [name, key] as const);
});

beforeAll(async () => {
  const args = ['deploy/start/start.mjs', '--once', '--no-install', '--casebook', folder];
  const child = spawn(process.execPath, args, {
    cwd: repository,
    env: { ...process.env, HUIYIN_DATA: data, INIT_CWD: repository, DATABASE_URL: '', REDIS_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  code = await new Promise((resolve) => child.on('close', resolve));
  try {
    told = report.parse(JSON.parse(readFileSync(join(data, 'report.json'), 'utf8')));
  } catch {
    throw new Error(`ended with ${String(code)} and no report:\n${printed.slice(-6000)}`);
  }
}, 300_000);

afterAll(() => {
  rmSync(data, { recursive: true, force: true });
});

test.each(written)('%s: %s is played to its end and holds each of its expectations', (_file, key) => {
  const story = told.stories.find((one) => one.key === key);
  expect(story).toMatchObject({ failures: [], ended: expect.any(String) });
});

test('each message took effect once, and both ends of every leg hold the same', () => {
  expect(told.network).toMatchObject({ applied: told.network.sent, differences: 0, duplicates: 0 });
  expect(code).toBe(0);
});
