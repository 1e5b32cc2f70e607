import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { aLetter } from '../medium/api/a-letter.js';
import { eventually } from '../support/eventually.js';
import { type Ended, NodeProcess } from './support/node-process.js';
import { OfficeClient } from './support/office-client.js';
import { type PrivateServers, privateServers } from './support/private-servers.js';
import { sampleNetwork, type SampleNetwork } from './support/sample-network.js';
import { TOWNSHIPS, twentyTownships } from './support/twenty-townships.js';

/*
 * What an operator meets: a backup of a running office and its way back, followed by a command; Redis stopped for good under running offices,
 * which say that they are degraded, work on, and end in order on SIGTERM, also twenty of them in one process.
 */

const health = z.object({
  phase: z.string(),
  problems: z.record(z.string(), z.string()),
  details: z.record(z.string(), z.number()).optional(),
});
const CONGRESS = ['city', 'prefecture'];

let servers: PrivateServers;
let network: SampleNetwork;
let congress: NodeProcess;
let ofCongress: Record<string, string>;
let townships: NodeProcess;
let backup: string;
let at: Readonly<Record<string, string>>;

beforeAll(async () => {
  servers = await privateServers();
  network = await sampleNetwork(servers, { migrated: [...CONGRESS, ...TOWNSHIPS] });
  const NETWORK = twentyTownships(servers.dataDir);
  ofCongress = { ...(await network.settings(CONGRESS)), NETWORK };
  congress = new NodeProcess('city', ofCongress);
  townships = new NodeProcess('township', { ...(await network.settings(TOWNSHIPS)), NETWORK });
  at = { ...(await congress.ready()), ...(await townships.ready()) };
}, 600_000);

afterAll(async () => {
  await Promise.all([congress, townships].filter((one) => one?.alive).map((one) => one.kill('SIGKILL')));
  await servers?.stop();
}, 60_000);

const healthOf = async (node: string, of = 'ready') => {
  const answer = await fetch(new URL(`/health/${of}`, at[node]), { signal: AbortSignal.timeout(10_000) });
  return { status: answer.status, json: await answer.json() };
};

/** SIGTERM, and once more while it is heard: how it ended and after how long. */
async function twice(process: NodeProcess): Promise<Ended & { readonly ms: number }> {
  const began = performance.now();
  const first = process.kill('SIGTERM');
  void process.kill('SIGTERM').catch(() => undefined);
  const ended = await first;
  return { ...ended, ms: performance.now() - began };
}

/** A command as npm runs it, with the administrator's address. */
async function command(name: string, ...args: readonly string[]): Promise<string> {
  const { code, out, err } = await told(name, ...args);
  if (code !== 0) throw new Error(err);
  return out;
}

/** The same, however it ends. */
async function told(
  name: string,
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const env = {
    ...process.env,
    DATABASE_URL: servers.databaseUrl,
    DATABASE_OWNER_URL: servers.databaseUrl,
    DATA_DIR: servers.dataDir,
    START_TOKEN: ofCongress['START_TOKEN'],
    PORTS: ofCongress['PORTS'],
    NETWORK: ofCongress['NETWORK'],
  };
  const run = promisify(execFile)(process.execPath, [`dist/deploy/cli/${name}.js`, ...args], { env });
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (error: unknown) => {
      const ended = z.object({ code: z.int(), stdout: z.string(), stderr: z.string() }).parse(error);
      return { code: ended.code, out: ended.stdout, err: ended.stderr };
    },
  );
}

const cases = async () =>
  (await network.sql('SELECT COUNT(*) AS n FROM hy_city.casework_case').catch(() => []))[0]?.['n'];

describe('a backup of an office', () => {
  it('is made while it runs, and not put back while it runs', async () => {
    const city = new OfficeClient(at['city'] ?? '');
    await city.act('/api/items', aLetter());
    backup = join(servers.dataDir, 'city.jsonl.gz');
    expect(await command('backup', '--node', 'city', '--to', backup)).toContain('epoch 1');
    expect(await command('restore', backup, '--check')).toContain('is whole: city');
    await expect(command('restore', backup, '--over')).rejects.toThrow('is running: stop it first');
    await expect(command('restore', backup, '--node', 'prefecture')).rejects.toThrow('not of prefecture');
  }, 60_000);
});

