import { LEG_STATE_WORDS, historyEntry, pageOf, type CaseDetail, type LegView } from '#contract';
import type { NodeClient } from './node-client.js';

/** A node that holds a matter, and what it shows of it. */
export interface Holder {
  readonly client: NodeClient;
  readonly detail: CaseDetail;
}

/** One end of a leg as its node shows it. */
export interface LegEnd {
  readonly client: NodeClient;
  readonly leg: LegView;
}

/** Each leg with what its ends show: one view for each node that holds it. */
export function legEnds(holders: readonly Holder[]): readonly (readonly LegEnd[])[] {
  const legs = new Map<string, LegEnd[]>();
  for (const { client, detail } of holders) {
    for (const leg of detail.legs) legs.set(leg.id, [...(legs.get(leg.id) ?? []), { client, leg }]);
  }
  return [...legs.values()];
}

/** The legs whose digest is not equal at both ends, a sentence each. */
export const differencesOf = (
  legs: readonly (readonly LegEnd[])[],
  nodeOf: (unit: string) => string | undefined,
): string[] =>
  legs.flatMap((ends) => {
    const [first, ...rest] = ends;
    if (first === undefined) return [];
    const { from, to, digest } = first.leg;
    const wanted = new Set([nodeOf(from), nodeOf(to)]).size;
    if (ends.length < wanted) return [`only ${first.client.node.id} holds the leg ${from} → ${to}`];
    if (rest.every(({ leg }) => leg.digest === digest)) return [];
    const seen = ends.map(
      ({ client, leg }) => `${client.node.id} ${LEG_STATE_WORDS[leg.state][0]} ${leg.digest.slice(0, 12)}`,
    );
    return [`the two ends of ${from} → ${to} differ: ${seen.join(', ')}`];
  });

const MOST_ENTRIES = 200;

/** Events that stand more often in one end's history than in the other's: something took effect twice. A sentence each. */
export async function duplicatesOf(legs: readonly (readonly LegEnd[])[]): Promise<string[]> {
  const found = await Promise.all(
    legs.map(async ([one, other]) =>
      one === undefined || other === undefined
        ? []
        : surplus(await eventsOf(one), await eventsOf(other), one.leg),
    ),
  );
  return found.flat();
}

async function eventsOf({ client, leg }: LegEnd): Promise<ReadonlyMap<string, number>> {
  const page = await client.get(
    `/api/legs/${encodeURIComponent(leg.id)}/history?limit=${MOST_ENTRIES}`,
    pageOf(historyEntry),
  );
  const counts = new Map<string, number>();
  for (const { act } of page?.items ?? []) counts.set(act, (counts.get(act) ?? 0) + 1);
  return counts;
}

/** Written by the sweep of each end about clocks of its own: no message made it, so the two counts say nothing. */
const OWN_SWEEP: readonly string[] = ['overdue'];

/** Only what both ends write down: each has lines of its own as well. */
const surplus = (
  one: ReadonlyMap<string, number>,
  other: ReadonlyMap<string, number>,
  { from, to }: LegView,
): string[] =>
  [...one].flatMap(([act, times]) => {
    const there = other.get(act);
    return there === undefined || there === times || OWN_SWEEP.includes(act)
      ? []
      : [`${act} of ${from} → ${to} stands ${times} times at one end and ${there} times at the other`];
  });
