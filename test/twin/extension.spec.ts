import { describe, expect, test } from '@jest/globals';
import { RESULT, TwinMatter } from '../support/twin-matter.js';

const EDU = 'agency:education';
const ask = { days: 20, reason: '需重新勘界' };
const assignLeg = (row: { leg: { kind: string } }) => row.leg.kind === 'assign';
const limitOf = (matter: TwinMatter, node: string, id = "C4'") =>
  matter.legAt(node, (row) => row.leg.kind !== 'slip').leg.clocks.find((clock) => clock.id === id);

/** Assigned on 2 April, accepted on 3 April: 30 days end on 3 May, a holiday, so on 6 May. */
async function accepted(): Promise<TwinMatter> {
  const matter = await TwinMatter.assigned(30);
  await matter.net.day('2026-04-03');
  await matter.onLeg(EDU, 'accept');
  return matter;
}

describe('an assigner’s limit', () => {
  test('is moved by the assigner, from the raw end; the first date stays on record at both ends', async () => {
    const matter = await accepted();
    await matter.onLeg(EDU, 'request-extension', ask);
    expect(matter.legAt('city', assignLeg).leg.state).toBe('EXTENSION_PENDING');
    await matter.onLeg('city', 'approve-extension', { told: '书面' }, assignLeg);
    for (const node of ['city', EDU]) {
      expect(limitOf(matter, node)).toMatchObject({
        raw: '2026-05-23',
        effective: '2026-05-25',
        extension: { originalRaw: '2026-05-03', originalEffective: '2026-05-06' },
      });
    }
    expect(matter.legAt(EDU).leg.pendingExtension).toBeUndefined();
    expect(matter.net.differences()).toEqual([]);
  });

  test('is not moved by the handling unit’s own head', async () => {
    const matter = await accepted();
    await matter.onLeg(EDU, 'request-extension', ask);
    expect(await matter.onLeg(EDU, 'approve-extension', { told: '书面' })).toMatchObject({
      slug: 'not-the-deciding-end',
    });
  });

  test('is extended once: a second request is refused with the article, and nothing changes', async () => {
    const matter = await accepted();
    await matter.onLeg(EDU, 'request-extension', ask);
    await matter.onLeg('city', 'approve-extension', { told: '书面' }, assignLeg);
    const before = structuredClone(matter.net.node(EDU).office.memory);
    expect(await matter.onLeg(EDU, 'request-extension', { ...ask, reason: '再延' })).toMatchObject({
      slug: 'extension-once',
      article: '信访工作条例34',
    });
    expect(matter.net.node(EDU).office.memory).toEqual(before);
  });

  test('approved twice by a double click is extended once', async () => {
    const matter = await accepted();
    await matter.onLeg(EDU, 'request-extension', ask);
    const { version } = matter.legAt('city', assignLeg);
    await matter.onLeg('city', 'approve-extension', { told: '书面' }, assignLeg);
    const again = await matter.onLeg('city', 'approve-extension', { told: '书面', version }, assignLeg);
    expect(again).toMatchObject({ slug: 'stale-version' });
    expect(limitOf(matter, 'city')?.effective).toBe('2026-05-25');
  });

  test('is not extended after it has ended', async () => {
    const matter = await accepted();
    await matter.net.day('2026-05-07');
    expect(await matter.onLeg(EDU, 'request-extension', ask)).toMatchObject({ slug: 'extension-expired' });
  });

  test('refused: the first date stands and the work goes on', async () => {
    const matter = await accepted();
    await matter.onLeg(EDU, 'request-extension', ask);
    await matter.onLeg('city', 'refuse-extension', { reason: '理由不充分' }, assignLeg);
    expect(matter.legAt(EDU).leg.state).toBe('HANDLING');
    expect(limitOf(matter, EDU)?.effective).toBe('2026-05-06');
  });

  test('undecided when the limit ends: the request lapses and the delay is booked on the approver', async () => {
    const matter = await accepted();
    await matter.net.day('2026-05-06');
    await matter.onLeg(EDU, 'request-extension', ask);
    await matter.net.day('2026-05-07');
    expect(matter.legAt(EDU).leg.state).toBe('HANDLING');
    const booked = (node: string) =>
      matter.net.node(node).office.memory.history.filter((line) => line.act === 'extension-undecided').length;
    expect([booked('city'), booked(EDU)]).toEqual([1, 0]);
    expect(matter.net.differences()).toEqual([]);
  });
});

