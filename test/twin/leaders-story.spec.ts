import { describe, expect, test } from '@jest/globals';
import { CASE_STATE_CODES, LEG_STATE_CODES } from '#domain';
import { readCasebook } from '../../deploy/player/casebook.js';
import { TwinNetwork } from '../support/twin-network.js';
import type { Step } from '../support/casebook-story.js';
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

/** What a step expects of state, tasks, clocks and who is responsible. */
function expectedOf(step: Step): object {
  const { state, openTasks, openClocks, responsible } = Object(step['expect']);
  return Object.fromEntries(
    Object.entries({ state, openTasks, openClocks, responsible }).filter(([, value]) => value !== undefined),
  );
}

function seen(net: TwinNetwork, play: TwinStory, step: Step, legId: string | undefined): object {
  const node = net.node('city').desk.office.unit(step.at)?.node ?? step.at;
  const { memory } = net.node(node).office;
  const matter = play.caseAt(node)?.matter;
  const legs = play.legsAt(node).map(({ leg }) => leg);
  const leg = legs.find(({ id }) => id === legId);
  const clocks = [...(matter?.clocks ?? []), ...legs.flatMap((one) => one.clocks)];
  return {
    state: JSON.stringify(step['expect'] ?? {}).includes('"state":"L')
      ? leg && LEG_STATE_CODES[leg.state]
      : matter && CASE_STATE_CODES[matter.state],
    openTasks: memory.leaders.tasks.filter((task) => task.caseId === matter?.id && task.state === 'open')
      .length,
    openClocks: clocks.filter(({ metOn }) => metOn === undefined).length,
    responsible: matter?.responsible?.leader,
  };
}

describe.each(storiesOf('leaders.json').map((story) => [story.key, story] as const))(
  'the story %s',
  (key, story) => {
    test('ends as it is written; no task, no reading and no clock is left open', async () => {
      const net = new TwinNetwork();
      const play: TwinStory = new TwinStory(net, story, (step, { legId }) => {
        expect({ step, ...seen(net, play, step, legId) }).toMatchObject({ step, ...expectedOf(step) });
      });
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
