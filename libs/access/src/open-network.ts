import type { NodeRole } from '#contract';
import { checkHostedNodes } from './directory/hosted-nodes.js';
import { loadDirectory, type LoadOptions } from './directory/load-directory.js';
import type { NetworkDirectory } from './directory/network-directory.js';
import type { DirectoryProblem } from './directory/problem.js';
import { openMatterKey } from './keys/matter-key.js';
import { openKeys } from './keys/network-keys.js';
import { NodeKeyring } from './keys/node-keyring.js';
import { NodeMatterNetwork } from './matter-network.js';
import { NodeOffice } from './node-office.js';
import { PeerKeyring } from './keys/peer-keyring.js';

/** What one hosted node knows of itself and its network. */
export interface NodeIdentity {
  readonly node: string;
  /** Fits the exchange's port `NodeKeys`. */
  readonly keys: NodeKeyring;
  /** Fits the exchange's port `PeerDirectory`. */
  readonly peers: PeerKeyring;
  /** Fits the casework's port `Office`. */
  readonly office: NodeOffice;
  /** Fits the casework's port `MatterNetwork`. */
  readonly matter: NodeMatterNetwork;
}

export type OpenedNetwork =
  | { readonly ok: true; readonly directory: NetworkDirectory; readonly identities: readonly NodeIdentity[] }
  | { readonly ok: false; readonly problems: readonly DirectoryProblem[] };

export interface OpenOptions extends Omit<LoadOptions, 'now'> {
  readonly role: NodeRole;
  /** Node ids, as the setting NODES lists them. */
  readonly hosted: readonly string[];
  /** Real time, not the simulated day. */
  readonly now: () => Date;
}

/**
 * Everything that a process of one role needs of the network before it starts: the directory, checked whole, the
 * nodes it hosts, their keys and peers. One problem, and nothing starts.
 */
export function openNetwork(options: OpenOptions): OpenedNetwork {
  const { role, hosted, now, dataDir } = options;
  const loaded = loadDirectory({ ...options, now: now() });
  if (!loaded.ok) return loaded;
  const { directory } = loaded;
  const misplaced = checkHostedNodes(directory, role, hosted);
  if (misplaced.length > 0) return { ok: false, problems: misplaced };
  const opened = openKeys(directory, dataDir, hosted);
  if (!opened.ok) return opened;
  const matterKey = openMatterKey(dataDir, directory.settings.simulated);
  if (!matterKey.ok) return { ok: false, problems: [matterKey.problem] };
  const { secrets, spare, publicKeys } = opened.keys;
  const identities = [...secrets].map(([node, own]) => ({
    node,
    keys: new NodeKeyring(node, own, spare.get(node), { keys: publicKeys.get(node) ?? [], now }),
    peers: new PeerKeyring(node, directory, publicKeys, now),
    office: new NodeOffice(directory, node),
    matter: new NodeMatterNetwork(directory, node, matterKey.key),
  }));
  return { ok: true, directory, identities };
}
