import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/*
 * What a stranger does: `npm start -- --once` in a data folder of its own, and what can be read there afterwards.
 * The folder keeps Redis's append-only file, which holds everything that was ever written to Redis.
 */

const repository = join(import.meta.dirname, '../..');

const clock = z.looseObject({
  id: z.string(),
  raw: z.string(),
  effective: z.string(),
  met: z.string().nullable(),
  late: z.boolean(),
});
const leg = z.looseObject({
  kind: z.string(),
  from: z.string(),
  to: z.string(),
  state: z.string(),
  ticks: z.looseObject({ delivered: z.unknown(), registeredAs: z.unknown(), refused: z.unknown() }),
  clocks: z.array(clock),
});
const report = z.looseObject({
  stories: z.array(
    z.looseObject({
      key: z.string(),
      originNumber: z.string(),
      ended: z.string().nullable(),
      notifiedAt: z.string().nullable(),
      answeredAt: z.string().nullable(),
      failures: z.array(z.string()),
      legs: z.array(leg),
    }),
  ),
  network: z.looseObject({ sent: z.int(), applied: z.int(), duplicates: z.int(), differences: z.int() }),
});

const data = mkdtempSync(join(tmpdir(), 'huiyin-e2e-'));
let code: number | null = null;
let printed = '';
let told: z.infer<typeof report>;

beforeAll(async () => {
  const child = spawn(
    process.execPath,
    [join(repository, 'deploy/start/start.mjs'), '--once', '--no-install'],
    {
      cwd: repository,
      env: { ...process.env, HUIYIN_DATA: data, DATABASE_URL: '', REDIS_URL: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`npm start -- --once ended with ${String(code)}:\n${printed.slice(-6000)}`);
  told = report.parse(JSON.parse(readFileSync(join(data, 'report.json'), 'utf8')));
}, 240_000);

afterAll(() => {
  rmSync(data, { recursive: true, force: true });
});

/** The stories in which every limit is kept; in the others somebody is late on purpose, or was never told in time. */
const IN_TIME = [
  'teacher-repair-fee',
  'substitute-teachers-wages',
  'fake-pesticide',
  'paper-mill-injury',
  'social-insurance-jurisdiction',
  'hospital-noise',
];

const story = (key: string) => {
  const found = told.stories.find((entry) => entry.key === key);
  if (found === undefined) throw new Error(`the report has no story ${key}`);
  return found;
};

/** All files below a folder, whole. */
const filesBelow = (folder: string): { readonly name: string; readonly bytes: Buffer }[] =>
  readdirSync(join(data, 'once', folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({
      name: join(entry.parentPath, entry.name),
      bytes: readFileSync(join(entry.parentPath, entry.name)),
    }));

describe('seventeen matters travel the network and come home answered', () => {
  test('every story ends as it says, and no check of it failed', () => {
    expect(told.stories.map((entry) => entry.key)).toHaveLength(17);
    for (const entry of told.stories) {
      expect([entry.key, entry.failures]).toEqual([entry.key, []]);
      expect([entry.key, entry.ended]).toEqual([entry.key, expect.any(String)]);
    }
  });

  test('whoever brought a matter was told and answered', () => {
    for (const entry of IN_TIME.map(story)) {
      expect([entry.key, entry.notifiedAt, entry.answeredAt]).toEqual([
        entry.key,
        expect.any(String),
        expect.any(String),
      ]);
    }
  });

  test('each message took effect once and both ends of every leg hold the same', () => {
    expect(told.network.sent).toBeGreaterThan(200);
    expect(told.network.applied).toBe(told.network.sent);
    expect(told.network.differences).toBe(0);
  });

  test('each leg shows its ticks: delivered, registered there as No. X, or refused because Z', () => {
    for (const entry of told.stories.flatMap((one) => one.legs)) {
      expect(entry.ticks.delivered).not.toBeNull();
      if (entry.state === 'RETURNED') expect(entry.ticks.refused).not.toBeNull();
      else if (entry.state !== 'RECALLED') expect(entry.ticks.registeredAs).not.toBeNull();
    }
  });

  test('every clock of every leg was met in time, but in the story of the office that was late', () => {
    const clocks = IN_TIME.map(story)
      .flatMap((one) => one.legs)
      .flatMap((entry) => entry.clocks);
    expect(clocks.length).toBeGreaterThan(40);
    expect(clocks.filter((entry) => entry.late || entry.met === null)).toEqual([]);
  });

  test('the letter of 16 September is due on the first working day after the National Day holiday', () => {
    const assigned = story('hospital-noise').legs.find((entry) => entry.kind === 'assign');
    const notice = assigned?.clocks.find((entry) => entry.id === 'C2');
    // It arrives on the 17th: 15 days end on 2 October, a holiday, so it moves to the 8th.
    expect([notice?.raw, notice?.effective]).toEqual(['2026-10-02', '2026-10-08']);
  });
});

describe('what must stay between the offices', () => {
  const secrets = [
    '陈某',
    '林某',
    '黄某',
    '许某',
    '苏某',
    '罗某',
    '邱某',
    '修缮费',
    '油桃',
    '代课工资',
    '护养补偿金',
    '空调外机',
    '夏某某',
    '13800000000',
    '违法拍卖集体土地',
  ];

  test.each([
    ['Redis, with everything that was ever written to it', 'redis'],
    ['the logs of the nodes', 'logs'],
  ])('%s: no name and nothing of a petition', (_where, folder) => {
    const files = filesBelow(folder);
    expect(files.reduce((sum, file) => sum + file.bytes.length, 0)).toBeGreaterThan(1_000);
    const leaks = files.flatMap(({ name, bytes }) =>
      secrets
        .filter((secret) => bytes.includes(secret) || bytes.includes(escaped(secret)))
        .map((secret) => `${name}: ${secret}`),
    );
    expect(leaks).toEqual([]);
  });
});

/** As JSON.stringify would write it with ASCII escapes. */
const escaped = (text: string): string =>
  text.replace(/./gu, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
