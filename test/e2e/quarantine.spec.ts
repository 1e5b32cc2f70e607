import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { schemaOf } from '#persistence';
import { uuidV7 } from '#platform';
import { aLetter } from '../medium/api/a-letter.js';
import { eventually } from '../support/eventually.js';
import { HostilePeer } from './support/hostile-peer.js';
import { NodeProcess } from './support/node-process.js';
import { OfficeClient } from './support/office-client.js';
import { type PrivateServers, privateServers } from './support/private-servers.js';
import { sampleNetwork, type SampleNetwork } from './support/sample-network.js';

/*
 * Real offices as processes, and a peer with real keys that lies. What must not be taken is put away with its reason,
 * where the operator sees it; what is lawful beside it comes through.
 */

const EDUCATION = 'agency:education';
const COMMITTEE = 'committee:education';
const NODES = { city: ['city', 'prefecture'], agency: [EDUCATION], committee: [COMMITTEE] } as const;
const WITHIN_MS = 20_000;

let servers: PrivateServers;
let network: SampleNetwork;
const processes: NodeProcess[] = [];
let city: OfficeClient;
let prefecture: OfficeClient;
let agency: OfficeClient;
let agencyProcess: NodeProcess;
let agencySettings: Record<string, string>;
let liar: HostilePeer;
let stranger: HostilePeer;

beforeAll(async () => {
  servers = await privateServers();
  network = await sampleNetwork(servers, { migrated: Object.values(NODES).flat() });
  agencySettings = await network.settings(NODES.agency);
  const at: Record<string, string> = {};
  const started = await Promise.all(
    Object.entries(NODES).map(async ([role, nodes]) => {
      const settings = role === 'agency' ? agencySettings : await network.settings(nodes);
      const process = new NodeProcess(role, settings);
      processes.push(process);
      Object.assign(at, await process.ready());
      return { role, process };
    }),
  );
  const found = started.find(({ role }) => role === 'agency')?.process;
  if (found === undefined) throw new Error('no agency');
  agencyProcess = found;
  city = new OfficeClient(at['city'] ?? '');
  prefecture = new OfficeClient(at['prefecture'] ?? '');
  agency = new OfficeClient(at[EDUCATION] ?? '');
  liar = HostilePeer.of('agency', EDUCATION, servers.dataDir, servers.redisUrl);
  stranger = HostilePeer.of('committee', COMMITTEE, servers.dataDir, servers.redisUrl);
}, 240_000);

afterAll(async () => {
  const ends = await Promise.all(
    processes.filter(({ alive }) => alive).map((process) => process.kill('SIGTERM')),
  );
  await servers?.stop();
  // Nothing that came in brought an office down, and a signal ends it in order.
  expect(ends.map(({ code }) => code)).toEqual(Object.keys(NODES).map(() => 0));
}, 60_000);

/** A matter of the city, assigned to the agency and delivered there. */
async function aLeg(office: OfficeClient = city, unit = 'city', to = EDUCATION, at = agency) {
  const { caseId, caseVersion } = await office.act('/api/items', aLetter({ actor: { unit } }));
  const { legId = '', originNumber } = await office.act(`/api/cases/${caseId}/assign`, {
    actor: { unit },
    version: caseVersion,
    to,
    wants: 'result',
    days: 30,
  });
  const there = await eventually(
    () => at.leg(legId),
    (leg) => leg !== undefined,
    WITHIN_MS,
  );
  await eventually(
    () => office.acts(legId),
    (acts) => acts.includes('leg.arrive'),
    WITHIN_MS,
  );
  return { legId, originNumber, version: there?.version ?? 0 };
}

const acceptance = (version: number) => ({ actor: { unit: EDUCATION }, version });

/** Where the agency's stream about a leg stands at its addressee: what the next message must build on. */
async function next(legId: string, node = 'city', source = EDUCATION) {
  const [row] = await network.sql(
    `SELECT last_sequence, LOWER(HEX(head)) AS head FROM hy_${node}.exchange_in_stream
     WHERE source = '${source}' AND stream_id = '${legId}'`,
  );
  return {
    sequence: Number(row?.['last_sequence'] ?? 0) + 1,
    prevhash: typeof row?.['head'] === 'string' ? row['head'] : '0'.repeat(64),
  };
}

/** The epoch in which a node knows a peer: what the lies before made the honest peer raise. */
async function epochOf(peer: string, at = 'city'): Promise<number> {
  const [row] = await network.sql(`SELECT epoch FROM hy_${at}.exchange_standing WHERE node = '${peer}'`);
  return Number(row?.['epoch'] ?? 1);
}

