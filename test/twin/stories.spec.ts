import { describe, expect, test } from '@jest/globals';
import { TwinNetwork } from '../support/twin-network.js';
import { TwinStory, storiesOf } from '../support/twin-story.js';

const NODES_WITH_CASE = ['CLOSED', 'WITHDRAWN', 'ANSWERED'];

const MAIN = storiesOf(
  'all.json',
  'teacher-repair-fee',
  'substitute-teachers-wages',
  'fake-pesticide',
  'paper-mill-injury',
  'social-insurance-jurisdiction',
  'hospital-noise',
  'consultation',
);

describe.each(MAIN.map((story) => [story.key, story] as const))('%s', (_key, story) => {
  test('comes home answered; both ends of every leg agree; nothing is refused or late', async () => {
    const net = new TwinNetwork();
    const play = new TwinStory(net, story);
    await play.play();
    await net.deliver();
    expect(net.quarantine).toEqual([]);
    expect(net.differences()).toEqual([]);
    const origin = story.story[0]?.at ?? 'city';
    const home = play.caseAt(origin)?.matter;
    expect(home?.answered?.done).toBe(true);
    expect(home?.notified?.done).toBe(true);
    for (const node of net.nodes.values()) {
      for (const { matter } of node.office.memory.cases.values())
        expect(NODES_WITH_CASE).toContain(matter.state);
      for (const { leg } of node.office.memory.legs.values()) {
        expect(['DONE', 'RETURNED']).toContain(leg.state);
        const late = leg.clocks.filter((clock) => (clock.metOn ?? '9') > clock.effective);
        expect(
          late.map((clock) => `${leg.to} ${clock.id} ${clock.effective} met ${String(clock.metOn)}`),
        ).toEqual([]);
      }
    }
  });
});
