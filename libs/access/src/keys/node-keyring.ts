import type { KeyObject } from 'node:crypto';
import type { PublicKeys } from '#contract';
import type { NodeSecrets } from './key-file.js';
import { newestOf } from './span.js';

/** What the directory lists of this node now, and real time. */
interface Listed {
  readonly keys: readonly PublicKeys[];
  readonly now: () => Date;
}

/**
 * One node's own keys. Has the shape of the exchange's port `NodeKeys`; access may not import the exchange, so the
 * composition root joins them and the compiler checks that they fit.
 */
export class NodeKeyring {
  constructor(
    readonly node: string,
    private first: NodeSecrets,
    /** Other secrets, for a rotation to come or kept while something sealed with them is on its way or at rest. */
    private others: readonly NodeSecrets[] = [],
    /** Absent: the first pair signs. */
    private listed?: Listed,
  ) {}

  /** A newer directory, and the key files as they are now. */
  adopt(first: NodeSecrets, others: readonly NodeSecrets[], listed: Listed): void {
    this.first = first;
    this.others = others;
    this.listed = listed;
  }

  /** Of the pairs held here the one that the directory lists as valid now and that began last. */
  signingKey(): { readonly kid: string; readonly privateKey: KeyObject } {
    const held = this.all();
    const mine = this.listed?.keys.filter(({ kid }) => held.some((own) => own.kid === kid)) ?? [];
    const chosen = this.listed === undefined ? undefined : newestOf(mine, this.listed.now());
    const { kid, signing } = held.find((own) => own.kid === chosen?.kid) ?? this.first;
    return { kid, privateKey: signing };
  }

  decryptionKey(kid: string): KeyObject | undefined {
    return this.all().find((secrets) => secrets.kid === kid)?.decryption;
  }

  atRestKey(): { readonly kid: string; readonly key: KeyObject } {
    return this.first.atRest;
  }

  oldAtRestKey(kid: string): KeyObject | undefined {
    return this.all().find(({ atRest }) => atRest.kid === kid)?.atRest.key;
  }

  private all(): readonly NodeSecrets[] {
    return [this.first, ...this.others];
  }
}