/**
 * An honest node in whose name somebody signed learns of it from its peer, takes itself for set back, and goes on in a
 * higher epoch. Waits until none is about to, and lets the liars speak in the epochs that are known then.
 */
async function settled(): Promise<void> {
  let last = '';
  let since = Date.now();
  await eventually(
    async () => {
      const now = JSON.stringify(
        await network.sql(
          `SELECT 1 AS at, node, epoch, recovering FROM hy_city.exchange_standing
           UNION ALL SELECT 2, node, epoch, recovering FROM hy_prefecture.exchange_standing
           UNION ALL SELECT 3, node, epoch, recovering FROM ${schemaOf(EDUCATION)}.exchange_standing`,
        ),
      );
      if (now !== last) since = Date.now();
      last = now;
      return { recovering: now.includes('"recovering":1'), still: Date.now() - since };
    },
    ({ recovering, still }) => !recovering && still > 3_000,
    WITHIN_MS,
  );
  liar.epoch = await epochOf(EDUCATION);
  stranger.epoch = await epochOf(COMMITTEE);
}

/** One event of a leg as the other end would decide it. */
const event = (legId: string, type: string, data: object, unit = EDUCATION, role = 'handler') => ({
  type: `huiyin.leg.${type}.v1`,
  data: {
    legId,
    event: {
      type,
      on: '2026-01-04',
      at: '2026-01-04T01:00:00.000Z',
      by: { unit, user: '承办人', role },
      clocks: { opened: [], met: [], reopened: [] },
      data,
    },
  },
});

/** What the agency may lawfully say first about a leg that has arrived. */
const signature = (legId: string) =>
  event(legId, 'sign', { receiverNumber: '临教〔2026〕900号' }, EDUCATION, 'registrar');

/** What the office shows of it in the API, once it is there. */
const putAway = (office: OfficeClient, entry: Record<string, unknown>) =>
  eventually(
    async () => (await office.quarantine()).filter((seen) => matches(seen, entry)),
    (seen) => seen.length > 0,
    WITHIN_MS,
  );
const matches = (seen: object, entry: Record<string, unknown>): boolean =>
  Object.entries(entry).every(
    ([key, value]) => JSON.stringify(Reflect.get(seen, key)) === JSON.stringify(value),
  );

describe('a frame that is not what it says', () => {
  it('is put away whole, with the peer that it claims to come from', async () => {
    const { legId } = await aLeg();
    const lawful = liar.frame('city', [
      liar.message('city', legId, { ...(await next(legId)), ...signature(legId) }),
    ]);
    const forCommittee = liar.frame(COMMITTEE, [liar.message(COMMITTEE, legId)]);
    await liar.put(
      'city',
      stranger.forge(lawful),
      forCommittee,
      randomBytes(300),
      Buffer.alloc(0),
      Buffer.concat([lawful, Buffer.alloc(2 * 1024 * 1024)]),
      lawful.subarray(0, lawful.byteLength - 1),
    );
    await putAway(city, { kind: 'frame', reason: 'forged-signature', source: EDUCATION });
    await putAway(city, { kind: 'frame', reason: 'wrong-addressee', source: EDUCATION });
    await putAway(city, { kind: 'frame', reason: 'not-sealed-to-us', source: EDUCATION });
    await eventually(
      async () => (await city.quarantine()).filter(({ reason }) => reason === 'not-a-frame').length,
      (count) => count === 3,
      WITHIN_MS,
    );
    expect(await city.acts(legId)).not.toContain('leg.sign');
    // Nothing of it holds up the leg: the agency itself accepts, and the city hears of it.
    const { version = 0 } = (await agency.leg(legId)) ?? {};
    await agency.act(`/api/legs/${legId}/accept`, acceptance(version));
    await eventually(
      () => city.acts(legId),
      (acts) => acts.includes('leg.accept'),
      WITHIN_MS,
    );
  }, 60_000);
});

