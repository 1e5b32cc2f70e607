import type { KeyObject } from 'node:crypto';
import type { NodeSecrets } from './key-file.js';

/**
 * One node's own keys. Has the shape of the exchange's port `NodeKeys`; access may not import the exchange, so the
 * composition root joins them and the compiler checks that they fit.
 */
export class NodeKeyring {
  constructor(
    readonly node: string,
    private readonly current: NodeSecrets,
    /** Replaced secrets, kept while something sealed with them is still on its way or at rest. */
    private readonly replaced: readonly NodeSecrets[] = [],
  ) {}

  signingKey(): { readonly kid: string; readonly privateKey: KeyObject } {
    return { kid: this.current.kid, privateKey: this.current.signing };
  }

  decryptionKey(kid: string): KeyObject | undefined {
    return [this.current, ...this.replaced].find((secrets) => secrets.kid === kid)?.decryption;
  }

  atRestKey(): { readonly kid: string; readonly key: KeyObject } {
    return this.current.atRest;
  }

  oldAtRestKey(kid: string): KeyObject | undefined {
    return [this.current, ...this.replaced].find(({ atRest }) => atRest.kid === kid)?.atRest.key;
  }
}
