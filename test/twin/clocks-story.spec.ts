import { describe, expect, test } from '@jest/globals';
import { readCasebook } from '../../deploy/player/casebook.js';
import { TwinNetwork } from '../support/twin-network.js';
import type { Step } from '../support/casebook-story.js';
import { TwinStory, storiesOf } from '../support/twin-story.js';

test('the casebook of the clocks has no step and no expectation that the player does not know', async () => {
  expect(await readCasebook('deploy/casebook/clocks.json')).toMatchObject({ ok: true });
});

const CLOCKS = ["C4'", 'C4', 'C8', 'C9', 'C10'] as const;

/** The clock of each name as the office of the step shows it: the case's own, else the latest of its legs. */
function shown(net: TwinNetwork, play: TwinStory, step: Step): object {
  const node = net.node('city').desk.office.unit(step.at)?.node ?? step.at;
  const clocks = [
    ...(play.caseAt(node)?.matter.clocks ?? []),
    ...play.legsAt(node).flatMap(({ leg }) => leg.clocks),
  ];
  return Object.fromEntries(CLOCKS.map((id) => [id, clocks.findLast((clock) => clock.id === id)]));
}

function expected({ expect: given }: Step): object {
  const entries = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  return Object.fromEntries(entries.filter(([key]) => CLOCKS.some((id) => id === key)));
}

describe.each(storiesOf('clocks.json').map((story) => [story.key, story] as const))('%s', (_key, story) => {
  test('plays to its end; each clock ends where the story expects it, and both ends hold the same', async () => {
    const net = new TwinNetwork();
    const play: TwinStory = new TwinStory(net, story, (step) => {
      expect({ step, ...shown(net, play, step) }).toMatchObject({ step, ...expected(step) });
    });
    await play.play();
    expect(net.quarantine).toEqual([]);
    expect(net.differences()).toEqual([]);
  });
});