describe('a message in a rightly signed frame', () => {
  beforeEach(settled, 30_000);

  it('that cannot be read is put away, and the message beside it in the same frame is taken', async () => {
    const { legId } = await aLeg();
    const broken = [
      ['not-json', '{"specversion":"1.0",'],
      ['duplicate-key', '{"id":"1","id":"2"}'],
      ['too-large', `"${'x'.repeat(300_000)}"`],
      ['not-an-envelope', '{"type":"huiyin.leg.accept.v1"}'],
    ] as const;
    await liar.put(
      'city',
      liar.frame('city', [
        ...broken.map(([, text]) => ({ id: uuidV7(), bytes: Buffer.from(text) })),
        liar.message('city', legId, { ...(await next(legId)), ...signature(legId) }),
      ]),
    );
    for (const [reason] of broken) await putAway(city, { kind: 'message', reason, source: EDUCATION });
    await eventually(
      () => city.acts(legId),
      (acts) => acts.includes('leg.sign'),
      WITHIN_MS,
    );
  }, 60_000);

  it('of a type that nobody knows, or of a version to come', async () => {
    const legId = uuidV7();
    await liar.put(
      'city',
      liar.frame('city', [
        liar.message('city', legId, { type: 'huiyin.leg.teleport.v1' }),
        liar.message('city', uuidV7(), { type: 'huiyin.leg.report.v2' }),
      ]),
    );
    const stream = { kind: 'leg', id: legId };
    const type = 'huiyin.leg.teleport.v1';
    await putAway(city, { kind: 'message', reason: 'unknown-type', source: EDUCATION, type, stream });
    await putAway(city, { kind: 'message', reason: 'unknown-major', type: 'huiyin.leg.report.v2' });
  }, 60_000);

  it('written for another office, or in another office’s name', async () => {
    await liar.put(
      'city',
      liar.frame('city', [
        liar.message('city', uuidV7(), { dest: COMMITTEE }),
        liar.message('city', uuidV7(), { source: COMMITTEE }),
      ]),
    );
    await putAway(city, { kind: 'message', reason: 'wrong-addressee', source: EDUCATION });
    await putAway(city, { kind: 'message', reason: 'other-source', source: EDUCATION });
  }, 60_000);

  it('that the sender’s role may not send', async () => {
    const { legId } = await aLeg();
    await liar.put(
      'city',
      liar.frame('city', [
        liar.message('city', uuidV7(), { type: 'huiyin.leg.sent.v1' }),
        liar.message('city', legId, { ...(await next(legId)), ...event(legId, 'agree-return', {}) }),
      ]),
    );
    for (const type of ['huiyin.leg.sent.v1', 'huiyin.leg.agree-return.v1']) {
      await putAway(city, { kind: 'message', reason: 'sender-role', source: EDUCATION, type });
    }
    expect((await city.leg(legId))?.state).toBe('SENT');
  }, 60_000);

  it('about a leg that is another office’s', async () => {
    const { legId } = await aLeg();
    const receiverNumber = '市人教〔2026〕1号';
    await stranger.put(
      'city',
      stranger.frame('city', [
        stranger.message('city', legId, event(legId, 'sign', { receiverNumber }, COMMITTEE, 'registrar')),
      ]),
    );
    await putAway(city, {
      kind: 'message',
      reason: 'leg-of-another-sender',
      source: COMMITTEE,
      stream: { kind: 'leg', id: legId },
    });
    expect((await city.leg(legId))?.ticks.registeredAs).toBeNull();
    const { version = 0 } = (await agency.leg(legId)) ?? {};
    await agency.act(`/api/legs/${legId}/accept`, acceptance(version));
    await eventually(
      () => city.acts(legId),
      (acts) => acts.includes('leg.accept'),
      WITHIN_MS,
    );
  }, 60_000);

  it('that is not lawful in the leg’s state, or decided at the wrong end: the leg stops, the one beside it goes on', async () => {
    const early = await aLeg();
    const beside = await aLeg();
    const above = await aLeg(prefecture, 'prefecture', 'city', city);
    // The addressee objects; whether it may go back is the sender's to decide, not its own.
    await city.act(`/api/legs/${above.legId}/object`, {
      actor: { unit: 'city' },
      version: above.version,
      reason: '不属本市管辖',
    });
    await eventually(
      () => prefecture.leg(above.legId),
      (leg) => leg?.state === 'OBJECTED',
      WITHIN_MS,
    );
    const cityItself = HostilePeer.of('city', 'city', servers.dataDir, servers.redisUrl);
    cityItself.epoch = await epochOf('city', 'prefecture');
    await liar.put(
      'city',
      liar.frame('city', [
        liar.message('city', early.legId, {
          ...(await next(early.legId)),
          ...event(early.legId, 'serve', { on: '2026-01-04', how: '当面送达', answered: true }),
        }),
      ]),
    );
    await cityItself.put(
      'prefecture',
      cityItself.frame('prefecture', [
        cityItself.message('prefecture', above.legId, {
          ...(await next(above.legId, 'prefecture', 'city')),
          ...event(above.legId, 'agree-return', {}, 'city', 'dispatcher'),
        }),
      ]),
    );
    await putAway(city, {
      reason: 'not-in-this-state-sent-serve',
      stream: { kind: 'leg', id: early.legId },
    });
    await putAway(prefecture, {
      reason: 'not-the-deciding-end-objected-agree-return',
      source: 'city',
      stream: { kind: 'leg', id: above.legId },
    });
    expect((await city.leg(early.legId))?.service).toBeNull();
    expect((await prefecture.leg(above.legId))?.state).toBe('OBJECTED');

    await agency.act(`/api/legs/${beside.legId}/accept`, acceptance(beside.version));
    await eventually(
      () => city.acts(beside.legId),
      (acts) => acts.includes('leg.accept'),
      WITHIN_MS,
    );
  }, 60_000);

  it('whose content is malformed tells where, and never what it said', async () => {
    const { legId } = await aLeg();
    const secret = '陈某某的信';
    await liar.put(
      'city',
      liar.frame('city', [
        liar.message('city', legId, {
          ...(await next(legId)),
          ...event(legId, 'object', { reason: [secret] }),
        }),
      ]),
    );
    const [seen] = await putAway(city, { stream: { kind: 'leg', id: legId } });
    expect(seen?.reason).toBe('malformed-event-data-reason');
    expect(JSON.stringify(await city.quarantine())).not.toContain(secret);
  }, 60_000);
});

