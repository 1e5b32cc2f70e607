import type { Directory } from '#contract';
import { problem, repeated, type DirectoryProblem } from './problem.js';

const FILE = 'network.yaml';

/** What must hold for the network as a whole: one zone that exists, ids and codes that name one thing each. */
export function checkNetwork(directory: Directory): DirectoryProblem[] {
  return [
    ...checkTimeZone(directory),
    ...checkIds(directory),
    ...checkCodes(directory),
    ...checkNames(directory),
  ];
}

function checkTimeZone({ timeZone }: Directory): DirectoryProblem[] {
  try {
    // A fixed offset (+08:00) would be taken, but has no name that a form could print.
    if (!/^[+-]/.test(timeZone)) {
      new Intl.DateTimeFormat('en', { timeZone });
      return [];
    }
  } catch {
    // told below
  }
  return [problem(`${FILE} timeZone`, `"${timeZone}" is no time zone; write one such as Asia/Shanghai.`)];
}

function checkIds({ nodes, units, bodies }: Directory): DirectoryProblem[] {
  const ids = [...nodes, ...units, ...bodies].map(({ id }) => id);
  return [
    ...repeated(ids).map((id) =>
      problem(FILE, `The id ${id} is given twice; an id names one thing and is never re-used.`),
    ),
    ...nodes
      .filter(({ id }) => /^(?:unit|body|post):/.test(id))
      .map(({ id }) =>
        problem(
          FILE,
          `The node ${id} has the id of a unit or body; a node's id starts with its role or is a plain word.`,
        ),
      ),
    ...nodes
      .filter(({ id, role }) => /^(?:township|committee|agency):/.test(id) && !id.startsWith(`${role}:`))
      .map(({ id, role }) => problem(FILE, `The node ${id} has the role ${role}, but its id says another.`)),
    ...units
      .filter(({ id }) => !id.startsWith('unit:'))
      .map(({ id }) => problem(FILE, `The unit ${id} must have an id that starts with "unit:".`)),
    ...bodies
      .filter(({ id }) => !/^(?:body|post):/.test(id))
      .map(({ id }) => problem(FILE, `The body ${id} must have an id that starts with "body:" or "post:".`)),
  ];
}

function checkCodes({ nodes }: Directory): DirectoryProblem[] {
  return [
    ...repeated(nodes.map(({ code }) => code)).map((code) =>
      problem(
        FILE,
        `Several nodes have the code ${code} (${nodes
          .filter((node) => node.code === code)
          .map(({ id }) => id)
          .join(', ')}); numbers would be given twice.`,
      ),
    ),
    ...repeated(nodes.map(({ documentPrefix }) => documentPrefix)).map((prefix) =>
      problem(
        FILE,
        `Several nodes have the document prefix ${prefix}; their letters could not be told apart.`,
      ),
    ),
  ];
}

/** An accused is found by name (L1 30(3)): a name that means two bodies would let an accusation through. */
function checkNames({ nodes, units, bodies }: Directory): DirectoryProblem[] {
  const owners = new Map<string, Set<string>>();
  const say = (name: string, id: string): void =>
    void owners.set(name, (owners.get(name) ?? new Set()).add(id));
  for (const { id, name, short, aliases } of [...nodes, ...units]) {
    for (const one of [name.zh, short.zh, ...aliases]) say(one, id);
  }
  for (const { id, name, aliases } of bodies) for (const one of [name.zh, ...aliases]) say(one, id);
  return [...owners]
    .filter(([, ids]) => ids.size > 1)
    .map(([name, ids]) =>
      problem(FILE, `The name ${name} is given to ${[...ids].join(' and ')}; a name must mean one body.`),
    );
}
