import { describe, expect, test } from '@jest/globals';
import { ACTS } from '#contract';
import { leaderReads } from '../../libs/casework/src/testing/leaders-memory.js';
import { LeaderViews } from '../../libs/casework/src/views/leader-views.js';
import { RESULT, TwinMatter } from '../support/twin-matter.js';

const EDU = 'agency:education';

const held = (matter: TwinMatter, node = 'city') => structuredClone(matter.net.node(node).office.memory);

/** Assigned, reported, reviewed and answered; nothing is open any more. */
async function answered(): Promise<TwinMatter> {
  const matter = await TwinMatter.assigned();
  await matter.onCase('city', 'notify', { how: '书面' });
  await matter.onLeg(EDU, 'accept');
  await matter.onLeg(EDU, 'report', RESULT);
  await matter.onLeg('committee:education', 'review-slip', { verdict: 'pass' });
  await matter.onLeg(EDU, 'serve-answer', { how: '直接送达' });
  return matter;
}

function viewsOf(matter: TwinMatter): LeaderViews {
  const { desk, office } = matter.net.node('city');
  const reads = { leaders: leaderReads(office.memory) };
  return new LeaderViews({ reads, office: desk.office, today: () => matter.net.today }, async () => []);
}

describe('回访', () => {
  test('the office that registered the matter asks, also after closing and archiving; the seal stays whole', async () => {
    const matter = await answered();
    expect(matter.caseAt('city').matter.state).toBe('ANSWERED');
    await matter.onCase('city', 'close');
    await matter.onCase('city', 'archive');
    const asked = { how: '电话', reached: true, rating: 'satisfied', fulfilled: true };
    expect(await matter.onCase('city', 'follow-up', asked)).toHaveProperty('caseId');
    expect(matter.caseAt('city').matter.state).toBe('ARCHIVED');
    expect(held(matter).leaders.followUps).toMatchObject([{ rating: 'satisfied', unit: EDU }]);
    const line = held(matter).history.at(-1)?.text;
    expect(line).toBe('回访（电话）');
  });

  test('before the answer there is nothing to ask about', async () => {
    const matter = await TwinMatter.assigned();
    const before = held(matter);
    expect(await matter.onCase('city', 'follow-up', { how: '电话', reached: false })).toMatchObject({
      slug: 'not-answered',
    });
    expect(held(matter)).toEqual(before);
  });

  test('an office that only received the matter does not ask, nor does the unit that handled it', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'assign', { to: 'township:yi', wants: 'result', days: 30 });
    await matter.onLeg('township:yi', 'accept');
    const asked = { how: '上门', reached: true, rating: 'satisfied' };
    const before = held(matter, 'township:yi');
    for (const [unit, user, slug] of [
      ['township:yi', '登记员', 'follow-up-by-the-office'],
      ['unit:yi-government', '收文员', 'not-your-unit'],
    ]) {
      const actor = { unit, user };
      expect(await matter.onCase('township:yi', 'follow-up', { ...asked, actor })).toMatchObject({ slug });
      expect(held(matter, 'township:yi')).toEqual(before);
    }
  });

  test('参评率 and 满意率 count matters, the last word of each; who was not reached is asked and not rated', async () => {
    const matter = await answered();
    await matter.onCase('city', 'follow-up', { how: '电话', reached: true, rating: 'dissatisfied' });
    await matter.onCase('city', 'follow-up', { how: '电话', reached: true, rating: 'fairly-satisfied' });
    await matter.onCase('city', 'follow-up', { how: '电话', reached: false });
    const figures = { asked: 1, reached: 1, rated: 1, satisfied: 1 };
    expect(await viewsOf(matter).followUpFigures('2026-04')).toEqual({
      month: '2026-04',
      ...figures,
      units: [{ unit: EDU, name: expect.any(String), ...figures }],
    });
    expect((await viewsOf(matter).followUpFigures('2026-05')).asked).toBe(0);
  });

  test('nobody who was not reached rates anything', () => {
    const body = { actor: { unit: 'city' }, version: 1, how: '电话', reached: false, rating: 'satisfied' };
    expect(ACTS['follow-up'].body.safeParse(body).success).toBe(false);
  });
});

describe('重新启动, by the head and on new facts only', () => {
  const HEAD = { unit: 'city', user: '主任' };
  test.each([
    ['tell-whom-to-turn-to', { text: '请到法院' }, 'TOLD'],
    ['reject', { actor: HEAD, reason: '已裁决', article: '信访工作条例31(2)' }, 'REJECTED'],
    ['withdraw', { reason: '已解决' }, 'WITHDRAWN'],
    ['lead-into-procedure', { route: '31(2)', procedure: '仲裁', text: '请仲裁' }, 'LED_AWAY'],
    ['keep', { reason: '匿名' }, 'KEPT'],
  ] as const)('after %s', async (act, body, state) => {
    const matter = await TwinMatter.registered('2026-04-02', act === 'keep' ? { petitioner: {} } : {});
    await matter.onCase('city', act, body);
    expect(matter.caseAt('city').matter.state).toBe(state);
    const before = held(matter);
    const again = { newFacts: '有新的证据' };
    expect(
      await matter.onCase('city', 'reopen', { ...again, actor: { unit: 'city', user: '登记员' } }),
    ).toMatchObject({ slug: 'role-not-allowed' });
    expect(held(matter)).toEqual(before);
    await matter.net.day('2026-05-06');
    await matter.onCase('city', 'reopen', { ...again, actor: HEAD });
    const { state: now, clocks, answered: told } = matter.caseAt('city').matter;
    expect(now).toBe('REGISTERED');
    expect(told).toBeUndefined();
    const running = clocks.filter(({ metOn }) => metOn === undefined);
    expect(running.map(({ id, start }) => [id, start])).toEqual(
      act === 'keep'
        ? [['C1', '2026-05-06']]
        : [
            ['C1', '2026-05-06'],
            ['C2', '2026-05-06'],
          ],
    );
  });
});
