import type { ActName } from '#contract';
import { broken } from './invariants.js';
import { actOn } from './commands.js';
import type { Only } from './choose.js';
import type { ModelNet } from './model-net.js';
import { open, type Opening } from './openings.js';

/** What both ends of a leg do before either hears of the other. */
interface RareCrossing {
  readonly opening: Opening;
  readonly from: string;
  readonly to: string;
  readonly sender: readonly ActName[];
  readonly receiver: readonly ActName[];
}

/**
 * Crossings that chance brings about less than once in 10 000 sequences, because one end needs several acts for its part
 * or because both acts are seldom lawful at once. They are played as they stand here, under the same invariants.
 */
export const RARE_CROSSINGS: readonly RareCrossing[] = [
  {
    ...{ opening: 'on-its-way', from: 'prefecture', to: 'city' },
    sender: ['recall'],
    receiver: ['accept', 'request-extension', 'refuse-extension'],
  },
  {
    ...{ opening: 'on-its-way', from: 'prefecture', to: 'city' },
    sender: ['recall'],
    receiver: ['accept', 'request-extension', 'approve-extension', 'revoke-extension'],
  },
  {
    ...{ opening: 'extended-own', from: 'prefecture', to: 'city' },
    sender: ['revoke-extension'],
    receiver: ['own-competence'],
  },
  {
    ...{ opening: 'extended-city', from: 'prefecture', to: 'city' },
    sender: ['revoke-extension'],
    receiver: ['request-extension', 'refuse-extension'],
  },
  {
    ...{ opening: 'extended-township', from: 'city', to: 'township:yi' },
    sender: ['revoke-extension'],
    receiver: ['pass-on'],
  },
  {
    ...{ opening: 're-review', from: 'city', to: 'agency:education' },
    sender: ['pause-for-hearing'],
    receiver: ['read-supervision'],
  },
];

/** Plays one of them. @throws when an act of it is not done, or an invariant is broken after it. */
export async function playRare(net: ModelNet, rare: RareCrossing): Promise<void> {
  const { opening, from, to } = rare;
  await open(net, opening);
  const row = net.held(from).legs.findLast(({ leg }) => leg.fromNode === from && leg.toNode === to);
  if (row === undefined) throw new Error(`the opening ${opening} leaves no leg from ${from} to ${to}`);
  for (const end of ['receiver', 'sender'] as const) {
    const only: Only = { leg: row.leg.id, node: end === 'sender' ? from : to, end };
    for (const act of rare[end]) {
      const before = net.count.done;
      await actOn(net, act, only);
      if (net.count.done === before) throw new Error(`${act} was not done: ${net.steps.at(-1) ?? ''}`);
    }
  }
  await net.drain();
  await net.pass(1, false);
  await net.drain();
  const wrong = await broken(net);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}
