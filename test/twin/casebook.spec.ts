import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { TwinNetwork } from '../support/twin-network.js';
import type { Story } from '../support/casebook-story.js';
import { TwinStory, storiesOf } from '../support/twin-story.js';

/* Every story of every file in deploy/casebook, in memory. test/e2e/all-stories.spec.ts plays them on real nodes. */

const all = readdirSync('deploy/casebook').flatMap((file) =>
  storiesOf(file).map((story) => [file, story.key, story] as const),
);

/** The stories whose matters a story links to, which must have been registered before it. */
const before = ({ story }: Story): readonly Story[] => {
  const named = story.filter(({ does }) => /^link|^not-the-same$/u.test(does)).map(({ to }) => to);
  return all.flatMap(([, key, one]) => (named.includes(key) ? [one] : []));
};

describe.each(all)('%s: %s', (_file, _key, story) => {
  test('is played to its end; nothing is quarantined, and both ends of every leg agree', async () => {
    const net = new TwinNetwork();
    for (const earlier of before(story)) await new TwinStory(net, earlier).play();
    const play = new TwinStory(net, story);
    await play.play();
    await net.deliver();
    expect(net.quarantine).toEqual([]);
    expect(net.differences()).toEqual([]);
  });
});
