/** Keys and directory as the exchange needs them; the access lib implements both. */
import type { KeyObject } from 'node:crypto';

/** The node's own secrets. */
export interface NodeKeys {
  /** Node id, for example `city`. */
  readonly node: string;
  /** The Ed25519 key that signs now. */
  signingKey(): { readonly kid: string; readonly privateKey: KeyObject };
  /** The X25519 private key of that kid, also one that was replaced; undefined when the node never had it. */
  decryptionKey(kid: string): KeyObject | undefined;
  /** The secret 32-byte key (KeyObject of type secret) that wraps case keys now. */
  atRestKey(): { readonly kid: string; readonly key: KeyObject };
  /** An at-rest key of that kid, also one that was replaced. */
  oldAtRestKey(kid: string): KeyObject | undefined;
}

/** Public keys of the network, from the signed directory. */
export interface PeerDirectory {
  /** Never falls. */
  readonly version: number;
  /** Whether this node may exchange with that one. */
  isPeer(node: string): boolean;
  /** All of them, by name. */
  peers(): readonly string[];
  /**
   * The Ed25519 public key of that node and kid, with its span; undefined when unknown. From `revokedOn` on nothing that
   * comes in with it is taken; what was stored before still verifies when it was made before.
   */
  verificationKey(
    node: string,
    kid: string,
  ):
    | {
        readonly publicKey: KeyObject;
        readonly validFrom: Date;
        readonly validUntil?: Date;
        readonly revokedOn?: Date;
      }
    | undefined;
  /** The X25519 public key to seal to now. */
  encryptionKey(node: string): { readonly kid: string; readonly publicKey: KeyObject } | undefined;
}