describe('the legal limit', () => {
  /** A referral carries no limit of the sender's: only the 60 days of L1 34. */
  async function referred(): Promise<TwinMatter> {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'refer', { to: EDU });
    await matter.onLeg(EDU, 'accept');
    return matter;
  }

  test('is extended by the head of the handling unit, by at most 30 days', async () => {
    const matter = await referred();
    expect(await matter.onLeg(EDU, 'request-extension', { days: 31, reason: '复杂' })).toMatchObject({
      slug: 'extension-over-cap',
    });
    await matter.onLeg(EDU, 'request-extension', { days: 30, reason: '复杂' });
    expect(await matter.onLeg('city', 'approve-extension', { told: '书面' })).toMatchObject({
      slug: 'not-the-deciding-end',
    });
    await matter.onLeg(EDU, 'approve-extension', { told: '书面' });
    expect(limitOf(matter, 'city', 'C4')).toMatchObject({
      raw: '2026-07-01',
      extension: { originalRaw: '2026-06-01' },
    });
    expect(matter.net.differences()).toEqual([]);
  });

  test('is not approved by the one who asked', async () => {
    const matter = await referred();
    const { matter: held } = matter.caseAt(EDU);
    const { leg } = matter.legAt(EDU);
    const head = matter.net.node(EDU).desk.office.actor({ unit: EDU }, ['head']);
    if (!head.ok) throw new Error('the sample has no head at the education bureau');
    const actor = { unit: EDU, user: head.value.user };
    await matter.onLeg(EDU, 'request-extension', { days: 30, reason: '复杂', actor });
    expect([held.originNumber, leg.kind]).toEqual([leg.originNumber, 'refer']);
    expect(await matter.onLeg(EDU, 'approve-extension', { told: '书面', actor })).toMatchObject({
      slug: 'approver-is-requester',
    });
  });
});

describe('a recall', () => {
  test('gives back what was not accepted yet; the receiver’s copy is sealed', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg('city', 'recall', { reason: '误发' });
    expect([matter.legAt('city').leg.state, matter.legAt(EDU).leg.state]).toEqual(['RECALLED', 'RECALLED']);
    expect(matter.caseAt(EDU).matter.dossier).toBeUndefined();
    expect(matter.net.differences()).toEqual([]);
  });

  test('of an accepted leg is refused', async () => {
    const matter = await accepted();
    expect(await matter.onLeg('city', 'recall', { reason: '误发' })).toMatchObject({
      slug: 'already-accepted',
    });
  });

  test('that crosses an acceptance on the wire ends alike at both ends: accepted', async () => {
    const matter = await TwinMatter.assigned();
    const { leg: there, version } = matter.legAt(EDU);
    const mine = matter.legAt('city');
    // Both act before either hears of the other.
    const asked = matter.net.node('city').acts.perform({
      act: 'recall',
      id: mine.leg.id,
      body: { actor: { unit: 'city' }, version: mine.version, reason: '误发' },
      key: 'recall-key',
      fingerprint: 'r',
    });
    const taken = matter.net.node(EDU).acts.perform({
      act: 'accept',
      id: there.id,
      body: { actor: { unit: EDU }, version },
      key: 'accept-key',
      fingerprint: 'a',
    });
    expect([(await asked).kind, (await taken).kind]).toEqual(['done', 'done']);
    await matter.net.deliver();
    expect([matter.legAt('city').leg.state, matter.legAt(EDU).leg.state]).toEqual(['ACCEPTED', 'ACCEPTED']);
    expect(matter.net.differences()).toEqual([]);
    expect(matter.net.quarantine).toEqual([]);
    expect(matter.net.node('city').office.memory.history.map((line) => line.act)).toContain('recall-refused');
  });
});

