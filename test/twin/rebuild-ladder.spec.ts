import { describe, expect, test } from '@jest/globals';
import { HOLDER, accepted, dueOf, firedAt, liveUntil, papersAt } from '../support/twin-late.js';
import { RESULT, type TwinMatter } from '../support/twin-matter.js';
import { setBackTwin } from '../support/twin-rebuild.js';

/* 催办 after a recovery: a leg that came back is followed from that moment, and not only once something happens to it. */

const plansAt = (matter: TwinMatter, node: string) => [
  ...matter.net.node(node).office.memory.supervision.plans,
];
const nextAt = (matter: TwinMatter, node: string) =>
  plansAt(matter, node).map(([leg, { next }]) => [leg, next]);
const assigned = (row: { leg: { kind: string } }) => row.leg.kind === 'assign';

describe('the ladder of an office that lost everything', () => {
  test.each([HOLDER, 'city'])('stands at %s on the days on which it stood', async (node) => {
    const matter = await accepted(30);
    const before = nextAt(matter, node);
    expect(before).toHaveLength(1);
    await setBackTwin(matter.net, node);
    expect(nextAt(matter, node)).toEqual(before);
  });

  test('gives the holder its notice and the sender its drafts though nothing happens to the leg', async () => {
    const matter = await accepted(30);
    await setBackTwin(matter.net, HOLDER);
    await setBackTwin(matter.net, 'city');
    await liveUntil(matter, dueOf(matter), 5);
    expect(firedAt(matter, HOLDER).map(({ name, state }) => [name, state])).toEqual([['yellow', 'notice']]);
    expect(firedAt(matter, 'city').map(({ name, state }) => [name, state])).toEqual([
      ['slip-1', 'draft'],
      ['slip-2', 'draft'],
    ]);
  });

  test('puts before the supervisor what was not signed, and reminds nobody of what was', async () => {
    const matter = await accepted(30);
    await liveUntil(matter, dueOf(matter), 5);
    await matter.onLeg('city', 'remind', { how: 'slip', number: 1 }, assigned);
    await setBackTwin(matter.net, 'city');
    await setBackTwin(matter.net, HOLDER);
    expect(firedAt(matter, 'city')).toEqual([]);
    await liveUntil(matter, matter.net.today, 1);
    expect(firedAt(matter, 'city').map(({ name, state }) => [name, state])).toEqual([
      ['slip-1', 'done'],
      ['slip-2', 'draft'],
    ]);
    expect(papersAt(matter, HOLDER)).toHaveLength(1);
    expect(firedAt(matter, HOLDER).map(({ name, text }) => [name, text])).toEqual([
      ['slip-1-1', '收到催办单 市人信催〔2026〕1号'],
      ['yellow', `办理期限 ${dueOf(matter)} 已届满`],
    ]);
  });

  test.each([HOLDER, 'city'])('at %s has nothing to climb once the leg was reported', async (node) => {
    const matter = await accepted(30);
    await liveUntil(matter, dueOf(matter), 1);
    await matter.onLeg('city', 'supervise', {}, assigned);
    await matter.onLeg(HOLDER, 'report', RESULT, assigned);
    const [leg] = matter.net.node(node).office.memory.legs.keys();
    const papers = papersAt(matter, node).map(({ supervision }) => supervision);
    await setBackTwin(matter.net, node);
    expect(nextAt(matter, node).filter(([id]) => id === leg)).toEqual([]);
    expect(papersAt(matter, node).map(({ supervision }) => supervision)).toEqual(papers);
  });

  test('follows an urgent matter as closely as before, whichever of its legs comes back first', async () => {
    for (const turned of [false, true]) {
      const matter = await accepted(30);
      await matter.onCase('city', 'set-urgency', { urgency: 'most-urgent' });
      const also = { to: 'agency:agriculture', wants: 'result', days: 30 };
      expect(await matter.onCase('city', 'assign', also)).toHaveProperty('caseId');
      await matter.net.day('2026-04-03');
      await matter.onCase('city', 'set-urgency', { urgency: 'urgent' });
      const before = nextAt(matter, 'city');
      await setBackTwin(matter.net, 'city', { turned });
      expect([...matter.net.node('city').office.memory.supervision.urgencies.values()]).toEqual(['urgent']);
      expect(nextAt(matter, 'city')).toEqual(before);
    }
  });
});
