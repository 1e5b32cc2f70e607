import type { NodeRole } from '#contract';
import type { NetworkDirectory } from './network-directory.js';
import { problem, type DirectoryProblem } from './problem.js';

/** What is wrong with the nodes that a process is told to host: unknown ids, or a node of another role's app. */
export function checkHostedNodes(
  directory: NetworkDirectory,
  role: NodeRole,
  ids: readonly string[],
): DirectoryProblem[] {
  return ids.flatMap((id) => {
    const node = directory.node(id);
    if (node === undefined) {
      const known = directory
        .nodes()
        .filter((one) => one.role === role)
        .map((one) => one.id);
      return [
        problem(
          'NODES',
          `${id} is no node of the network; nodes of the role ${role} are ${known.join(', ') || 'none'}.`,
        ),
      ];
    }
    return node.role === role
      ? []
      : [problem('NODES', `${id} has the role ${node.role}, but this is the app of the role ${role}.`)];
  });
}
