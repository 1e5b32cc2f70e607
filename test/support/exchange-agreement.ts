import { expect } from '@jest/globals';
import type { StreamRef } from '#exchange';
import { eventually } from './eventually.js';
import type { Errand, Office } from './exchange-offices.js';

export const errands = (count: number, from = 1, more: Partial<Errand> = {}): Errand[] =>
  Array.from({ length: count }, (_, at) => ({ n: from + at, ...more }));

export const numbersOf = async (office: Office, stream: StreamRef): Promise<number[]> =>
  (await office.database.effects())
    .filter((effect) => effect.stream === `${stream.kind}/${stream.id}`)
    .map((effect) => effect.n);

/** What holds after every run: each message took effect once, in order, and both ends agree on the chain. */
export async function agree(from: Office, to: Office, stream: StreamRef, count: number): Promise<void> {
  expect(await numbersOf(to, stream)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
  const sent = (await from.it.heads(to.node, stream)).sent;
  const applied = (await to.it.heads(from.node, stream)).applied;
  expect(applied).toEqual(sent);
  expect(sent.last).toBe(count);
  const ticks = await from.it.deliveries(stream);
  expect(ticks.filter((tick) => tick.dest === to.node).map((tick) => tick.status)).toEqual(
    Array.from({ length: count }, () => 'applied'),
  );
}

/**
 * Waits until both have answered the other's hello: each may be sent to, and no answer to a hello is still to come that
 * a test could take for the frame it waits for.
 */
export async function greeted(one: Office, other: Office): Promise<void> {
  for (const [office, peer] of [
    [one, other.node],
    [other, one.node],
  ] as const) {
    await eventually(
      () => office.it.resync.status(),
      ({ peers }) => peers.some((status) => status.peer === peer && status.greeted),
    );
  }
}
