import { decodeManifest, type Hello } from '#contract';
import type { NodeKeys, PeerDirectory } from '../ports/keys.js';
import type { Suite } from '../suite/suite.js';

/** Reads the manifest by which a peer shows this node an epoch of its own. */
export class OwnManifests {
  constructor(
    private readonly keys: Pick<NodeKeys, 'node'>,
    private readonly directory: Pick<PeerDirectory, 'verificationKey'>,
    private readonly suite: Suite,
  ) {}

  /** The epoch in which this node signed it; undefined when there is none, or it is not this node's signature. */
  epochOf(peer: string, { signed }: Pick<Hello, 'signed'>): number | undefined {
    if (signed === undefined) return undefined;
    const bytes = Buffer.from(signed.manifest, 'base64url');
    const manifest = decodeManifest(bytes);
    if (manifest?.source !== this.keys.node || manifest.dest !== peer) return undefined;
    const key = this.directory.verificationKey(this.keys.node, manifest.signkid);
    const signature = Buffer.from(signed.signature, 'base64url');
    return key !== undefined && this.suite.verify(key.publicKey, bytes, signature)
      ? manifest.epoch
      : undefined;
  }
}
