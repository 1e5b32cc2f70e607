import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { BodyVault } from '../ports/messages.js';
import type { NodeKeys } from '../ports/keys.js';
import type { CaseKey, StoredBody } from '../ports/store-rows.js';
import type { ExchangeStore } from '../ports/store.js';
import type { Suite } from '../suite/suite.js';

/** Bytes of a message that are to be kept under their case's key. */
export interface PlainBody {
  readonly messageId: string;
  readonly bodyKey: string;
  readonly bytes: Uint8Array;
}

const text = (value: string): Uint8Array => Buffer.from(value, 'utf8');

/** Keeps message bytes sealed under one key per case, and those keys sealed under the node's at-rest key. */
export class Bodies implements BodyVault {
  constructor(
    private readonly store: ExchangeStore,
    private readonly keys: NodeKeys,
    private readonly suite: Suite,
  ) {}

  /** Inside an open unit of work. */
  async keep(bodies: readonly PlainBody[]): Promise<void> {
    if (bodies.length === 0) return;
    const names = [...new Set(bodies.map((body) => body.bodyKey))].sort();
    const opened = new Map<string, KeyObject>();
    const missing = new Set(names);
    for (const kept of await this.store.readCaseKeys(names)) {
      opened.set(kept.bodyKey, this.unwrap(kept));
      missing.delete(kept.bodyKey);
    }
    if (missing.size > 0) {
      const made = [...missing].map((bodyKey) => this.wrapNew(bodyKey));
      for (const held of await this.store.ensureCaseKeys(made)) opened.set(held.bodyKey, this.unwrap(held));
    }
    await this.store.insertBodies(
      bodies.map(({ messageId, bodyKey, bytes }): StoredBody => {
        const key = opened.get(bodyKey);
        if (key === undefined) throw new Error('the store gave no key for a case');
        return { messageId, bodyKey, sealed: this.suite.sealWith(key, bytes, text(`body:${messageId}`)) };
      }),
    );
  }

  /** Plain bytes by message id; a destroyed body is absent. */
  async open(messageIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const plain = new Map<string, Uint8Array>();
    if (messageIds.length === 0) return plain;
    const bodies = await this.store.readBodies(messageIds);
    const names = [...new Set(bodies.map((body) => body.bodyKey))];
    const keys = new Map(
      (await this.store.readCaseKeys(names)).map((kept) => [kept.bodyKey, this.unwrap(kept)]),
    );
    for (const { messageId, bodyKey, sealed } of bodies) {
      const key = keys.get(bodyKey);
      const bytes = key === undefined ? undefined : openBody({ messageId, sealed }, key, this.suite);
      if (bytes !== undefined) plain.set(messageId, bytes);
    }
    return plain;
  }

  async destroy(bodyKey: string): Promise<void> {
    const inUse = await this.store.bodiesInUse(bodyKey);
    const plain = await this.open(inUse.map((body) => body.messageId));
    await this.store.deleteCase(bodyKey);
    await this.keep([...plain].map(([messageId, bytes]) => ({ messageId, bodyKey, bytes })));
  }

  private wrapNew(bodyKey: string): CaseKey {
    const { kid, key } = this.keys.atRestKey();
    const name = text(kid);
    const sealed = this.suite.sealWith(key, randomBytes(32), text(`case:${bodyKey}`));
    return { bodyKey, wrapped: Buffer.concat([Uint8Array.of(name.byteLength), name, sealed]) };
  }

  private unwrap(kept: CaseKey): KeyObject {
    return unwrapCaseKey(kept, this.keys, this.suite);
  }
}

/** @throws when the at-rest key is not here, or the case's key was changed. */
export function unwrapCaseKey({ bodyKey, wrapped }: CaseKey, keys: NodeKeys, suite: Suite): KeyObject {
  const end = 1 + (wrapped[0] ?? 0);
  const kid = Buffer.from(wrapped.subarray(1, end)).toString('utf8');
  const current = keys.atRestKey();
  const key = current.kid === kid ? current.key : keys.oldAtRestKey(kid);
  if (key === undefined)
    throw new Error(`the at-rest key ${kid} is not here: stored messages cannot be read`);
  const plain = suite.openWith(key, wrapped.subarray(end), text(`case:${bodyKey}`));
  if (plain === undefined) throw new Error(`a case key does not open under the at-rest key ${kid}`);
  return createSecretKey(plain);
}

/** The plain bytes of one body; undefined when it was changed. */
export const openBody = (
  { messageId, sealed }: Pick<StoredBody, 'messageId' | 'sealed'>,
  key: KeyObject,
  suite: Suite,
): Uint8Array | undefined => suite.openWith(key, sealed, text(`body:${messageId}`));
