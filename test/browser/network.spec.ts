import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { BoardPage } from './support/board-page.js';
import { launchChromium } from './support/chromium.js';

/* `npm start` as a person types it, with the board open in a real Chromium while a matter travels. */

const repository = join(import.meta.dirname, '../..');
const data = mkdtempSync(join(tmpdir(), 'huiyin-board-'));
const PACE_MS = 400;

let browser: Browser;
let network: ChildProcess;
let printed = '';
const ended = () => new Promise<number | null>((resolve) => network.on('close', resolve));

/** One matter is enough to see the road: prefecture → city → department, and back. */
function oneStory(): string {
  const book: { cases: { key: string }[] } = JSON.parse(
    readFileSync(join(repository, 'deploy/casebook/all.json'), 'utf8'),
  );
  const file = join(data, 'one.json');
  writeFileSync(
    file,
    JSON.stringify({ ...book, cases: book.cases.filter((story) => story.key === 'paper-mill-injury') }),
  );
  return file;
}

beforeAll(async () => {
  browser = await launchChromium();
  const args = [
    'deploy/start/start.mjs',
    '--no-install',
    '--pace',
    String(PACE_MS),
    '--casebook',
    oneStory(),
  ];
  network = spawn(process.execPath, args, {
    cwd: repository,
    env: { ...process.env, HUIYIN_DATA: data, DATABASE_URL: '', REDIS_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  network.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  network.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await eventually(
    () => Promise.resolve(printed),
    (seen) => /http:\/\/\S+token=/u.test(seen),
    150_000,
  );
}, 180_000);

afterAll(async () => {
  await browser.close();
  if (network.exitCode === null) network.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
}, 30_000);

test('a leg travels from the prefecture through the city to a department and back, before the eyes of the clerk', async () => {
  const address = /http:\/\/\S+token=\S+/u.exec(printed)?.[0] ?? '';
  const board = await BoardPage.open(browser, address, { width: 1920 });
  await board.ready();
  await board.travelled(
    ({ kind, from }) => kind === 'assign' && from === 'prefecture',
    ['city', 'prefecture'],
    90_000,
  );
  await board.travelled(
    ({ kind, from }) => kind === 'lead' && from === 'city',
    ['agency:labour', 'city'],
    30_000,
  );
  const up = (await board.sightings()).findLast(({ from }) => from === 'prefecture');
  await board.openLeg(up?.leg ?? '');
  await eventually(
    () => board.drawer().innerText(),
    (text) => text.includes('信访工作条例') && text.includes('首日不计') && text.includes('下级已答复送达'),
    15_000,
  );
  expect(board.strangers).toEqual([]);
  expect(board.errors).toEqual([]);
  await board.close();
}, 180_000);

test('Ctrl-C ends everything that was started, with code 0', async () => {
  const end = ended();
  network.kill('SIGINT');
  expect(await end).toBe(0);
}, 60_000);
