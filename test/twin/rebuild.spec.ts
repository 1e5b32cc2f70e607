import { describe, expect, test } from '@jest/globals';
import { TwinNetwork } from '../support/twin-network.js';
import { setBackTwin } from '../support/twin-rebuild.js';
import { TwinStory, storiesOf } from '../support/twin-story.js';

/** A question about a case that went nowhere: that case stood in the register only, and the report names it. */
const ABOUT_THE_REGISTER = /^huiyin\.matter\./;

/** Each office in turn loses everything and takes it up again. */
async function everyOfficeRebuilt(net: TwinNetwork): Promise<void> {
  for (const id of net.nodes.keys()) {
    const { memory } = net.node(id).office;
    if (memory.legs.size === 0) continue;
    const across = [...memory.legs.values()].filter(({ leg }) => leg.fromNode !== leg.toNode);
    const left = (await setBackTwin(net, id)).filter(({ kind }) => kind !== 'partly');
    expect(left.filter(({ type }) => !ABOUT_THE_REGISTER.test(type))).toEqual([]);
    const back = net.node(id).office.memory.legs;
    expect(across.filter(({ leg }) => !back.has(leg.id)).map(({ leg }) => leg.id)).toEqual([]);
    expect(net.differences()).toEqual([]);
  }
}

const FOLLOW_UP = 'land-compensation-';
const ALONE = storiesOf('all.json').filter(({ key }) => !key.startsWith(FOLLOW_UP));
const TOGETHER = storiesOf('all.json').filter(({ key }) => key.startsWith(FOLLOW_UP.slice(0, -1)));

describe('an office that loses everything', () => {
  test.each(ALONE.map((story) => [story.key, story] as const))(
    'has the legs of %s back as their other ends hold them',
    async (_key, story) => {
      const net = new TwinNetwork();
      await new TwinStory(net, story).play();
      await net.deliver();
      await everyOfficeRebuilt(net);
    },
  );

  test('has the legs of matters back that name each other', async () => {
    const net = new TwinNetwork();
    for (const story of TOGETHER) await new TwinStory(net, story).play();
    await net.deliver();
    await everyOfficeRebuilt(net);
  });
});
