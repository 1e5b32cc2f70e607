import { checkHostedNodes } from './directory/hosted-nodes.js';
import { loadDirectory } from './directory/load-directory.js';
import type { NetworkDirectory } from './directory/network-directory.js';
import { problem, type DirectoryProblem } from './directory/problem.js';
import { openKeys } from './keys/network-keys.js';
import type { NodeIdentity, OpenOptions } from './open-network.js';

/** What came of looking at the directory again. */
export type TakenDirectory =
  | { readonly kind: 'taken'; readonly from: number; readonly to: number }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly problems: readonly DirectoryProblem[] };

/**
 * Reads the directory again while the nodes of this process run. A newer one that passes every check of a start takes
 * the place of the one in use for all of them at once: peers, links, keys, certificates, units, staff. An older, unsigned
 * or broken one changes nothing. What the law hangs on (rule pack, defaults, time zone) counts from the next start.
 */
export function takeDirectory(
  running: { readonly directory: NetworkDirectory; readonly identities: readonly NodeIdentity[] },
  options: OpenOptions,
): TakenDirectory {
  const { directory, identities } = running;
  const { role, hosted, dataDir, now } = options;
  const refused = (problems: readonly DirectoryProblem[]): TakenDirectory => ({ kind: 'refused', problems });
  const loaded = loadDirectory({ ...options, now: now() });
  if (!loaded.ok) return refused(loaded.problems);
  const newer = loaded.directory;
  const [before, after] = [directory.settings, newer.settings];
  if (after.version === before.version) return { kind: 'unchanged' };
  const other = differences(directory, newer);
  if (other.length > 0) return refused(other);
  const misplaced = checkHostedNodes(newer, role, hosted);
  if (misplaced.length > 0) return refused(misplaced);
  const opened = openKeys(newer, dataDir, hosted);
  if (!opened.ok) return refused(opened.problems);
  const { secrets, spare, publicKeys } = opened.keys;
  directory.adopt(newer);
  for (const { node, keys, peers } of identities) {
    peers.adopt(publicKeys);
    const own = secrets.get(node);
    if (own !== undefined) keys.adopt(own, spare.get(node) ?? [], { keys: publicKeys.get(node) ?? [], now });
  }
  return { kind: 'taken', from: before.version, to: after.version };
}

/** What a running node cannot change. */
function differences(directory: NetworkDirectory, newer: NetworkDirectory): DirectoryProblem[] {
  const [before, after] = [directory.settings, newer.settings];
  const at = (key: string): string => `network.yaml ${key}`;
  return [
    // The memory of versions says so too, as long as nobody has deleted it.
    ...(after.version < before.version
      ? [
          problem(
            at('version'),
            `The version fell from ${before.version} to ${after.version}; a version never falls.`,
          ),
        ]
      : []),
    ...(['network', 'simulated', 'timeZone'] as const)
      .filter((key) => before[key] !== after[key])
      .map((key) => problem(at(key), `${key} cannot change while nodes run; restart them.`)),
  ];
}
