import type { Directory } from '#contract';
import { problem, type DirectoryProblem } from './problem.js';

const FILE = 'network.yaml';

/** What must hold for units without a node (domain.md §1) and for the bodies and posts below them. */
export function checkUnits(directory: Directory): DirectoryProblem[] {
  return [...checkKeepers(directory), ...checkUnder(directory), ...checkCircles(directory)];
}

function checkKeepers({ nodes, units }: Directory): DirectoryProblem[] {
  return units.flatMap(({ id, keeper, works }) => {
    const node = nodes.find((one) => one.id === keeper);
    if (node === undefined) {
      return [
        problem(
          `${FILE} ${id}`,
          `${id} is kept by ${keeper}, but there is no such node; its legs would lie nowhere.`,
        ),
      ];
    }
    // An agency holds the unit from which it came: the unit got a node of its own and keeps its id.
    if (works === 'inside' && node.role !== 'township' && node.role !== 'agency') {
      return [
        problem(
          `${FILE} ${id}`,
          `${id} works inside ${keeper} (${node.role}); only a township or an agency has a second unit inside.`,
        ),
      ];
    }
    return [];
  });
}

function checkUnder({ nodes, units, bodies }: Directory): DirectoryProblem[] {
  const known = new Set([...nodes, ...units, ...bodies].map(({ id }) => id));
  return [...units, ...bodies].flatMap(({ id, under }) => {
    if (under === undefined) return [];
    if (under === id) return [problem(`${FILE} ${id}`, `${id} stands under itself.`)];
    return known.has(under)
      ? []
      : [problem(`${FILE} ${id}`, `${id} stands under ${under}, but nothing has that id.`)];
  });
}

function checkCircles({ units, bodies }: Directory): DirectoryProblem[] {
  const above = new Map([...units, ...bodies].map(({ id, under }) => [id, under]));
  const told = new Set<string>();
  return [...above.keys()].flatMap((start) => {
    const path: string[] = [];
    let at: string | undefined = start;
    while (at !== undefined && !path.includes(at)) {
      path.push(at);
      at = above.get(at);
    }
    if (at === undefined) return [];
    const circle = path.slice(path.indexOf(at));
    if (circle.length < 2 || circle.some((id) => told.has(id))) return [];
    for (const id of circle) told.add(id);
    return [problem(FILE, `${[...circle, at].join(' → ')} stand under each other in a circle.`)];
  });
}
