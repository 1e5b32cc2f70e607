import type { Directory, DirectoryNode, LinkKind } from '#contract';
import { problem, type DirectoryProblem } from './problem.js';

const FILE = 'network.yaml';

/** What must hold for the links: both ends exist, fit their kind, are named once; nobody is cut off from its parent. */
export function checkLinks(directory: Directory): DirectoryProblem[] {
  const known = new Map(directory.nodes.map((node) => [node.id, node]));
  const units = new Set(directory.units.map(({ id }) => id));
  const seen = new Set<string>();
  const problems: DirectoryProblem[] = [];
  const tell = (at: string, sentence: string): void => void problems.push(problem(at, sentence));

  directory.links.forEach(({ kind, of, with: others }, index) => {
    const at = `${FILE} links[${index}]`;
    const one = known.get(of);
    if (one === undefined) tell(at, unknownPeer(of, units));
    for (const id of others) {
      const other = known.get(id);
      if (other === undefined) tell(at, unknownPeer(id, units));
      else if (id === of) tell(at, `${of} is linked with itself.`);
      else if (seen.has(pair(of, id))) tell(at, `${of} and ${id} are linked twice.`);
      else if (one !== undefined && placed(one, known) && placed(other, known) && !fits(kind, one, other)) {
        tell(at, `The ${kind} link joins ${of} (${one.role}) and ${id} (${other.role}); ${FITTING[kind]}.`);
      }
      seen.add(pair(of, id));
    }
  });
  for (const { id, parent } of directory.nodes) {
    if (
      parent !== undefined &&
      parent !== id &&
      known.get(parent)?.role === 'city' &&
      !seen.has(pair(id, parent))
    ) {
      tell(
        `${FILE} links`,
        `${id} has no link with its parent ${parent}; nothing could be sent to it or come back.`,
      );
    }
  }
  return problems;
}

const FITTING: Readonly<Record<LinkKind, string>> = {
  vertical: 'vertical links join a congress office with the one above it or with a township',
  horizontal: 'horizontal links join a congress office or a committee with an agency',
  internal: 'internal links join a congress office with its own committees',
};

const pair = (one: string, other: string): string => [one, other].sort().join(' ');

function unknownPeer(id: string, units: ReadonlySet<string>): string {
  return units.has(id)
    ? `${id} is a unit without a node; link its keeper instead.`
    : `The link names ${id}, but there is no such node.`;
}

/** A node whose parent is wrong is told by its own rule; its links would only repeat that. */
const placed = ({ id, role, parent }: DirectoryNode, known: ReadonlyMap<string, DirectoryNode>): boolean =>
  parent === undefined ? role === 'city' : parent !== id && known.get(parent)?.role === 'city';

function fits(kind: LinkKind, one: DirectoryNode, other: DirectoryNode): boolean {
  const roles = new Set([one.role, other.role]);
  switch (kind) {
    case 'vertical':
      return (
        (one.parent === other.id || other.parent === one.id) &&
        !roles.has('agency') &&
        !roles.has('committee')
      );
    case 'horizontal':
      return roles.has('agency') && (roles.has('city') || roles.has('committee'));
    case 'internal':
      return (
        roles.has('committee') && roles.has('city') && (one.parent === other.id || other.parent === one.id)
      );
  }
}