describe('an office that was ended by force and set back to its backup', () => {
  it('is compared with another by command while all is well', async () => {
    const city = new OfficeClient(at['city'] ?? '');
    const { caseId, caseVersion } = await city.act('/api/items', aLetter());
    await city.act(`/api/cases/${caseId}/assign`, {
      ...{ actor: { unit: 'city' }, version: caseVersion },
      ...{ to: 'township:ta', wants: 'result', days: 30 },
    });
    await eventually(
      () => command('exchange', 'diff', '--node', 'city', '--peer', 'township:ta'),
      (said) => said.startsWith('Both ends are the same with 1 of 1 offices.'),
      20_000,
    );
  }, 60_000);

  it('has a changed row found and put right by command from the copy of the other end', async () => {
    await network.sql(
      "UPDATE hy_city.exchange_outbox SET subject = 'made up' WHERE type = 'huiyin.leg.sent.v1'",
    );
    const dry = await told('audit', '--node', 'city', '--heal', '--dry-run');
    expect(dry.code).toBe(1);
    expect(dry.out).toMatch(/: row would be put right$/mu);
    const { code, out } = await told('audit', '--node', 'city', '--heal');
    expect(out).toMatch(/: row put right$/mu);
    expect(out).toContain('everything is as it was written');
    expect(code).toBe(0);
  }, 60_000);

  it('is brought back by one command, which waits for its start and names who did not answer', async () => {
    await congress.kill('SIGKILL');
    const recovering = told('recover', '--node', 'city', '--backup', backup, '--over');
    const halves = () =>
      network.sql(
        "SELECT 1 FROM information_schema.tables WHERE table_schema = 'hy_city' AND (table_name LIKE 'aside%' OR table_name LIKE 'restore%')",
      );
    await eventually(
      async () => ({ cases: await cases(), halves: (await halves()).length }),
      (seen) => seen.cases === 1 && seen.halves === 0,
      60_000,
    );
    congress = new NodeProcess('city', ofCongress);
    await congress.ready();
    const { code, out, err } = await recovering;
    expect(err).toContain('holds 2 matters');
    expect(err).toContain('city is back to that backup. Start it now; this waits for it.');
    expect(out).toMatch(/^city: epoch 2; 21 of \d+ offices agree with it\.$/mu);
    expect(out).toMatch(/^township:ta +1 +2 +1 +0 +0 +0$/mu);
    // agencies and committees do not run here
    expect(code).toBe(1);
    expect(out).toContain('agency:court did not answer');
    expect(await cases()).toBe(2);
    expect(await told('recover', '--node', 'city', '--backup', backup)).toMatchObject({
      code: 1,
      err: expect.stringContaining('city is running: stop it first'),
    });
  }, 180_000);

  it('alarms until somebody takes note that it was set back, and is well again then', async () => {
    const city = new OfficeClient(at['city'] ?? '');
    const alarms = await city.get(
      '/api/exchange/alarms',
      z.array(z.looseObject({ id: z.uuid(), reason: z.string() })),
    );
    expect(alarms?.map(({ reason }) => reason)).toEqual(['set-back']);
    await city.post(`/api/exchange/alarms/${alarms?.[0]?.id ?? ''}/acknowledge`, {
      ...{ actor: { unit: 'city', user: '分办员' }, note: '演练：从备份恢复' },
    });
    await eventually(
      () => healthOf('city'),
      (seen) => health.parse(seen.json).phase === 'ready',
      20_000,
    );
  }, 60_000);
});

describe('offices without Redis', () => {
  it('are ready while it is there', async () => {
    for (const node of [...CONGRESS, ...TOWNSHIPS]) {
      const { status, json } = await healthOf(node);
      const ready = { phase: 'ready', problems: {} };
      expect([node, status, health.parse(json)]).toMatchObject([node, 200, ready]);
    }
  }, 60_000);

  it('say that they are degraded, not dead, and register, read and assign as before', async () => {
    const redis = z
      .object({ pid: z.int() })
      .parse(JSON.parse(readFileSync(join(servers.dataDir, 'redis.pid'), 'utf8')));
    process.kill(redis.pid, 'SIGKILL');
    for (const node of ['city', 'township:ta']) {
      const { json } = await eventually(
        () => healthOf(node),
        (seen) => health.parse(seen.json).problems['redis'] !== undefined,
        20_000,
      );
      expect(health.parse(json)).toMatchObject({
        phase: 'degraded',
        problems: { redis: expect.any(String) },
      });
      expect((await healthOf(node)).status).toBe(200);
      expect((await healthOf(node, 'live')).status).toBe(200);
    }
    const city = new OfficeClient(at['city'] ?? '');
    const { caseId, caseVersion } = await city.act('/api/items', aLetter());
    await city.act(`/api/cases/${caseId}/assign`, {
      ...{ actor: { unit: 'city' }, version: caseVersion },
      ...{ to: 'township:ta', wants: 'result', days: 30 },
    });
  }, 60_000);

  it('end in order within 20 s on SIGTERM, sent twice, also twenty in one process', async () => {
    for (const ended of await Promise.all([twice(congress), twice(townships)])) {
      expect(ended.code).toBe(0);
      // promised are 20 s; a node that hangs is given up after 15 s
      expect(ended.ms).toBeLessThan(10_000);
      expect(
        ended.log.filter((line) => line.includes('process.unhandled') || line.includes('node.stop.')),
      ).toEqual([]);
    }
  }, 60_000);
});

describe('a backup of an office that was stopped', () => {
  it('is put back over what came after it, when that is asked for', async () => {
    expect(await cases()).toBe(3);
    await expect(command('restore', backup)).rejects.toThrow('holds matters');
    expect(await command('restore', backup, '--over')).toContain('city is back');
    expect(await cases()).toBe(1);
  }, 120_000);
});
