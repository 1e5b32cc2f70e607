import type { Directory, DirectoryNode } from '#contract';
import { problem, type DirectoryProblem } from './problem.js';

const FILE = 'network.yaml';

/** What must hold for each node and its place in the tree. */
export function checkNodes(directory: Directory): DirectoryProblem[] {
  const { nodes } = directory;
  const known = new Map(nodes.map((node) => [node.id, node]));
  return [
    ...nodes.flatMap((node) => checkRole(node)),
    ...nodes.flatMap((node) => checkParent(node, known)),
    ...checkRoot(nodes),
    ...checkCycles(nodes, 'parent', known),
    ...nodes.flatMap((node) => checkLedBy(node, directory)),
    ...checkCycles(nodes, 'ledBy', known),
  ];
}

function checkRole({ id, role, level, kind }: DirectoryNode): DirectoryProblem[] {
  const problems: DirectoryProblem[] = [];
  if (role === 'city' && level === undefined) {
    problems.push(
      problem(`${FILE} ${id}`, `${id} has the role city but no level; write province, prefecture or county.`),
    );
  }
  if (role !== 'city' && level !== undefined) {
    problems.push(
      problem(`${FILE} ${id}`, `${id} has the level ${level}, which only nodes of the role city have.`),
    );
  }
  if (role === 'agency' && kind === undefined) {
    problems.push(
      problem(
        `${FILE} ${id}`,
        `${id} has the role agency but no kind; write administrative, court, procuratorate or discipline.`,
      ),
    );
  }
  if (role !== 'agency' && kind !== undefined) {
    problems.push(problem(`${FILE} ${id}`, `${id} has the kind ${kind}, which only agencies have.`));
  }
  return problems;
}

function checkParent(node: DirectoryNode, known: ReadonlyMap<string, DirectoryNode>): DirectoryProblem[] {
  const { id, parent: parentId } = node;
  const at = `${FILE} ${id}`;
  if (parentId === undefined) return [];
  if (parentId === id) return [problem(at, `${id} names itself as its parent.`)];
  const parent = known.get(parentId);
  if (parent === undefined)
    return [problem(at, `${id} names ${parentId} as its parent, but there is no such node.`)];
  if (parent.role !== 'city') {
    return [
      problem(
        at,
        `${id} names ${parentId} as its parent, which has the role ${parent.role}; a parent has the role city.`,
      ),
    ];
  }
  const wanted = levelsAbove(node);
  if (parent.level !== undefined && !wanted.includes(parent.level)) {
    const rank = node.level ?? node.role;
    return [
      problem(
        at,
        `${id} (${rank}) stands under ${parentId} (${parent.level}); its parent's level must be ${wanted.join(' or ') || 'none'}.`,
      ),
    ];
  }
  return [];
}

/** Vertical order: province, prefecture, county, township; a county may stand directly under its province. */
function levelsAbove({ role, level }: DirectoryNode): readonly string[] {
  if (role === 'township') return ['county', 'prefecture'];
  if (level === 'county') return ['prefecture', 'province'];
  if (level === 'prefecture') return ['province'];
  return level === 'province' ? [] : ['county', 'prefecture', 'province'];
}

function checkRoot(nodes: readonly DirectoryNode[]): DirectoryProblem[] {
  const roots = nodes.filter(({ parent }) => parent === undefined);
  const wrong = roots
    .filter(({ role }) => role !== 'city')
    .map(({ id, role }) =>
      problem(
        `${FILE} ${id}`,
        `${id} (${role}) names no parent; only a congress office may stand at the top.`,
      ),
    );
  if (roots.length > 1) {
    wrong.push(
      problem(
        FILE,
        `The network has several roots (${roots.map(({ id }) => id).join(', ')}); exactly one node has no parent.`,
      ),
    );
  }
  // No root at all means a cycle, which is told as such.
  return wrong;
}

function checkLedBy({ id, ledBy }: DirectoryNode, { nodes, units }: Directory): DirectoryProblem[] {
  if (ledBy === undefined) return [];
  if (ledBy === id) return [problem(`${FILE} ${id}`, `${id} says that it leads itself.`)];
  const exists = [...nodes, ...units].some((one) => one.id === ledBy);
  return exists
    ? []
    : [problem(`${FILE} ${id}`, `${id} says that it is led by ${ledBy}, but there is no such node or unit.`)];
}

function checkCycles(
  nodes: readonly DirectoryNode[],
  relation: 'parent' | 'ledBy',
  known: ReadonlyMap<string, DirectoryNode>,
): DirectoryProblem[] {
  const told = new Set<string>();
  const problems: DirectoryProblem[] = [];
  for (const node of nodes) {
    const path: string[] = [];
    let at: DirectoryNode | undefined = node;
    while (at !== undefined && !path.includes(at.id)) {
      path.push(at.id);
      const next: string | undefined = at[relation];
      at = next === undefined ? undefined : known.get(next);
    }
    if (at === undefined) continue;
    const cycle = path.slice(path.indexOf(at.id));
    // A node that names itself is told by the rules above.
    if (cycle.length < 2 || cycle.some((id) => told.has(id))) continue;
    for (const id of cycle) told.add(id);
    problems.push(
      problem(
        FILE,
        `The nodes ${[...cycle, at.id].join(' → ')} stand above each other in a circle (${relation}).`,
      ),
    );
  }
  return problems;
}