describe('an approval that is taken back', () => {
  const APPROVE = { told: '书面' };
  const REVOKE = { of: "C4'", reason: '批准有误' } as const;

  async function extended(): Promise<TwinMatter> {
    const matter = await accepted();
    await matter.onLeg(EDU, 'request-extension', ask);
    await matter.onLeg('city', 'approve-extension', APPROVE, assignLeg);
    return matter;
  }

  test('restores the first date at both ends; more time may be asked for again', async () => {
    const matter = await extended();
    expect(await matter.onLeg('city', 'revoke-extension', REVOKE, assignLeg)).toHaveProperty('caseId');
    for (const node of ['city', EDU]) {
      expect(limitOf(matter, node)).toMatchObject({ raw: '2026-05-03', effective: '2026-05-06' });
      expect(limitOf(matter, node)).not.toHaveProperty('extension');
    }
    expect(await matter.onLeg(EDU, 'request-extension', ask)).toHaveProperty('caseId');
    expect(matter.net.differences()).toEqual([]);
    expect(matter.net.quarantine).toEqual([]);
  });

  test('after the first date has passed is refused: whoever relied on it is not made late', async () => {
    const matter = await extended();
    await matter.net.day('2026-05-07');
    expect(await matter.onLeg('city', 'revoke-extension', REVOKE, assignLeg)).toMatchObject({
      slug: 'extension-relied-on',
    });
  });

  test('is taken back by the assigner alone, and only where one was given', async () => {
    const matter = await extended();
    expect(await matter.onLeg(EDU, 'revoke-extension', REVOKE)).toMatchObject({
      slug: 'not-the-deciding-end',
    });
    await matter.onLeg('city', 'revoke-extension', REVOKE, assignLeg);
    expect(await matter.onLeg('city', 'revoke-extension', REVOKE, assignLeg)).toMatchObject({
      slug: 'not-extended',
    });
  });

  test('that crosses a report on the wire ends alike at both ends: reported, the extension stands', async () => {
    const matter = await extended();
    const here = matter.legAt('city', assignLeg);
    const there = matter.legAt(EDU);
    const body = { ...REVOKE, actor: { unit: 'city' }, version: here.version };
    const asked = await matter.net.attempt('city', 'revoke-extension', here.leg.id, body);
    const report = { ...RESULT, actor: { unit: EDU }, version: there.version };
    const reported = await matter.net.attempt(EDU, 'report', there.leg.id, report);
    expect([asked, reported]).toEqual([true, true]);
    await matter.net.deliver();
    expect([matter.legAt('city', assignLeg).leg.state, matter.legAt(EDU).leg.state]).toEqual([
      'REPORTED',
      'REPORTED',
    ]);
    expect(matter.net.differences()).toEqual([]);
    expect(matter.net.quarantine).toEqual([]);
    const acts = matter.net.node('city').office.memory.history.map((line) => line.act);
    expect(acts).toContain('revocation-refused');
  });

  test('of the legal limit is taken back by the head of the handling unit', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'refer', { to: EDU });
    await matter.onLeg(EDU, 'request-extension', { days: 30, reason: '复杂' });
    await matter.onLeg(EDU, 'approve-extension', APPROVE);
    expect(await matter.onLeg('city', 'revoke-extension', { ...REVOKE, of: 'C4' })).toMatchObject({
      slug: 'not-the-deciding-end',
    });
    await matter.onLeg(EDU, 'revoke-extension', { ...REVOKE, of: 'C4' });
    expect(limitOf(matter, 'city', 'C4')).toMatchObject({ raw: '2026-06-01' });
    expect(matter.net.differences()).toEqual([]);
  });
});
