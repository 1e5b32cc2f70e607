import type { WorklistName, WorklistRow } from '#contract';
import { WorklistViews, matterIndexing, worklistPlace } from '#casework';
import { memoryWorklists } from '../../libs/casework/src/testing/worklist-memory.js';
import type { TwinNetwork } from './twin-network.js';

/** The lists of one node of the twin network. */
export function listsAt(net: TwinNetwork, node: string): WorklistViews {
  const { desk, office } = net.node(node);
  const place = worklistPlace(desk.office, desk.rulebook.calendar);
  const indexing = matterIndexing(desk.matter.words, desk.matter.network);
  return new WorklistViews({
    worklists: memoryWorklists(() => office.memory, place, indexing),
    office: desk.office,
    words: desk.matter.words,
    today: () => net.today,
    caseViews: () => Promise.resolve([]),
    rebuild: () => Promise.resolve({ cases: 0, differences: 0 }),
  });
}

/** The reasons on a list of a node, in its order. */
export async function reasonsOn(
  net: TwinNetwork,
  node: string,
  list: WorklistName,
  filter: Parameters<WorklistViews['page']>[0]['filter'] = {},
): Promise<readonly WorklistRow['why'][]> {
  const { items } = await listsAt(net, node).page({ list, filter, limit: 200 });
  return items.map(({ why }) => why);
}
