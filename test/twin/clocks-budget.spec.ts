import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { proposedExtensions } from '#domain';
import { TwinMatter } from '../support/twin-matter.js';

const EDU = 'agency:education';
const fromPrefecture = (row: { leg: { from: string; kind: string } }) => row.leg.from === 'prefecture';
const fromCity = (row: { leg: { from: string; kind: string } }) =>
  row.leg.from === 'city' && row.leg.kind !== 'slip';
const APPROVE = { told: '书面' };
const more = (days: number) => ({ of: "C4'", days, reason: '案情复杂' });

/** Prefecture → city (60 days) → education bureau, all on 2 April; less the reserve the bureau has until 22 May. */
async function threeTiers(): Promise<TwinMatter> {
  const matter = await TwinMatter.registeredAt('prefecture', '2026-04-02');
  await matter.onCase('prefecture', 'assign', { to: 'city', wants: 'result', days: 60 });
  await matter.onCase('city', 'assign', { to: EDU, wants: 'result', days: 30 });
  await matter.onLeg(EDU, 'accept');
  return matter;
}

const endAt = (
  matter: TwinMatter,
  node: string,
  is: (row: { leg: { from: string; kind: string } }) => boolean,
) => matter.legAt(node, is).leg.clocks.find(({ id }) => id === "C4'")?.effective;
const linesOf = (matter: TwinMatter, node: string, act: string): string[] =>
  matter.net
    .node(node)
    .office.memory.history.filter((line) => line.act === act)
    .map(({ text }) => text);
const proposals = (matter: TwinMatter) => {
  const { desk, office } = matter.net.node('city');
  const legs = [...office.memory.legs.values()].map(({ leg }) => leg);
  return proposedExtensions(legs, 'city', desk.rulebook.settings.reserveDays, desk.rulebook.calendar);
};

/** Both limits of the city: the assigner's by the prefecture, the legal one by its own head. */
async function extendAbove(matter: TwinMatter): Promise<void> {
  await matter.onLeg('city', 'request-extension', more(20), fromPrefecture);
  await matter.onLeg('prefecture', 'approve-extension', APPROVE, fromPrefecture);
  const asked = { days: 20, reason: '案情复杂', of: 'C4' };
  expect(await matter.onLeg('city', 'request-extension', asked, fromPrefecture)).toHaveProperty('caseId');
  expect(await matter.onLeg('city', 'approve-extension', APPROVE, fromPrefecture)).toHaveProperty('caseId');
}

describe('more time below', () => {
  test('that does not fit proposes an extension above: a line and a notice, and nothing moves by itself', async () => {
    const matter = await threeTiers();
    await matter.onLeg(EDU, 'request-extension', more(30));
    const above = matter.legAt('city', fromPrefecture).leg;
    expect(proposals(matter)).toMatchObject([
      { leg: above.id, of: 'C4', ends: '2026-06-01', until: '2026-06-11', days: 10 },
      { leg: above.id, of: "C4'", ends: '2026-06-01', until: '2026-06-11', days: 10 },
    ]);
    expect(linesOf(matter, 'city', 'extension-proposed')).toHaveLength(2);
    expect(endAt(matter, 'city', fromPrefecture)).toBe('2026-06-01');
    expect(above.state).toBe('WAITING');
  });

  test('is refused until the limit above has moved, then approved within it', async () => {
    const matter = await threeTiers();
    await matter.onLeg(EDU, 'request-extension', more(30));
    expect(await matter.onLeg('city', 'approve-extension', APPROVE, fromCity)).toMatchObject({
      slug: 'extension-past-limit',
    });
    await extendAbove(matter);
    expect(await matter.onLeg('city', 'approve-extension', APPROVE, fromCity)).toHaveProperty('caseId');
    expect(endAt(matter, EDU, fromCity)).toBe('2026-06-01');
    expect(proposals(matter)).toEqual([]);
    expect(matter.net.differences()).toEqual([]);
    expect(matter.net.quarantine).toEqual([]);
  });

  test('that fits proposes nothing', async () => {
    const matter = await threeTiers();
    await matter.onLeg(EDU, 'request-extension', more(10));
    expect(proposals(matter)).toEqual([]);
    expect(linesOf(matter, 'city', 'extension-proposed')).toEqual([]);
  });
});

describe('less time above', () => {
  async function bothExtended(): Promise<TwinMatter> {
    const matter = await threeTiers();
    await extendAbove(matter);
    await matter.onLeg(EDU, 'request-extension', more(30));
    await matter.onLeg('city', 'approve-extension', APPROVE, fromCity);
    expect(endAt(matter, EDU, fromCity)).toBe('2026-06-01');
    return matter;
  }

  test('warns who works below, at both ends and in the history; the limit below stays', async () => {
    const matter = await bothExtended();
    await matter.onLeg('prefecture', 'revoke-extension', { of: "C4'", reason: '批准有误' }, fromPrefecture);
    expect(endAt(matter, 'city', fromPrefecture)).toBe('2026-06-01');
    for (const node of ['city', EDU]) {
      expect(matter.legAt(node, fromCity).leg.limitWarning).toEqual({ on: '2026-04-02', fits: '2026-05-22' });
      expect(linesOf(matter, node, 'limit-shortened')).toHaveLength(1);
      expect(endAt(matter, node, fromCity)).toBe('2026-06-01');
    }
    expect(matter.net.differences()).toEqual([]);
    expect(matter.net.quarantine).toEqual([]);
  });

  test('is not told where what runs below fits', async () => {
    const matter = await threeTiers();
    await extendAbove(matter);
    await matter.onLeg('prefecture', 'revoke-extension', { of: "C4'", reason: '批准有误' }, fromPrefecture);
    expect(linesOf(matter, EDU, 'limit-shortened')).toEqual([]);
  });

  test('told by another node than the sender, or of another leg, is put away', async () => {
    const matter = await bothExtended();
    const { leg } = matter.legAt(EDU);
    const { desk } = matter.net.node('prefecture');
    const by = { unit: 'prefecture', user: '系统', role: 'system' };
    const data = { legId: leg.id, fits: '2026-04-10', ends: '2026-06-01', on: '2026-04-02', by };
    const letter = { dest: EDU, subject: leg.originNumber, bodyKey: leg.originNumber, time: new Date() };
    const type = 'huiyin.leg.limit-shortened.v1';
    await desk.outbox.put([{ ...letter, type, stream: { kind: 'leg', id: leg.id }, data }]);
    const other = createHash('sha256').update('other').digest('hex').slice(0, 8);
    const stream = { kind: 'leg', id: `${other}-0000-7000-8000-000000000000` } as const;
    await desk.outbox.put([{ ...letter, type, stream, data }]);
    await desk.outbox.put([
      { ...letter, type, stream: { kind: 'leg', id: leg.id }, data: { ...data, fits: 'now' } },
    ]);
    await matter.net.deliver();
    expect(matter.net.quarantine.map(({ reason }) => reason)).toEqual([
      'leg-of-another-stream',
      'leg-of-another-stream',
      'malformed-fits',
    ]);
    expect(matter.legAt(EDU).leg.limitWarning).toBeUndefined();
  });
});
