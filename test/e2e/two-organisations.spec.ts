import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { enclosureView } from '#contract';
import { z } from 'zod';
import { aLetter } from '../medium/api/a-letter.js';
import { eventually } from '../support/eventually.js';
import { networkOverHttps } from './support/network-over-https.js';
import { NodeProcess } from './support/node-process.js';
import { OfficeClient } from './support/office-client.js';
import { type PrivateServers, privateServers } from './support/private-servers.js';
import { type SampleNetwork, sampleNetwork } from './support/sample-network.js';

/*
 * Two organisations: the congress with its Redis, and a bureau with another. They share nothing but the directory, and
 * a matter goes there and comes back over HTTPS with mutual TLS.
 */

const BUREAU = 'agency:education';
const WITHIN_MS = 20_000;

let servers: PrivateServers;
let sample: SampleNetwork;
let settings: Record<string, string>;
const processes: NodeProcess[] = [];
let city: OfficeClient;
let bureau: OfficeClient;
let bureauProcess: NodeProcess;

async function start(
  role: string,
  given: Record<string, string>,
): Promise<[NodeProcess, Readonly<Record<string, string>>]> {
  const process = new NodeProcess(role, given);
  processes.push(process);
  return [process, await process.ready()];
}

beforeAll(async () => {
  servers = await privateServers();
  sample = await sampleNetwork(servers, { migrated: ['city', BUREAU] });
  const NETWORK = await networkOverHttps(servers.dataDir, { [BUREAU]: 'education-bureau' });
  const otherRedis = new URL(servers.redisUrl);
  // Another database of the server is another Redis to whoever speaks to it: no key is shared.
  otherRedis.pathname = '/7';
  settings = { ...(await sample.settings([BUREAU])), NETWORK, REDIS_URL: otherRedis.href };
  const [[, atCity], [process, atBureau]] = await Promise.all([
    start('city', { ...(await sample.settings(['city'])), NETWORK }),
    start('agency', settings),
  ]);
  bureauProcess = process;
  city = new OfficeClient(atCity['city'] ?? '');
  bureau = new OfficeClient(atBureau[BUREAU] ?? '');
}, 240_000);

afterAll(async () => {
  const ends = await Promise.all(processes.filter(({ alive }) => alive).map((one) => one.kill('SIGTERM')));
  await servers?.stop();
  expect(ends.map(({ code }) => code)).toEqual([0, 0]);
}, 60_000);

/** A matter of the city, assigned to the bureau. */
async function assigned(): Promise<string> {
  const { caseId, caseVersion } = await city.act('/api/items', aLetter({ actor: { unit: 'city' } }));
  const { legId = '' } = await city.act(`/api/cases/${caseId}/assign`, {
    actor: { unit: 'city' },
    version: caseVersion,
    to: BUREAU,
    wants: 'result',
    days: 30,
  });
  return legId;
}
const arrived = (legId: string) =>
  eventually(
    () => bureau.leg(legId),
    (leg) => leg !== undefined,
    WITHIN_MS,
  );

describe('a matter between two organisations', () => {
  it('goes there and its acceptance comes back', async () => {
    const legId = await assigned();
    const leg = await arrived(legId);
    await bureau.act(`/api/legs/${legId}/accept`, { actor: { unit: BUREAU }, version: leg?.version ?? 0 });
    await eventually(
      () => city.acts(legId),
      (acts) => acts.includes('leg.accept'),
      WITHIN_MS,
    );
    expect((await city.leg(legId))?.ticks.delivered).not.toBeNull();
    expect(await city.quarantine()).toEqual([]);
    expect(await bureau.quarantine()).toEqual([]);
  }, 60_000);

  it('takes a file along, fetched over the same connection, and both ends say that it is there', async () => {
    const { caseId, caseVersion } = await city.act('/api/items', aLetter({ actor: { unit: 'city' } }));
    const scan = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(3_000_000), Buffer.from('\n%%EOF\n')]);
    const kept = await city.upload(
      `/api/cases/${caseId}/attachments?name=scan.pdf&unit=city&shows=matter`,
      scan,
    );
    const { legId = '' } = await city.act(`/api/cases/${caseId}/assign`, {
      ...{ actor: { unit: 'city' }, version: caseVersion, to: BUREAU, wants: 'result', days: 30 },
      enclose: [kept.id],
    });
    const there = await arrived(legId);
    const list = z.array(enclosureView);
    const held = { state: 'there', sha256: kept.sha256, size: scan.length, shows: 'matter' };
    for (const [office, of] of [
      [bureau, there?.caseId ?? ''],
      [city, caseId],
    ] as const) {
      const seen = await eventually(
        () => office.get(`/api/cases/${of}/enclosures`, list),
        (found) => found?.[0]?.state === 'there',
        WITHIN_MS,
      );
      expect(seen).toMatchObject([held]);
    }
  }, 60_000);

  it('waits at the sender while the other end is down, and goes when it is back', async () => {
    await bureauProcess.kill('SIGKILL');
    const legs = await Promise.all([assigned(), assigned(), assigned()]);
    const [process, at] = await start('agency', settings);
    bureauProcess = process;
    bureau = new OfficeClient(at[BUREAU] ?? '');
    for (const legId of legs) await arrived(legId);
  }, 90_000);

  it('rests on keys that nobody else on the machine can read', () => {
    const keys = join(servers.dataDir, 'keys');
    const certificates = readdirSync(keys).filter((name) => name.endsWith('.tls.pem'));
    expect(certificates).toContain('agency_education.tls.pem');
    for (const name of certificates) expect(statSync(join(keys, name)).mode & 0o077).toBe(0);
  });
});
