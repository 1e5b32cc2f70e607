import { describe, expect, test } from '@jest/globals';
import { LETTER, RESULT, TwinMatter } from '../support/twin-matter.js';

const EDU = 'agency:education';

/** Everything that a refused act could have touched. */
const held = (matter: TwinMatter, ...nodes: string[]) =>
  nodes.map((node) => structuredClone(matter.net.node(node).office.memory));

describe('an act that is not lawful now is refused and leaves nothing behind', () => {
  test('a case that is out cannot be closed before its answer is served', async () => {
    const matter = await TwinMatter.assigned();
    const before = held(matter, 'city', EDU);
    expect(await matter.onCase('city', 'close')).toMatchObject({ ok: false, slug: 'open-leg' });
    expect(held(matter, 'city', EDU)).toEqual(before);
  });

  test('an answered case is not closed while the petitioner was never told that it came in', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg(EDU, 'report', RESULT);
    await matter.onLeg('committee:education', 'review-slip', { verdict: 'pass' });
    await matter.onLeg(EDU, 'serve-answer', { how: '直接送达' });
    expect(await matter.onCase('city', 'close')).toMatchObject({
      slug: 'not-notified',
      article: '信访工作条例23',
    });
    await matter.onCase('city', 'note-no-notice', { reason: '地址不清' });
    expect(await matter.onCase('city', 'close')).toHaveProperty('caseId');
  });

  test('a second objection is refused after the sender upheld the sending', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg(EDU, 'object', { reason: '不属本局' });
    await matter.onLeg('city', 'confirm-assignment', { reason: '属于教育行政' });
    expect(await matter.onLeg(EDU, 'object', { reason: '仍不属本局' })).toMatchObject({
      slug: 'objection-only-once',
    });
  });

  test('a result report without its parts is refused and says which are missing', async () => {
    const matter = await TwinMatter.assigned();
    const answer = await matter.onLeg(EDU, 'report', { result: '已办' });
    expect(answer).toMatchObject({
      slug: 'report-incomplete',
      details: { missing: expect.stringContaining('拟答复') },
    });
    expect(matter.legAt(EDU).leg.state).toBe('SENT');
  });

  test('a stale version is refused with the version that stands', async () => {
    const matter = await TwinMatter.assigned();
    const seen = matter.legAt(EDU).version;
    await matter.onLeg(EDU, 'accept');
    const late = await matter.onLeg(EDU, 'accept', { version: seen });
    expect(late).toMatchObject({ slug: 'stale-version', details: { seen: String(seen) } });
  });

  test('the sender does not accept for the receiver, nor the receiver review its own report', async () => {
    const matter = await TwinMatter.assigned();
    expect(await matter.onLeg('city', 'accept')).toMatchObject({ slug: 'not-the-deciding-end' });
    await matter.onLeg(EDU, 'report', RESULT);
    expect(await matter.onLeg(EDU, 'review', { verdict: 'pass' })).toMatchObject({ ok: false });
  });

  test('between two units of one node each still decides only at its own end', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'refer', { to: 'township:yi' });
    await matter.onLeg('township:yi', 'pass-on', { to: 'unit:yi-government' });
    const below = (row: { leg: { to: string } }) => row.leg.to === 'unit:yi-government';
    const presidium = { actor: { unit: 'township:yi' } };
    const government = { actor: { unit: 'unit:yi-government' } };
    expect(await matter.onLeg('township:yi', 'accept', presidium, below)).toMatchObject({
      slug: 'not-your-unit',
    });
    expect(
      await matter.onLeg('township:yi', 'object', { ...government, reason: '不属' }, below),
    ).toHaveProperty('caseId');
    expect(await matter.onLeg('township:yi', 'agree-return', government, below)).toMatchObject({ ok: false });
    expect(await matter.onLeg('township:yi', 'agree-return', presidium, below)).toHaveProperty('caseId');
  });

  test('the office does not pass a result over the head of its reviewing committee', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg(EDU, 'report', RESULT);
    const answer = await matter.onLeg(
      'city',
      'review',
      { verdict: 'pass' },
      (row) => row.leg.kind === 'assign',
    );
    expect(answer).toMatchObject({ slug: 'slip-outstanding' });
  });

  test('a redo and a supplement need to say what is wrong or missing', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg(EDU, 'report', RESULT);
    expect(await matter.onLeg('committee:education', 'review-slip', { verdict: 'redo' })).toMatchObject({
      slug: 'reason-required',
    });
  });

  test('a unit that the directory does not know or link is not written to', async () => {
    const matter = await TwinMatter.registered();
    const before = held(matter, 'city');
    expect(await matter.onCase('city', 'refer', { to: 'agency:nowhere' })).toMatchObject({
      slug: 'addressee-unknown',
    });
    expect(await matter.onCase('city', 'refer', { to: 'province' })).toMatchObject({
      slug: 'addressee-not-linked',
    });
    expect(await matter.onCase('city', 'refer', { to: 'city' })).toMatchObject({
      slug: 'addressee-not-competent',
    });
    expect(held(matter, 'city')).toEqual(before);
  });

  test('only a consultation is answered on the spot', async () => {
    const matter = await TwinMatter.registered();
    expect(await matter.onCase('city', 'answer-on-the-spot', { text: '已说明' })).toMatchObject({
      slug: 'not-a-consultation',
    });
  });

  test('a letter of tomorrow is not registered today', async () => {
    const matter = await TwinMatter.registered('2026-04-02');
    expect(await matter.register('2026-04-03')).toMatchObject({ slug: 'date-in-future' });
  });

  test('a registrar does not instruct and a leader of another unit does not either', async () => {
    const matter = await TwinMatter.registered();
    expect(
      await matter.onCase('city', 'instruct', { actor: { unit: 'city', user: '登记员' }, text: '办' }),
    ).toMatchObject({ ok: false });
    expect(await matter.onCase('city', 'instruct', { actor: { unit: EDU }, text: '办' })).toMatchObject({
      ok: false,
    });
  });

  test('the petitioner is told once; a second notice is refused and the first date stands', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onCase('city', 'notify', { how: '书面' });
    expect(await matter.onCase('city', 'notify', { how: '电话' })).toMatchObject({
      slug: 'already-notified',
    });
  });
});

