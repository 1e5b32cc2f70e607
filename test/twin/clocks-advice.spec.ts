import { describe, expect, test } from '@jest/globals';
import { readRuleFiles } from '#casework';
import { RESULT, TwinMatter } from '../support/twin-matter.js';

const EDU = 'agency:education';
const handling = (row: { leg: { kind: string } }) => row.leg.kind !== 'slip';
const ADVICE = { kind: 'improve-policy', text: '建议完善修缮费补发办法。' };
const ANSWER = { adopted: true, text: '已采纳，下月施行。' };

const adviceAt = (matter: TwinMatter, node: string) => matter.caseAt(node).matter.advice ?? [];
const c8 = (matter: TwinMatter, node: string) =>
  matter.caseAt(node).matter.clocks.filter(({ id }) => id === 'C8');
const advise = (matter: TwinMatter, more: object = {}) =>
  matter.onLeg('city', 'advise', { ...ADVICE, ...more }, handling);
const answer = (matter: TwinMatter, more: object = {}) =>
  matter.onLeg(EDU, 'answer-advice', { ...ANSWER, ...more }, handling);

/** The network under another of the packs that ship. */
function under(matter: TwinMatter, pack: string): TwinMatter {
  const read = readRuleFiles({ rules: 'deploy/rules', calendar: 'deploy/calendars/CN.yaml' });
  if (!read.ok) throw new Error(read.problems.join());
  const other = read.value.packs.get(pack);
  if (other === undefined) throw new Error(`no pack ${pack}`);
  for (const { desk } of matter.net.nodes.values())
    Object.assign(desk, { rulebook: { ...desk.rulebook, pack: other } });
  return matter;
}

describe('建议 to an organ (L1 40)', () => {
  test('goes out numbered and is answered in writing, adopted or not; both ends hold it alike', async () => {
    const matter = await TwinMatter.assigned();
    expect(await advise(matter)).toHaveProperty('caseId');
    expect(adviceAt(matter, EDU)).toMatchObject([{ number: '市人信建〔2026〕1号', text: ADVICE.text }]);
    expect(await answer(matter, { adopted: false, text: '无法律依据。' })).toHaveProperty('caseId');
    expect(adviceAt(matter, 'city')).toEqual(adviceAt(matter, EDU));
    expect(adviceAt(matter, 'city')).toMatchObject([{ reply: { adopted: false, text: '无法律依据。' } }]);
    expect(matter.net.differences()).toEqual([]);
    expect(matter.net.quarantine).toEqual([]);
  });

  test('under the national pack has no date: in writing (40(4))', async () => {
    const matter = await TwinMatter.assigned();
    await advise(matter);
    expect(adviceAt(matter, 'city')[0]).not.toHaveProperty('due');
    expect(c8(matter, EDU)).toEqual([]);
  });

  test('has one where the office sets it', async () => {
    const matter = await TwinMatter.assigned();
    await advise(matter, { replyWithin: '15日' });
    expect(c8(matter, EDU)).toMatchObject([{ rule: 'NAT.C8', effective: '2026-04-17' }]);
  });

  test('in Shandong is answered within 30 days; the organ that is late is recorded, once', async () => {
    const matter = under(await TwinMatter.assigned(), 'SD');
    await advise(matter);
    expect(c8(matter, EDU)).toMatchObject([{ rule: 'SD.C8', raw: '2026-05-02', effective: '2026-05-06' }]);
    expect(c8(matter, 'city')).toEqual([]);
    await matter.net.day('2026-05-07');
    await matter.net.day('2026-05-08');
    const late = matter.net
      .node(EDU)
      .office.memory.history.filter(({ act, text }) => act === 'overdue' && text.startsWith('C8'));
    expect(late).toHaveLength(1);
    await answer(matter);
    expect(c8(matter, EDU)).toMatchObject([{ metOn: '2026-05-08' }]);
    expect(adviceAt(matter, 'city')).toMatchObject([{ due: { metOn: '2026-05-08' } }]);
  });

  test('may come after the matter is closed, and is then still owed an answer', async () => {
    const matter = await TwinMatter.registered('2026-04-02');
    await matter.onCase('city', 'refer', { to: EDU });
    await matter.onCase('city', 'notify', { how: '书面' });
    await matter.onLeg(EDU, 'report', RESULT);
    await matter.onLeg('city', 'review', { verdict: 'pass' }, handling);
    await matter.onLeg(EDU, 'serve-answer', { how: '直接送达' });
    await matter.onCase('city', 'close');
    expect(await advise(matter)).toHaveProperty('caseId');
    expect(await answer(matter)).toHaveProperty('caseId');
    expect(matter.caseAt('city').matter.state).toBe('CLOSED');
  });

  test('is answered once, by the organ, and not where none was given', async () => {
    const matter = await TwinMatter.assigned();
    expect(await answer(matter)).toMatchObject({ slug: 'no-reply-owed', article: '信访工作条例40(4)' });
    await advise(matter);
    expect(await matter.onLeg('city', 'answer-advice', ANSWER, handling)).toMatchObject({
      slug: 'not-the-deciding-end',
    });
    expect(await matter.onLeg(EDU, 'advise', ADVICE, handling)).toMatchObject({ ok: false });
    await answer(matter);
    const before = structuredClone(matter.net.node(EDU).office.memory);
    expect(await answer(matter, { advice: adviceAt(matter, EDU)[0]?.id })).toMatchObject({
      slug: 'replied-already',
    });
    expect(matter.net.node(EDU).office.memory).toEqual(before);
  });

  test('is not given on a leg that came back', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg('city', 'recall', { reason: '误发' });
    expect(await advise(matter)).toMatchObject({ slug: 'not-in-this-state' });
  });

  test('that arrives twice, malformed, or from a stranger is put away and changes nothing', async () => {
    const matter = await TwinMatter.assigned();
    await advise(matter);
    const { leg } = matter.legAt(EDU, handling);
    const [advice] = adviceAt(matter, EDU);
    const letter = {
      dest: EDU,
      type: 'huiyin.leg.advised.v1',
      stream: { kind: 'leg', id: leg.id },
      subject: leg.originNumber,
      bodyKey: leg.originNumber,
      time: new Date('2026-04-02T01:00:00Z'),
    } as const;
    const put = (from: string, data: object) => matter.net.node(from).desk.outbox.put([{ ...letter, data }]);
    await put('city', { legId: leg.id, advice });
    await put('city', {
      legId: leg.id,
      advice: { ...advice, id: '01900000-0000-7000-8000-00000000ffff', to: 'agency:court' },
    });
    await put('city', { legId: leg.id, advice: { ...advice, text: '长'.repeat(5_000) } });
    await put('prefecture', { legId: leg.id, advice });
    await matter.net.deliver();
    expect(matter.net.quarantine.map(({ reason }) => reason).toSorted()).toEqual([
      'advice-of-another-leg',
      'advised-already',
      'leg-of-another-stream',
      'malformed-advice-text',
    ]);
    expect(adviceAt(matter, EDU)).toHaveLength(1);
  });
});
