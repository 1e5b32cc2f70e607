import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../test/support/eventually.js';
import { type NodeProcess, NodeProcesses } from './node-processes.js';
import { Restarts } from './restarts.js';

/** Counts its starts in a file, says that it is ready, and ends as often as LIVES says. */
const OFFICE = `
  import { existsSync, readFileSync, writeFileSync } from 'node:fs';
  const { STARTS, LIVES, DUMB } = process.env;
  const starts = existsSync(STARTS) ? Number(readFileSync(STARTS, 'utf8')) + 1 : 1;
  writeFileSync(STARTS, String(starts));
  console.log('life ' + starts);
  if (starts > 1 && starts <= Number(LIVES) && DUMB === 'yes') process.exit(1);
  console.log(JSON.stringify({ ready: { city: 'http://127.0.0.1:1' } }));
  if (starts <= Number(LIVES)) setTimeout(() => process.exit(1), 20);
  else setInterval(() => undefined, 1000);
`;

let dir: string;
let started: NodeProcesses | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'huiyin-processes-'));
  writeFileSync(join(dir, 'office.mjs'), OFFICE);
});
afterEach(async () => {
  await started?.stop();
  rmSync(dir, { recursive: true });
});

interface Wish {
  /** How many of its lives end by themselves. */
  readonly ends: number;
  /** From its second life on it ends before it is ready. */
  readonly whileStarting?: boolean;
  readonly again?: boolean;
  readonly delaysMs?: readonly number[];
}
async function anOffice({ ends, whileStarting = false, again = true, delaysMs = [1, 1, 1] }: Wish) {
  const lines: string[] = [];
  const given: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const file = join(dir, 'starts');
  const processes = new NodeProcesses(
    join(dir, 'logs'),
    ({ message }) => void given.push(message),
    again ? { say, delaysMs } : undefined,
    () => join(dir, 'office.mjs'),
  );
  started = processes;
  const env = { STARTS: file, LIVES: String(ends), DUMB: whileStarting ? 'yes' : 'no' };
  const one: NodeProcess = { name: 'city', role: 'city', nodes: ['city'], env };
  const addresses = await processes.start([one], say);
  return { processes, addresses, lines, given, starts: () => Number(readFileSync(file, 'utf8')) };
}

describe('an office that ends by itself', () => {
  test.each([false, true])(
    'is started again, and it is said (again while starting: %s)',
    async (whileStarting) => {
      const { lines, given, starts } = await anOffice({ ends: 2, whileStarting });
      await eventually(
        () => lines,
        () => lines.at(-1) === 'city is up again' && starts() === 3,
      );
      expect(lines.filter((line) => line.includes('is started again'))).toEqual([
        'city is started again in 0.001 s (try 1 of 3)',
        'city is started again in 0.001 s (try 2 of 3)',
      ]);
      expect(lines[0]).toContain('city (city) ended with code 1. The end of');
      expect(given).toEqual([]);
      // why it ended stands in its log still
      expect(readFileSync(join(dir, 'logs', 'city.log'), 'utf8')).toContain('life 1\nlife 2\nlife 3');
    },
  );

  test('time after time is given up in a sentence', async () => {
    const { given, starts } = await anOffice({ ends: 99 });
    await eventually(
      () => given,
      () => given.length > 0,
    );
    expect(starts()).toBe(4);
    expect(given).toEqual([
      expect.stringMatching(
        /^city was started again and again, and ended each time: it is given up\. city \(city\) ended with code 1\./u,
      ),
    ]);
  });

  test('is not started again when the network stops meanwhile', async () => {
    const { processes, lines, given, starts } = await anOffice({ ends: 1, delaysMs: [60_000] });
    await eventually(
      () => lines,
      () => lines.some((line) => line.includes('in 60 s')),
    );
    await processes.stop();
    expect(starts()).toBe(1);
    expect(given).toEqual([]);
  });

  test('is only told of where nobody asked for more', async () => {
    const { given, starts } = await anOffice({ ends: 1, again: false });
    await eventually(
      () => given,
      () => given.length > 0,
    );
    expect(starts()).toBe(1);
    expect(given).toEqual([expect.stringMatching(/^city \(city\) ended with code 1\./u)]);
  });
});

describe('how often a process is started again', () => {
  test('is counted for each, and anew once it lived for ten minutes', () => {
    const restarts = new Restarts([10, 20]);
    expect(restarts.next('city', 5)).toEqual({ afterMs: 10, attempt: 1, of: 2 });
    expect(restarts.next('city', 5)).toEqual({ afterMs: 20, attempt: 2, of: 2 });
    expect(restarts.next('agency', 5)).toEqual({ afterMs: 10, attempt: 1, of: 2 });
    expect(restarts.next('city', 600_000)).toEqual({ afterMs: 10, attempt: 1, of: 2 });
    expect(restarts.next('city', 5)).toEqual({ afterMs: 20, attempt: 2, of: 2 });
    expect(restarts.next('city', 5)).toBeUndefined();
  });
});
