import type { ActName } from '#contract';
import { letterOf } from './matters.js';
import type { ModelNet } from './model-net.js';
import { type ActTable, type ActsOn, headOf } from './seen.js';

/* How the model draws the acts that are done to no one case or leg. */

/** No sequence needs more: another letter would only make it slow. */
const MOST_LETTERS = 3;

const registered = (net: ModelNet): number =>
  net.stage.flatMap((node) => net.held(node).cases.filter(({ matter }) => matter.originNode === node)).length;

/** Every other act; the compiler finds a missing one: draw it, or say why not (`notDriven`). */
export const ITEM_ACTS: ActTable<Exclude<ActName, ActsOn<'cases' | 'legs'>>> = {
  register: {
    weight: 1,
    fits: (net) => registered(net) < MOST_LETTERS,
    body: (net, _node, k) => letterOf(k, net.today, net.where),
  },
  'instruct-list': {
    weight: 1,
    fits: (net, node) => net.held(node).cases.some(({ matter }) => matter.state === 'SUBMITTED'),
    body: (net, node) => ({
      list: net
        .held(node)
        .cases.filter(({ matter }) => matter.state === 'SUBMITTED')
        .map(({ matter, version }) => ({ caseId: matter.id, version, marks: [{ mark: 'read' as const }] })),
    }),
    user: headOf,
  },
};