describe('deadlines', () => {
  test('days that outlive the leg from above are refused and say which date is left', async () => {
    const matter = await TwinMatter.registered('2026-03-02');
    const { net } = matter;
    await matter.post('prefecture', 'register', '', {
      ...LETTER,
      topic: '教育文体/学校建设',
      place: '乙乡',
      receivedOn: '2026-03-02',
      actor: { unit: 'prefecture' },
    });
    const [above] = [...net.node('prefecture').office.memory.cases.values()];
    await matter.post('prefecture', 'assign', above?.matter.id ?? '', {
      actor: { unit: 'prefecture' },
      version: above?.version ?? 0,
      to: 'city',
      wants: 'result',
      days: 40,
    });
    const here = [...net.node('city').office.memory.cases.values()].find(
      (row) => row.matter.originNode === 'prefecture',
    );
    const version = here?.version ?? 0;
    const ask = { actor: { unit: 'city' }, version, to: 'agency:education', wants: 'result' };
    const refused = await matter.post('city', 'assign', here?.matter.id ?? '', { ...ask, days: 60 });
    expect(refused).toMatchObject({
      slug: 'limit-outlives-parent',
      details: { why: expect.stringContaining('2026-04-03') },
    });
    expect(net.node('city').office.memory.legs.size).toBe(1);
    const fits = await matter.post('city', 'assign', here?.matter.id ?? '', { ...ask, days: 20 });
    expect(fits).toHaveProperty('legId');
    expect(matter.legAt(EDU).leg.limit).toEqual({ days: 20, notAfter: '2026-04-03' });
  });

  test('silence through the objection window counts as acceptance, and the handler is late all the same', async () => {
    const matter = await TwinMatter.assigned(10);
    await matter.net.day('2026-04-14');
    expect(matter.legAt(EDU).leg).toMatchObject({
      state: 'ACCEPTED',
      deemed: true,
      acceptedOn: '2026-04-10',
    });
    const unsigned = matter.legAt(EDU).leg.clocks.find((clock) => clock.id === 'C11');
    expect(unsigned?.metOn).toBeUndefined();
    expect(matter.legAt('city', (row) => row.leg.kind === 'assign').leg).toMatchObject({
      state: 'ACCEPTED',
      deemed: true,
    });
    expect(matter.net.differences()).toEqual([]);
  });

  test('a clock past its end is written into the history once, however often the sweep runs', async () => {
    const matter = await TwinMatter.registered('2026-04-02');
    await matter.net.day('2026-05-20');
    await matter.net.day('2026-05-21');
    const overdue = matter.net.node('city').office.memory.history.filter((line) => line.act === 'overdue');
    expect(overdue.map((line) => line.text)).toEqual([
      'C1 已逾期，期限 2026-04-17',
      'C2 已逾期，期限 2026-04-17',
    ]);
  });

  test('an anonymous letter starts no notice clock', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { petitioner: {} });
    expect(matter.caseAt('city').matter.clocks.map((clock) => clock.id)).toEqual(['C1']);
  });

  test('a redo counts a round, opens a fresh limit and lets the legal clock run on', async () => {
    const matter = await TwinMatter.assigned(30);
    await matter.onLeg(EDU, 'report', RESULT);
    await matter.onLeg('committee:education', 'review-slip', { verdict: 'redo', remarks: ['事实不清'] });
    const { leg } = matter.legAt(EDU);
    expect([leg.state, leg.round]).toEqual(['REDO', 2]);
    expect(leg.clocks.filter((clock) => clock.metOn === undefined).map((clock) => clock.id)).toEqual([
      'C2',
      'C4',
      'C7',
    ]);
  });
});

