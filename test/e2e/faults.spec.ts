import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/*
 * A slice of `npm run faults` that takes a minute: Redis is emptied under a working network, and the answers of acts are
 * lost after their commit.
 */

const ROWS = [6, 30];
const answerShape = z.strictObject({
  seed: z.literal(1),
  faults: z.array(
    z.strictObject({
      id: z.number(),
      injected: z.string().min(1),
      invariants: z.record(z.string(), z.boolean()),
      ok: z.boolean(),
    }),
  ),
  lost: z.number(),
  doubled: z.number(),
  differing: z.number(),
});

let reports: string;
let standardOutput = '';
let code: unknown;

beforeAll(async () => {
  reports = mkdtempSync(join(tmpdir(), 'huiyin-faults-report-'));
  const child = spawn(
    process.execPath,
    ['test/faults/faults.mjs', '--seed', '1', '--only', ROWS.join(','), '--json'],
    {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], FAULTS_REPORT: reports },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  child.stdout.on('data', (bytes: Buffer) => (standardOutput += bytes.toString()));
  [code] = await once(child, 'close');
}, 300_000);

afterAll(() => rmSync(reports, { recursive: true, force: true }));

describe('a network whose Redis is emptied and whose answers are lost', () => {
  it('prints one object of the promised shape and nothing else', () => {
    expect(standardOutput.trim().split('\n')).toHaveLength(1);
    expect(answerShape.safeParse(JSON.parse(standardOutput)).error).toBeUndefined();
  });

  it('has lost, doubled and changed nothing, and every invariant was asked', () => {
    const { faults, ...sums } = answerShape.parse(JSON.parse(standardOutput));
    expect(sums).toEqual({ seed: 1, lost: 0, doubled: 0, differing: 0 });
    expect(faults.map(({ id }) => id)).toEqual(ROWS);
    for (const { invariants, ok } of faults) {
      expect(Object.keys(invariants).length).toBeGreaterThanOrEqual(12);
      expect(Object.entries(invariants).filter(([, held]) => !held)).toEqual([]);
      expect(ok).toBe(true);
    }
    expect(code).toBe(0);
  });

  it('leaves a report', () => {
    expect(readdirSync(reports).filter((name) => name.endsWith('.json'))).toHaveLength(1);
  });
});
