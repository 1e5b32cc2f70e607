import { describe, expect, test } from '@jest/globals';
import {
  receiveMoveAsked,
  receiveMoveSettled,
  receiveMovedHere,
  receiveSendBackAsked,
  receiveSendBackRefused,
  receiveSuccessionOffered,
  receiveSuccessionSigned,
  handlerOf,
} from '#casework';
import { TwinMatter } from '../support/twin-matter.js';

/* What nobody lawful sends: the new ways into an office, tried by a neighbour that means harm. */

const EDU = 'agency:education';
const by = { unit: EDU, user: '负责人', role: 'head' } as const;
const on = '2026-04-02';

const HANDLERS = {
  'huiyin.leg.move-asked.v1': receiveMoveAsked,
  'huiyin.leg.move-settled.v1': receiveMoveSettled,
  'huiyin.leg.moved-here.v1': receiveMovedHere,
  'huiyin.leg.send-back-asked.v1': receiveSendBackAsked,
  'huiyin.leg.send-back-refused.v1': receiveSendBackRefused,
  'huiyin.leg.succession-offered.v1': receiveSuccessionOffered,
  'huiyin.leg.succession-signed.v1': receiveSuccessionSigned,
} as const;
type Type = keyof typeof HANDLERS;

async function arrives(matter: TwinMatter, at: string, source: string, type: Type, data: unknown) {
  const { leg } = matter.legAt('city', (row) => row.leg.to === EDU);
  const { desk, office } = matter.net.node(at);
  const before = structuredClone(office.memory);
  const outcome = await office.run(() =>
    handlerOf(desk, HANDLERS[type]).handle({
      id: '01900000-0000-7000-8000-0000000000ff',
      source,
      dest: at,
      type,
      subject: leg.originNumber,
      time: new Date(),
      stream: { kind: 'leg', id: leg.id },
      sequence: 9,
      bodyKey: leg.originNumber,
      data,
    }),
  );
  expect(office.memory).toEqual(before);
  return outcome;
}

const legOf = (matter: TwinMatter) => matter.legAt('city', (row) => row.leg.to === EDU).leg;

describe('a move that nobody decided', () => {
  test('a stranger cannot draw a leg to itself', async () => {
    const matter = await TwinMatter.assigned();
    const data = { legId: legOf(matter).id, on, to: 'agency:health', toNode: 'agency:health' };
    const outcome = await arrives(matter, 'city', 'agency:health', 'huiyin.leg.move-asked.v1', data);
    expect(outcome).toMatchObject({ kind: 'quarantined', reason: 'leg-of-another-sender' });
  });

  test('an office takes in no leg that its sender never held, and none that is not for it', async () => {
    const matter = await TwinMatter.assigned();
    const leg = { ...legOf(matter), to: 'agency:health', toNode: 'agency:health' };
    const { dossier } = matter.caseAt('city').matter;
    const data = { legId: leg.id, leg, dossier, history: [] };
    const outcome = await arrives(matter, 'agency:health', 'city', 'huiyin.leg.moved-here.v1', data);
    expect(outcome).toMatchObject({ kind: 'quarantined', reason: 'leg-not-moved' });
    const formerly = [{ unit: EDU, node: EDU, until: on }];
    const other = { ...data, leg: { ...leg, formerly } };
    const wrong = await arrives(matter, 'agency:court', 'city', 'huiyin.leg.moved-here.v1', other);
    expect(wrong).toMatchObject({ kind: 'quarantined', reason: 'addressee-elsewhere' });
  });

  test('a holder does not lose its leg because somebody says so', async () => {
    const matter = await TwinMatter.assigned();
    const data = { legId: legOf(matter).id, on, moved: true, to: 'agency:health', toNode: 'agency:health' };
    const outcome = await arrives(matter, EDU, 'committee:education', 'huiyin.leg.move-settled.v1', data);
    expect(outcome.kind).toBe('quarantined');
  });
});

describe('a succession that nobody decided', () => {
  const offer = (matter: TwinMatter) => ({
    legId: legOf(matter).id,
    originNumber: legOf(matter).originNumber,
    letterNumber: legOf(matter).letterNumber,
    topic: '教育文体',
    from: EDU,
    to: 'agency:health',
    on,
    basis: '伪造',
    by,
  });

  test('an heir that the directory does not name is none', async () => {
    const matter = await TwinMatter.assigned();
    const outcome = await arrives(matter, 'city', EDU, 'huiyin.leg.succession-offered.v1', offer(matter));
    expect(outcome).toMatchObject({ kind: 'quarantined', reason: 'not-the-successor' });
  });

  test('a signature on what was never offered is none', async () => {
    const matter = await TwinMatter.assigned();
    const data = { legId: legOf(matter).id, on, by, agreed: true };
    const outcome = await arrives(matter, 'city', EDU, 'huiyin.leg.succession-signed.v1', data);
    expect(outcome).toMatchObject({ kind: 'quarantined', reason: 'no-succession' });
  });
});

describe('a sending back that nobody above decided', () => {
  const back = (matter: TwinMatter) => ({
    legId: legOf(matter).id,
    on,
    by: { unit: 'city', user: '审核员', role: 'reviewer' },
    verdict: 'redo',
    remarks: ['缺材料'],
  });

  test('only the office that sent the leg sends it back', async () => {
    const matter = await TwinMatter.assigned();
    const outcome = await arrives(matter, EDU, 'prefecture', 'huiyin.leg.send-back-asked.v1', back(matter));
    expect(outcome).toMatchObject({ kind: 'quarantined', reason: 'leg-of-another-stream' });
  });

  test('nobody refuses in the name of the holder', async () => {
    const matter = await TwinMatter.assigned();
    const data = { legId: legOf(matter).id, on, state: 'DONE' };
    const outcome = await arrives(matter, 'city', 'agency:court', 'huiyin.leg.send-back-refused.v1', data);
    expect(outcome.kind).toBe('quarantined');
  });
});

test.each(Object.keys(HANDLERS).filter((name): name is Type => name in HANDLERS))(
  '%s malformed, oversized or without its leg is put away, and nothing is written',
  async (type) => {
    const matter = await TwinMatter.assigned();
    const at = /asked|moved-here|settled/u.test(type) && type !== 'huiyin.leg.move-asked.v1' ? EDU : 'city';
    const source = at === EDU ? 'city' : EDU;
    const { id } = legOf(matter);
    for (const data of [
      undefined,
      {},
      { legId: id },
      { legId: 'x'.repeat(10_000) },
      { legId: id, on: '2026-02-30', by, to: '../../etc', toNode: EDU, remarks: ['x'.repeat(100_000)] },
    ]) {
      const outcome = await arrives(matter, at, source, type, data);
      expect(outcome).toMatchObject({ kind: 'quarantined' });
    }
  },
);
