import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ATTACHMENT_LIMIT, enclosureView } from '#contract';
import { z } from 'zod';
import { redisSearch } from '../../deploy/start/redis-search.js';
import { aLetter } from '../medium/api/a-letter.js';
import { eventually } from '../support/eventually.js';
import { NodeProcess } from './support/node-process.js';
import { OfficeClient } from './support/office-client.js';
import { type PrivateServers, privateServers } from './support/private-servers.js';
import { freePort } from '../../deploy/start/node-ports.js';
import { sampleNetwork } from './support/sample-network.js';

/*
 * A file goes along with a letter, from a city to a township that share a Redis: whole, and not through it, whichever of
 * the two processes is killed on the way.
 */

const TOWNSHIP = 'township:yi';
const WITHIN_MS = 60_000;
const MARK = 'huiyin-paper-mark';

let servers: PrivateServers;
const settings = new Map<string, Record<string, string>>();
const running = new Map<string, NodeProcess>();
const offices = new Map<string, OfficeClient>();

async function start(role: 'city' | 'township', node: string): Promise<OfficeClient> {
  const process = new NodeProcess(role, settings.get(node) ?? {});
  running.set(node, process);
  const office = new OfficeClient((await process.ready())[node] ?? '');
  offices.set(node, office);
  return office;
}
const at = (node: string): OfficeClient => {
  const office = offices.get(node);
  if (office === undefined) throw new Error(`${node} does not run`);
  return office;
};
const kill = async (node: string): Promise<void> => {
  await running.get(node)?.kill('SIGKILL');
};

beforeAll(async () => {
  servers = await privateServers();
  const sample = await sampleNetwork(servers, { migrated: ['city', TOWNSHIP] });
  const PAPER_ADDRESSES = `city=http://127.0.0.1:${await freePort()},${TOWNSHIP}=http://127.0.0.1:${await freePort()}`;
  for (const node of ['city', TOWNSHIP])
    settings.set(node, { ...(await sample.settings([node])), PAPER_ADDRESSES });
  await Promise.all([start('city', 'city'), start('township', TOWNSHIP)]);
}, 240_000);

afterAll(async () => {
  const alive = [...running.values()].filter((one) => one.alive);
  const ends = await Promise.all(alive.map((one) => one.kill('SIGTERM')));
  await servers?.stop();
  expect(ends.map(({ code }) => code)).toEqual([0, 0]);
}, 60_000);

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A scan of the largest size that an office takes. */
function aScan(): Buffer {
  const scan = randomBytes(ATTACHMENT_LIMIT);
  scan.write('%PDF-1.7\n');
  for (let place = 1; place < 50; place += 1) scan.write(MARK, place * 1024 * 1024);
  scan.write('\n%%EOF\n', scan.length - 7);
  return scan;
}

/** A letter with that file, assigned to the township. */
async function sent(scan: Buffer): Promise<string> {
  const city = at('city');
  const { caseId, caseVersion } = await city.act('/api/items', aLetter({ actor: { unit: 'city' } }));
  const asked = new URLSearchParams({ name: `${MARK}.pdf`, unit: 'city' });
  const kept = await city.upload(`/api/cases/${caseId}/attachments?${asked.toString()}`, scan);
  expect(kept).toMatchObject({ size: scan.length, sha256: sha256(scan), shows: 'petitioner' });
  const { legId = '' } = await city.act(`/api/cases/${caseId}/assign`, {
    ...{ actor: { unit: 'city' }, version: caseVersion, to: TOWNSHIP, wants: 'result', days: 30 },
    enclose: [kept.id],
  });
  return legId;
}

async function enclosures(node: string, legId: string) {
  const caseId = (await at(node).leg(legId))?.caseId ?? '';
  const all = (await at(node).get(`/api/cases/${caseId}/enclosures`, z.array(enclosureView))) ?? [];
  return all.filter((one) => one.legId === legId);
}

const thereAt = async (node: string, legId: string) => {
  const [one] = await eventually(
    () => enclosures(node, legId).catch(() => []),
    (seen) => seen[0]?.state === 'there',
    WITHIN_MS,
  );
  if (one === undefined) throw new Error('no file');
  return one;
};

/** Bytes of half-fetched files at the township. */
function halfFetched(): number {
  const folder = join(servers.dataDir, 'papers', 'township_yi');
  try {
    return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  } catch {
    return 0;
  }
}

const underWay = () => eventually(halfFetched, (bytes) => bytes > 1024 * 1024, WITHIN_MS);

describe('a file of 50 MiB goes along with a letter', () => {
  it('and lies at the township as it lay at the city, which is told so', async () => {
    const scan = aScan();
    const legId = await sent(scan);
    const file = await thereAt(TOWNSHIP, legId);
    expect(file).toMatchObject({ way: 'in', peer: 'city', sha256: sha256(scan), size: scan.length });
    const got = await at(TOWNSHIP).download(`/api/cases/${file.caseId}/attachments/${file.id}`);
    expect(got.equals(scan)).toBe(true);
    expect(await thereAt('city', legId)).toMatchObject({ way: 'out', peer: TOWNSHIP });
    expect(await at(TOWNSHIP).quarantine()).toEqual([]);
    expect(await at('city').quarantine()).toEqual([]);
    await eventually(halfFetched, (bytes) => bytes === 0);
  }, 120_000);

  it('while nothing of it lies in Redis, not even its name', async () => {
    const scan = aScan();
    const legId = await sent(scan);
    const seen = redisSearch(servers.redisUrl);
    await underWay();
    expect(await seen([MARK])).toEqual([]);
    await thereAt(TOWNSHIP, legId);
    expect(await seen([MARK, sha256(scan)])).toEqual([]);
  }, 120_000);

  it('also when the city is killed half-way: the township goes on where it was', async () => {
    const scan = aScan();
    const legId = await sent(scan);
    const before = await underWay();
    await kill('city');
    expect(halfFetched()).toBeGreaterThanOrEqual(before);
    await start('city', 'city');
    expect(await thereAt(TOWNSHIP, legId)).toMatchObject({ sha256: sha256(scan) });
    expect((await enclosures(TOWNSHIP, legId))[0]?.tries).toBeGreaterThan(0);
  }, 120_000);

  it('also when the township is killed half-way', async () => {
    const scan = aScan();
    const legId = await sent(scan);
    await underWay();
    await kill(TOWNSHIP);
    const at = halfFetched();
    expect(at).toBeGreaterThan(1024 * 1024);
    await start('township', TOWNSHIP);
    expect(await thereAt(TOWNSHIP, legId)).toMatchObject({ sha256: sha256(scan) });
    await eventually(halfFetched, (bytes) => bytes === 0);
  }, 120_000);

  it('and is fetched no more once the letter was recalled', async () => {
    const legId = await sent(aScan());
    const file = await thereAt(TOWNSHIP, legId);
    const { version = 0 } = (await at('city').leg(legId)) ?? {};
    await at('city').act(`/api/legs/${legId}/recall`, {
      ...{ actor: { unit: 'city' }, version, reason: '误发' },
    });
    await eventually(
      () => at('city').acts(legId),
      (acts) => acts.includes('leg.recall'),
      WITHIN_MS,
    );
    const gone = await at(TOWNSHIP).status(`/api/cases/${file.caseId}/attachments/${file.id}`);
    expect(gone).toBe(404);
  }, 120_000);
});