describe('numbers', () => {
  test('a leg takes its local number when it is signed for, not when it arrives or when an act is refused', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg(EDU, 'report', { result: '已办' });
    await matter.onLeg(EDU, 'accept');
    expect(matter.legAt(EDU).leg.receiverNumber).toMatch(/〔2026〕1号$/u);
    expect(matter.legAt(EDU).leg.receiverNumber).toBe(matter.caseAt(EDU).matter.localNumber);
  });
});

describe('what stays inside', () => {
  test('a secret petitioner is not named to the handling organ; the office itself answers', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { secrecy: true });
    await matter.onCase('city', 'refer', { to: EDU });
    expect(JSON.stringify([...matter.net.node(EDU).office.memory.petitioners])).not.toContain('陈某');
    expect(matter.legAt(EDU).leg.answeredBy).toBe('sender');
  });

  test('a reviewing committee sees the matter and the report, never the name', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg(EDU, 'report', RESULT);
    const { memory } = matter.net.node('committee:education').office;
    expect(memory.documents.map((paper) => paper.text)).toEqual(['已补发']);
    expect(JSON.stringify([...memory.petitioners, memory.history, [...memory.cases]])).not.toContain('陈某');
  });

  test('a returned dossier is sealed at the receiver: text and name are gone, the register line stays', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg(EDU, 'object', { reason: '不属本局' });
    await matter.onLeg('city', 'agree-return', {}, (row) => row.leg.state === 'OBJECTED');
    const { memory } = matter.net.node(EDU).office;
    expect(matter.caseAt(EDU).matter).toMatchObject({ state: 'WITHDRAWN', localNumber: expect.any(String) });
    expect(matter.caseAt(EDU).matter.dossier).toBeUndefined();
    expect(memory.petitioners.size).toBe(0);
    expect([...matter.net.node(EDU).bodies]).toEqual([]);
    expect(matter.net.node('city').office.memory.history.map((line) => line.act)).toContain('sealed-there');
  });
});
