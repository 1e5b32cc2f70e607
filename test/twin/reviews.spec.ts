import { describe, expect, test } from '@jest/globals';
import { RESULT, TwinMatter } from '../support/twin-matter.js';

const EDU = 'agency:education';
const COURT = 'agency:court';
const REASON = { reason: '对处理意见不服' };
const handling = (row: { leg: { kind: string } }) => row.leg.kind !== 'slip';

/** Referred, handled, answered on 2 April and closed. */
async function answered(to = EDU): Promise<TwinMatter> {
  const matter = await TwinMatter.registered('2026-04-02');
  await matter.onCase('city', 'refer', { to });
  await matter.onCase('city', 'notify', { how: '书面' });
  await matter.onLeg(to, 'report', RESULT);
  await matter.onLeg('city', 'review', { verdict: 'pass' }, handling);
  await matter.onLeg(to, 'serve-answer', { how: '直接送达' });
  expect(await matter.onCase('city', 'close')).toHaveProperty('caseId');
  return matter;
}

const legAt = (matter: TwinMatter, node: string) => matter.legAt(node, handling).leg;
const apply = (matter: TwinMatter) => matter.onLeg('city', 'apply-for-review', REASON, handling);
const decide = (matter: TwinMatter, body: object) => matter.onLeg('city', 'decide-review', body, handling);
const UPHOLD = { verdict: 'uphold', number: '市府复查〔2026〕1号', told: '直接送达' };

describe('复查: a petitioner who is not content', () => {
  test('asks within 30 days of the answer; the deciding clock starts and the case is open again at both ends', async () => {
    const matter = await answered();
    await matter.net.day('2026-05-06');
    expect(await apply(matter)).toHaveProperty('caseId');
    expect(legAt(matter, EDU)).toMatchObject({ state: 'UNDER_REVIEW', reviews: 1 });
    const clock = legAt(matter, 'city').clocks.find((one) => one.id === 'C9');
    expect([clock?.start, clock?.raw]).toEqual(['2026-05-06', '2026-06-05']);
    expect([matter.caseAt('city').matter.state, matter.caseAt(EDU).matter.state]).toEqual(['OUT', 'OUT']);
    expect(matter.net.differences()).toEqual([]);
  });

  test('is refused after the 30 days, which the holiday moved on', async () => {
    const matter = await answered();
    await matter.net.day('2026-05-07');
    expect(await apply(matter)).toMatchObject({ slug: 'review-too-late', details: { until: '2026-05-06' } });
  });

  test('is refused for a court, which has rules of its own', async () => {
    const matter = await answered(COURT);
    expect(await apply(matter)).toMatchObject({ slug: 'review-by-own-rules', article: '信访工作条例35' });
  });

  test('upheld twice: the matter is barred, a third request is refused', async () => {
    const matter = await answered();
    await apply(matter);
    await decide(matter, UPHOLD);
    expect(legAt(matter, EDU).state).toBe('DONE');
    expect(await apply(matter)).toHaveProperty('caseId');
    expect(legAt(matter, 'city').clocks.at(-1)?.id).toBe('C10');
    await decide(matter, { ...UPHOLD, number: '市府复核〔2026〕1号' });
    expect(await apply(matter)).toMatchObject({
      slug: 'barred-after-re-review',
      article: '信访工作条例36(3)',
    });
    expect(matter.caseAt(EDU).matter.state).toBe('CLOSED');
    expect(matter.net.quarantine).toEqual([]);
    expect(matter.net.differences()).toEqual([]);
  });

  test('changed: the organ decides again within a fresh limit, and may not repeat the same opinion on the same facts', async () => {
    const matter = await answered();
    await apply(matter);
    await decide(matter, {
      verdict: 'change-or-revoke',
      number: '市府复查〔2026〕2号',
      defects: ['事实不清'],
    });
    expect(legAt(matter, EDU)).toMatchObject({ state: 'REDO', round: 2 });
    expect(await matter.onLeg(EDU, 'report', RESULT)).toMatchObject({ slug: 'same-opinion' });
    const again = {
      ...RESULT,
      outcome: '部分支持',
      parts: { ...RESULT.parts, investigation: '重新调查，补查账目' },
    };
    expect(await matter.onLeg(EDU, 'report', again)).toHaveProperty('caseId');
    await matter.onLeg('city', 'review', { verdict: 'pass' }, handling);
    await matter.onLeg(EDU, 'serve-answer', { how: '直接送达' });
    expect(await matter.onCase('city', 'close')).toHaveProperty('caseId');
    expect(matter.net.differences()).toEqual([]);
  });

  test('after an assigner’s own redo the same opinion is only warned of', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg(EDU, 'report', RESULT);
    await matter.onLeg('committee:education', 'review-slip', { verdict: 'redo', remarks: ['事实不清'] });
    const answer = await matter.onLeg(EDU, 'report', RESULT);
    expect(answer).toMatchObject({ warnings: [expect.stringContaining('same-opinion')] });
  });
});
