import type { Certificate } from '#contract';
import type { NetworkDirectory } from '../directory/network-directory.js';
import { isValidAt } from '../keys/span.js';

type Certificates = ReadonlyMap<string, readonly Certificate[]>;

/** By which way a node's peers are reached, and which certificates are theirs. Fits the exchange's port `PeerReach`. */
export class NodeReach {
  /** @param now real time, for the spans of certificates. */
  constructor(
    private readonly own: string,
    private readonly directory: NetworkDirectory,
    private readonly certificates: () => Certificates,
    private readonly now: () => Date,
  ) {}

  /** The origin of a peer that another organisation runs; undefined: it is reached by the queue of this one. */
  address(node: string): URL | undefined {
    const peer = this.directory.node(node);
    if (peer?.https === undefined || peer.operator === this.directory.node(this.own)?.operator)
      return undefined;
    return this.directory.peersOf(this.own).has(node) ? new URL(peer.https.url) : undefined;
  }

  /** The peer whose certificate this is now; undefined when it is nobody's, or of a node that is no peer. */
  holder(spki: string): string | undefined {
    const now = this.now();
    for (const node of this.directory.peersOf(this.own).keys()) {
      const listed = this.certificates().get(node) ?? [];
      if (listed.some((one) => one.spki === spki && isValidAt(one, now))) return node;
    }
    return undefined;
  }
}
