import { elsewhere as elsewhereView } from '#contract';
import type { Expectation } from './casebook-expectation.js';
import { readCase, type Performed } from './perform.js';

/** One matter in many letters: what a step expects of look-alikes, links and other offices' answers. */
export async function matter(expected: Expectation, done: Performed): Promise<string[]> {
  return [
    ...lookAlike(expected, done),
    ...newCase(expected, done),
    ...leaders(expected, done),
    ...(await itemsOf(expected, done)),
    ...(await elsewhere(expected, done)),
  ];
}

function lookAlike({ lookAlike: key }: Expectation, { answer, matters }: Performed): string[] {
  if (key === undefined) return [];
  const shown = answer?.lookAlikes ?? [];
  const found = shown.find(({ originNumber }) => originNumber === matters.get(key));
  if (found === undefined)
    return [`${key} was to be shown as a look-alike; shown are ${String(shown.length)} others`];
  return found.reasons.length > 0 ? [] : [`the look-alike ${key} is shown without a reason`];
}

/** What leaders set: open tasks, and who of them answers for the matter. */
function leaders({ openTasks, responsible }: Expectation, { after }: Performed): string[] {
  const open = (after.tasks ?? []).filter(({ state }) => state === 'open').length;
  return [
    ...(openTasks === undefined || openTasks === open
      ? []
      : [`open tasks are ${String(open)}, expected were ${String(openTasks)}`]),
    ...(responsible === undefined || responsible === after.responsible?.leader
      ? []
      : [`responsible is ${after.responsible?.leader ?? 'nobody'}, expected was ${responsible}`]),
  ];
}

/** A linked item is no case of its own: it is part of another one and owes nothing. */
function newCase({ newCase: own }: Expectation, { after }: Performed): string[] {
  if (own === undefined) return [];
  const linked = after.state === 'LINKED';
  const running = after.clocks.filter(({ met }) => met === null).length;
  if (own) return linked ? ['the item was to be a case of its own, but was linked'] : [];
  return [
    ...(linked ? [] : [`the item was to be part of another case, but is ${after.state}`]),
    ...(running === 0 ? [] : [`a linked item still has ${String(running)} running clocks`]),
    ...(after.items.length === 0 ? [] : ['a linked item is still counted as a case of its own']),
  ];
}

async function itemsOf(expected: Expectation, { client, linkedTo }: Performed): Promise<string[]> {
  const { itemsOfCase, repeat } = expected;
  if (itemsOfCase === undefined && repeat === undefined) return [];
  const target = linkedTo === undefined ? undefined : await readCase(client, linkedTo);
  if (target === undefined) return [`${client.node.id} does not show the case that was linked to`];
  const items = target.items.length;
  return [
    ...(itemsOfCase === undefined || itemsOfCase === items
      ? []
      : [`the case linked to has ${String(items)} items, expected were ${String(itemsOfCase)}`]),
    ...(repeat === undefined || repeat === items - 1
      ? []
      : [`the case linked to has ${String(items - 1)} repeats, expected were ${String(repeat)}`]),
  ];
}

async function elsewhere(
  { elsewhere: wanted }: Expectation,
  { client, after }: Performed,
): Promise<string[]> {
  if (wanted === undefined) return [];
  const found = await client.get(`/api/cases/${after.id}/elsewhere`, elsewhereView);
  const theirs = found?.answers.find(({ office }) => office === wanted.office);
  if (theirs === undefined) return [`${wanted.office} has not answered that it has the matter`];
  // Ours are the day of the answer and what was found about it; the rest came over the wire.
  const { on, another, ...told } = theirs;
  const fields = Object.keys(told).sort().join(', ');
  const allowed = [...wanted.fields].sort().join(', ');
  return fields === allowed ? [] : [`${wanted.office} told ${fields}; only ${allowed} may be told`];
}
