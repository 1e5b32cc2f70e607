import type { KeyObject } from 'node:crypto';
import type { PublicKeys } from '#contract';
import type { NetworkDirectory } from '../directory/network-directory.js';
import { publicKeyOf } from './key-file.js';
import { newestOf } from './span.js';

/** A key that checks signatures, with its span. */
interface VerificationKey {
  readonly publicKey: KeyObject;
  readonly validFrom: Date;
  readonly validUntil?: Date;
  readonly revokedOn?: Date;
}

/** The peers of one node and their public keys. Has the shape of the exchange's port `PeerDirectory` (see NodeKeyring). */
export class PeerKeyring {
  /** @param now real time: the spans of keys have nothing to do with the simulated day. */
  constructor(
    private readonly own: string,
    private readonly directory: NetworkDirectory,
    private publicKeys: ReadonlyMap<string, readonly PublicKeys[]>,
    private readonly now: () => Date,
  ) {}

  /** The keys of a newer directory; the directory itself has taken it in already. */
  adopt(publicKeys: ReadonlyMap<string, readonly PublicKeys[]>): void {
    this.publicKeys = publicKeys;
  }

  get version(): number {
    return this.directory.settings.version;
  }

  isPeer(node: string): boolean {
    return node !== this.own && this.directory.peersOf(this.own).has(node);
  }

  /** All nodes with which this one may exchange, by name. */
  peers(): readonly string[] {
    return [...this.directory.peersOf(this.own).keys()].filter((node) => node !== this.own).sort();
  }

  /** Revoked ones too, with the instant: what they signed before it still verifies. */
  verificationKey(node: string, kid: string): VerificationKey | undefined {
    const key = this.publicKeys.get(node)?.find((one) => one.kid === kid);
    const publicKey = key === undefined ? undefined : publicKeyOf('Ed25519', key.sign);
    if (key === undefined || publicKey === undefined) return undefined;
    const { validFrom, validUntil, revokedOn } = key;
    return {
      publicKey,
      validFrom: new Date(validFrom),
      ...(validUntil === undefined ? {} : { validUntil: new Date(validUntil) }),
      ...(revokedOn === undefined ? {} : { revokedOn: new Date(revokedOn) }),
    };
  }

  /** The key to seal to: of those valid now the one that began last; undefined when none is. */
  encryptionKey(node: string): { readonly kid: string; readonly publicKey: KeyObject } | undefined {
    const key = newestOf(this.publicKeys.get(node) ?? [], this.now());
    const publicKey = key === undefined ? undefined : publicKeyOf('X25519', key.seal);
    return key === undefined || publicKey === undefined ? undefined : { kid: key.kid, publicKey };
  }
}
