import type { KeyObject } from 'node:crypto';
import type { PublicKeys } from '#contract';
import type { NetworkDirectory } from '../directory/network-directory.js';
import { publicKeyOf } from './key-file.js';

interface PeerKey {
  readonly kid: string;
  readonly sign: KeyObject;
  readonly seal: KeyObject;
  readonly validFrom: Date;
  readonly validUntil?: Date;
}

/** The peers of one node and their public keys. Has the shape of the exchange's port `PeerDirectory` (see NodeKeyring). */
export class PeerKeyring {
  readonly version: number;
  private readonly peers: ReadonlySet<string>;
  private readonly keys: ReadonlyMap<string, readonly PeerKey[]>;

  /** @param now real time: the spans of keys have nothing to do with the simulated day. */
  constructor(
    private readonly own: string,
    directory: NetworkDirectory,
    publicKeys: ReadonlyMap<string, readonly PublicKeys[]>,
    private readonly now: () => Date,
  ) {
    this.version = directory.settings.version;
    this.peers = new Set(directory.peersOf(own).keys());
    this.keys = new Map([...publicKeys].map(([node, listed]) => [node, listed.flatMap(keyOf)]));
  }

  isPeer(node: string): boolean {
    return node !== this.own && this.peers.has(node);
  }

  verificationKey(
    node: string,
    kid: string,
  ): { readonly publicKey: KeyObject; readonly validFrom: Date; readonly validUntil?: Date } | undefined {
    const key = this.keys.get(node)?.find((one) => one.kid === kid);
    if (key === undefined) return undefined;
    const { sign, validFrom, validUntil } = key;
    return { publicKey: sign, validFrom, ...(validUntil === undefined ? {} : { validUntil }) };
  }

  /** The key to seal to: of those valid now the one that began last; undefined when none is. */
  encryptionKey(node: string): { readonly kid: string; readonly publicKey: KeyObject } | undefined {
    const now = this.now().getTime();
    const key = (this.keys.get(node) ?? [])
      .filter(
        ({ validFrom, validUntil }) =>
          validFrom.getTime() <= now && (validUntil === undefined || now < validUntil.getTime()),
      )
      .sort((one, other) => other.validFrom.getTime() - one.validFrom.getTime())[0];
    return key === undefined ? undefined : { kid: key.kid, publicKey: key.seal };
  }
}

function keyOf({ kid, sign, seal, validFrom, validUntil }: PublicKeys): PeerKey[] {
  const signKey = publicKeyOf('Ed25519', sign);
  const sealKey = publicKeyOf('X25519', seal);
  if (signKey === undefined || sealKey === undefined) return [];
  const until = validUntil === undefined ? {} : { validUntil: new Date(validUntil) };
  return [{ kid, sign: signKey, seal: sealKey, validFrom: new Date(validFrom), ...until }];
}
