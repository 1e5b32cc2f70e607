import { describe, expect, test } from '@jest/globals';
import { readCasebook } from '../../deploy/player/casebook.js';
import { TwinNetwork } from '../support/twin-network.js';
import { TwinStory, storiesOf } from '../support/twin-story.js';

test('the casebook of meetings is one that the player reads', async () => {
  expect(await readCasebook('deploy/casebook/meetings.json')).toMatchObject({ ok: true });
});

describe.each(storiesOf('meetings.json').map((story) => [story.key, story] as const))(
  'the story %s',
  (_key, story) => {
    test('ends as it is written; every topic is settled and no clock is left open', async () => {
      const net = new TwinNetwork();
      const refusals: string[] = [];
      const play = new TwinStory(net, story, (step) => {
        // A step that was to be refused never gets here.
        if (JSON.stringify(step['expect'] ?? {}).includes('refused')) refusals.push(step.does);
      });
      await play.play();
      await net.deliver();
      expect(refusals).toEqual([]);
      expect(net.quarantine).toEqual([]);
      expect(net.differences()).toEqual([]);
      expect(play.caseAt('city')?.matter.state).toBe('CLOSED');
      const { agenda, legs } = net.node('city').office.memory;
      for (const topic of agenda.topics.values()) expect(topic.state).toBe('SETTLED');
      for (const { value } of agenda.meetings.values()) expect(value.state).toBe('CONCLUDED');
      for (const { leg } of legs.values())
        expect(leg.clocks.filter((clock) => clock.metOn === undefined)).toEqual([]);
    });
  },
);

test('at the walled meeting the township was never asked and holds nothing of it', async () => {
  const [story] = storiesOf('meetings.json').filter(({ key }) => key === 'land-auction-walled-meeting');
  if (story === undefined) throw new Error('the story is gone');
  const net = new TwinNetwork();
  await new TwinStory(net, story).play();
  const { agenda, cases } = net.node('township:yi').office.memory;
  expect([agenda.invitations.size, cases.size]).toEqual([0, 0]);
});
