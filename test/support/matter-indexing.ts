import type { WorklistPlace } from '#domain';
import { matterIndexing, matterWords, type MatterIndexing, type MatterNetwork } from '#casework';
import { chineseSegmenter } from '#platform';
import { aCalendar } from './calendars.js';

/** A network without a key: nothing is asked across it. */
const nobody: Pick<MatterNetwork, 'resolve' | 'fingerprint'> = {
  resolve: () => undefined,
  fingerprint: () => undefined,
};

/** The real words of a node, for tests of its database. */
export const testIndexing = (network = nobody): MatterIndexing =>
  matterIndexing(matterWords(chineseSegmenter(), network), network);

/** The lists of a node whose addressees all have nodes, for tests of its database. */
export const testPlace = (node = 'city'): WorklistPlace => ({
  node,
  isOffline: () => false,
  calendar: aCalendar(),
});
