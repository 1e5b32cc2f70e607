import { describe, expect, test } from '@jest/globals';
import { readCasebook } from '../../deploy/player/casebook.js';
import { TwinNetwork } from '../support/twin-network.js';
import { TwinStory, storiesOf } from '../support/twin-story.js';

test('the casebook of leaders is one that the player reads', async () => {
  expect(await readCasebook('deploy/casebook/leaders.json')).toMatchObject({ ok: true });
});

const ENDS: Readonly<Record<string, readonly [office: string, state: string]>> = {
  'flood-dyke-houses': ['city', 'ARCHIVED'],
  'village-road-lamps': ['township:yi', 'WITHDRAWN'],
  'two-committees-countersign': ['city', 'CLOSED'],
  'countersign-all-redo': ['city', 'CLOSED'],
  'accused-bureau-instruction': ['city', 'CLOSED'],
};

describe.each(storiesOf('leaders.json').map((story) => [story.key, story] as const))(
  'the story %s',
  (key, story) => {
    test('ends as it is written; no task, no reading and no clock is left open', async () => {
      const net = new TwinNetwork();
      const play = new TwinStory(net, story);
      await play.play();
      await net.deliver();
      const [office = '', state] = ENDS[key] ?? [];
      expect(net.quarantine).toEqual([]);
      expect(net.differences()).toEqual([]);
      expect(play.caseAt(office)?.matter.state).toBe(state);
      const { leaders, legs } = net.node(office).office.memory;
      expect(leaders.tasks.filter((task) => task.state === 'open')).toEqual([]);
      expect(leaders.readings.filter((reading) => reading.state === 'waiting')).toEqual([]);
      for (const { leg } of legs.values())
        expect(leg.clocks.filter((clock) => clock.metOn === undefined)).toEqual([]);
    });
  },
);
