import { describe, expect, test } from '@jest/globals';
import {
  type Attempt,
  type Situation,
  attempt,
  attemptsOf,
  eventsAt,
  kept,
  leads,
  waiting,
} from '../support/crossing.js';
import { situations } from '../support/crossing-situations.js';
import type { TwinMatter } from '../support/twin-matter.js';

/*
 * Whatever both ends of a leg do at the same moment: all messages are applied, both ends hold the same leg with the
 * same history, and the state is one that the table gives.
 */

interface Lawful extends Attempt {
  /** The other end hears of it. */
  readonly speaks: boolean;
  /** It changes where the case or one of its legs stands, or who holds it. */
  readonly moves: boolean;
}

const standing = (matter: TwinMatter, node: string): string =>
  JSON.stringify([
    matter.caseAt(node).matter.state,
    [...matter.net.node(node).office.memory.legs.values()].map(({ leg }) => [leg.id, leg.state]),
  ]);

/** What is lawful for this end alone, as the leg stands. */
async function lawful(
  matter: TwinMatter,
  restore: () => void,
  situation: Situation,
  end: 'sender' | 'receiver',
): Promise<readonly Lawful[]> {
  const found: Lawful[] = [];
  const node = situation[end];
  const before = standing(matter, node);
  for (const one of attemptsOf(matter.net, node)) {
    if (await attempt(matter, situation, end, one))
      found.push({ ...one, speaks: waiting(matter, node) > 0, moves: standing(matter, node) !== before });
    restore();
  }
  return found;
}

/** Where neither end hears of the other nothing crosses; where one does not, the other must at least have moved. */
const meets = (left: Lawful, right: Lawful): boolean =>
  (left.speaks && (right.speaks || right.moves)) || (right.speaks && left.moves);

/** What is wrong after both acts were done before either was delivered; nothing: undefined. */
async function cross(
  matter: TwinMatter,
  situation: Situation,
  left: Attempt,
  right: Attempt,
): Promise<object | undefined> {
  const { id } = matter.legAt(situation.sender, situation.leg).leg;
  const before = eventsAt(matter, situation.sender, id).length;
  const done = [
    await attempt(matter, situation, 'sender', left),
    await attempt(matter, situation, 'receiver', right),
  ];
  await matter.net.deliver();
  const quarantine = [...matter.net.quarantine];
  const differences = matter.net.differences();
  const [there = [], here = []] = [situation.sender, situation.receiver].map((node) =>
    eventsAt(matter, node, id),
  );
  const { state } = matter.legAt(situation.sender, (row) => row.leg.id === id).leg;
  const fine =
    done.every(Boolean) &&
    quarantine.length === 0 &&
    differences.length === 0 &&
    there.join() === here.join() &&
    leads(situation.state, there.slice(before), state);
  return fine
    ? undefined
    : { cross: `${left.name} × ${right.name}`, done, quarantine, differences, there, here, state };
}

/** Pairs that really crossed; where both ends' acts are silent there is none. */
let crossed = 0;

describe.each(situations().map((situation) => [situation.name, situation] as const))(
  '%s',
  (_name, situation) => {
    test('is what it says at both ends', async () => {
      const matter = await situation.build();
      const states = [situation.sender, situation.receiver].map(
        (node) => matter.legAt(node, situation.leg).leg.state,
      );
      expect(states).toEqual([situation.state, situation.state]);
      expect(matter.net.quarantine).toEqual([]);
    });

    test('every act of the one end crosses with every act of the other', async () => {
      const matter = await situation.build();
      const restore = kept(matter);
      const senders = await lawful(matter, restore, situation, 'sender');
      const receivers = await lawful(matter, restore, situation, 'receiver');
      const wrong: object[] = [];
      for (const left of senders) {
        for (const right of receivers.filter((one) => meets(left, one))) {
          const found = await cross(matter, situation, left, right);
          if (found !== undefined) wrong.push(found);
          restore();
          crossed += 1;
        }
      }
      expect(wrong).toEqual([]);
    });
  },
);

test('there was enough to cross', () => {
  expect(crossed).toBeGreaterThan(1500);
});
