import { describe, expect, test } from '@jest/globals';
import { isLate, lampOf } from '#domain';
import { TwinNetwork } from '../support/twin-network.js';
import { TwinStory, storiesOf } from '../support/twin-story.js';

const [story] = storiesOf('all.json', 'exam-hire-refused');

describe('exam-hire-refused', () => {
  test('supervised, overdue, called, reminded and answered late: closed late stays late, and both ends agree', async () => {
    if (story === undefined) throw new Error('the story is missing');
    const net = new TwinNetwork();
    const play = new TwinStory(net, story);
    await play.play();
    await net.deliver();
    expect(net.quarantine).toEqual([]);
    expect(net.differences()).toEqual([]);
    expect(play.caseAt('city')?.matter).toMatchObject({ state: 'CLOSED', answered: { done: true } });

    const city = net.node('city').office.memory;
    expect(
      [...city.supervision.papers.values()].map(({ supervision: { kind, ordinal, call } }) => ({
        kind,
        ordinal,
        call,
      })),
    ).toEqual([
      { kind: 'letter', ordinal: 1, call: undefined },
      { kind: 'telephone', ordinal: 1, call: { promised: '本周内办结' } },
      { kind: 'slip', ordinal: 1, call: undefined },
    ]);
    // The slip that the system had drafted that morning was the one that the supervisor signed.
    expect([...city.supervision.events.values()]).toMatchObject([{ name: 'slip-1', state: 'done' }]);
    for (const { supervision } of city.supervision.papers.values())
      expect(supervision.settled?.how).toBe('report');

    const leg = play.legsAt('city').find((row) => row.leg.kind === 'assign')?.leg;
    const limit = leg?.clocks.find((clock) => clock.id === "C4'");
    if (limit === undefined) throw new Error('no limit');
    const { calendar } = net.node('city').desk.rulebook;
    expect(isLate(limit, net.today)).toBe(true);
    expect(lampOf(limit, net.today, calendar)).toBe('灰');
    // What the player checks at the end: nothing runs on.
    for (const node of net.nodes.values())
      for (const row of node.office.memory.legs.values())
        expect(row.leg.clocks.filter((clock) => clock.metOn === undefined)).toEqual([]);
    const overdue = city.history.filter(({ act }) => act === 'overdue');
    expect(new Set(overdue.map(({ text }) => text)).size).toBe(overdue.length);
  });
});