describe('an act at an office', () => {
  it('posted twice with its key has one effect and the same answer; under that key nothing else is taken', async () => {
    const leg = await aLeg();
    const key = randomUUID();
    const path = `/api/legs/${leg.legId}/accept`;
    const first = await agency.post(path, acceptance(leg.version), key);
    const again = await agency.post(path, acceptance(leg.version), key);
    expect(first.status).toBe(200);
    expect(again).toEqual(first);
    const other = await agency.post(
      `/api/legs/${leg.legId}/object`,
      { ...acceptance(leg.version), reason: '不归我局' },
      key,
    );
    expect(other).toMatchObject({ status: 409, json: { slug: 'key-reused' } });
    await onceAtBothEnds(leg.legId);
  }, 60_000);

  it('on a stale version is refused and told the version now', async () => {
    const leg = await aLeg();
    await agency.act(`/api/legs/${leg.legId}/accept`, acceptance(leg.version));
    const now = (await agency.leg(leg.legId))?.version ?? 0;
    const stale = await agency.post(`/api/legs/${leg.legId}/object`, {
      ...acceptance(leg.version),
      reason: '不归我局',
    });
    expect(stale).toMatchObject({ status: 409, json: { slug: 'stale-version' } });
    expect(stale.json['en']).toContain(`version ${now} now`);
    await onceAtBothEnds(leg.legId);
  }, 60_000);

  it('whose caller hung up before the answer, repeated with its key, has one effect', async () => {
    const leg = await aLeg();
    const key = randomUUID();
    await agency.postAndLeave(`/api/legs/${leg.legId}/accept`, acceptance(leg.version), key);
    await agency.act(`/api/legs/${leg.legId}/accept`, acceptance(leg.version), key);
    await onceAtBothEnds(leg.legId);
  }, 60_000);

  it('whose office was killed right after COMMIT, repeated with its key, has one effect', async () => {
    const leg = await aLeg();
    const key = randomUUID();
    await agencyProcess.kill('SIGTERM');
    // Dies as soon as its relay finds what the act committed.
    const doomed = await anAgency({ FAILPOINTS: 'P1:crash' });
    const path = `/api/legs/${leg.legId}/accept`;
    const first = await agency.act(path, acceptance(leg.version), key).catch(() => undefined);
    expect((await doomed.ended(WITHIN_MS)).code).toBeNull();
    expect(await city.acts(leg.legId)).not.toContain('leg.accept');

    agencyProcess = await anAgency({});
    const again = await agency.act(path, acceptance(leg.version), key);
    if (first !== undefined) expect(again).toEqual(first);
    await onceAtBothEnds(leg.legId);
  }, 90_000);
});

async function anAgency(more: Readonly<Record<string, string>>): Promise<NodeProcess> {
  const process = new NodeProcess('agency', { ...agencySettings, ...more });
  processes.push(process);
  await process.ready();
  return process;
}

/** The acceptance stands once in the history of either end, and both hold the same. */
async function onceAtBothEnds(legId: string): Promise<void> {
  const accepts = async (office: OfficeClient): Promise<number> =>
    (await office.acts(legId)).filter((act) => act === 'leg.accept').length;
  await eventually(
    () => accepts(city),
    (count) => count === 1,
    WITHIN_MS,
  );
  expect(await accepts(agency)).toBe(1);
  await eventually(
    async () => [(await city.leg(legId))?.digest, (await agency.leg(legId))?.digest],
    ([here, there]) => here !== undefined && here === there,
    WITHIN_MS,
  );
}
