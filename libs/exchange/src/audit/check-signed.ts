import type { KeyObject } from 'node:crypto';
import { decodeManifest, type Manifest } from '#contract';
import { openBody, unwrapCaseKey } from '../bodies/bodies.js';
import type { AuditSaying } from '../ports/audit.js';
import type { NodeKeys, PeerDirectory } from '../ports/keys.js';
import type { InFrame } from '../ports/store-rows.js';
import { hex, merkleRoot, messageDigest, sameBytes } from '../suite/digest.js';
import type { Suite } from '../suite/suite.js';

/** What carries its own proof, as one moment of the database holds it. */
export interface SignedRows {
  frames(): AsyncIterable<InFrame>;
  /** `leaf`: what the frame says of it; absent when its frame is not there. */
  receipts(): AsyncIterable<{
    readonly id: string;
    readonly source: string;
    readonly bytes: Uint8Array;
    readonly leaf?: Uint8Array;
  }>;
  /** Each sequenced message; `body` is absent when it was destroyed with its dossier, `needed` when it must be there. */
  bodies(): AsyncIterable<{
    readonly messageId: string;
    readonly peer: string;
    readonly digest: Uint8Array;
    readonly needed: boolean;
    readonly body?: { readonly bodyKey: string; readonly sealed: Uint8Array; readonly wrapped?: Uint8Array };
  }>;
}

/** A row that does not carry the proof that it should. */
export interface SignedFlaw {
  readonly table:
    'exchange_in_frame' | 'exchange_receipt' | 'exchange_body' | 'exchange_case_key' | 'audit_peer';
  readonly row: string;
  readonly flaw: 'forged-signature' | 'changed' | 'gone';
  readonly detail: string;
  /** The office that holds the same. */
  readonly heldBy?: string;
}

interface Checker {
  readonly keys: NodeKeys;
  readonly directory: Pick<PeerDirectory, 'verificationKey'>;
  readonly suite: Suite;
}

/** Verifies every frame, receipt and stored message of a node. @returns what does not hold, and how much was checked. */
export async function checkSigned(
  rows: SignedRows,
  checker: Checker,
): Promise<{ readonly flaws: readonly SignedFlaw[]; readonly checked: number }> {
  const flaws: SignedFlaw[] = [];
  let checked = 0;
  for await (const frame of rows.frames()) {
    checked += 1;
    const detail = flawOfFrame(frame, checker);
    if (detail === undefined) continue;
    flaws.push({
      table: 'exchange_in_frame',
      row: `${frame.frameId}/${frame.attempt}`,
      flaw: 'forged-signature',
      detail,
      heldBy: frame.source,
    });
  }
  for await (const { id, source, bytes, leaf } of rows.receipts()) {
    checked += 1;
    if (leaf !== undefined && sameBytes(leaf, messageDigest(id, bytes))) continue;
    const detail =
      leaf === undefined ? 'its frame is not there' : 'not the bytes that its frame was signed for';
    flaws.push({ table: 'exchange_receipt', row: id, flaw: 'changed', detail, heldBy: source });
  }
  const opener = new BodyOpener(checker);
  for await (const message of rows.bodies()) {
    checked += 1;
    const flaw = opener.flawOf(message);
    if (flaw !== undefined) flaws.push({ ...flaw, heldBy: message.peer });
  }
  return { flaws, checked };
}

type StoredMessage = SignedRows extends { bodies(): AsyncIterable<infer M> } ? M : never;

class BodyOpener {
  private readonly opened = new Map<string, KeyObject | string>();

  constructor(private readonly checker: Checker) {}

  flawOf({ messageId, digest, needed, body }: StoredMessage): SignedFlaw | undefined {
    if (body === undefined) {
      return needed
        ? { table: 'exchange_body', row: messageId, flaw: 'gone', detail: 'it is not answered yet' }
        : undefined;
    }
    const key = this.keyOf(body);
    if (typeof key === 'string')
      return { table: 'exchange_case_key', row: body.bodyKey, flaw: 'changed', detail: key };
    const plain = openBody({ messageId, sealed: body.sealed }, key, this.checker.suite);
    const same = plain !== undefined && sameBytes(messageDigest(messageId, plain), digest);
    return same
      ? undefined
      : { table: 'exchange_body', row: messageId, flaw: 'changed', detail: 'not the bytes of its digest' };
  }

  private keyOf({ bodyKey, wrapped }: NonNullable<StoredMessage['body']>): KeyObject | string {
    const known = this.opened.get(bodyKey);
    if (known !== undefined) return known;
    const made = this.open(bodyKey, wrapped);
    this.opened.set(bodyKey, made);
    return made;
  }

  private open(bodyKey: string, wrapped: Uint8Array | undefined): KeyObject | string {
    if (wrapped === undefined) return 'the key of stored messages is not there';
    try {
      return unwrapCaseKey({ bodyKey, wrapped }, this.checker.keys, this.checker.suite);
    } catch (error) {
      return error instanceof Error ? error.message : 'it does not open';
    }
  }
}

function flawOfFrame(frame: InFrame, checker: Checker): string | undefined {
  const manifest = decodeManifest(frame.manifest);
  const wrong = manifest === undefined ? 'not a manifest' : flawOfManifest(frame, manifest, checker);
  if (manifest === undefined || wrong !== undefined) return wrong;
  if (manifest.frame !== frame.frameId || manifest.attempt !== frame.attempt)
    return 'the manifest is of another frame';
  const leaves = Array.from({ length: Math.floor(frame.leaves.byteLength / 32) }, (_, at) =>
    frame.leaves.subarray(32 * at, 32 * (at + 1)),
  );
  const whole = leaves.length > 0 && hex(merkleRoot(leaves)) === manifest.root;
  return whole ? undefined : 'the leaves are not those of the signed root';
}

function flawOfManifest(
  { manifest: bytes, signature, source }: Pick<InFrame, 'manifest' | 'signature' | 'source'>,
  manifest: Manifest,
  { directory, suite }: Checker,
): string | undefined {
  if (manifest.source !== source) return `signed as ${manifest.source}`;
  const key = directory.verificationKey(source, manifest.signkid);
  // A key that was revoked since says nothing about what it signed before.
  if (key === undefined) return undefined;
  return suite.verify(key.publicKey, bytes, signature) ? undefined : 'the signature does not hold';
}

/** Whether a peer really signed that statement about a chain. */
export function flawOfSaying(saying: AuditSaying, checker: Checker): SignedFlaw | undefined {
  const { peer, of, head } = saying;
  const manifest = decodeManifest(saying.manifest);
  const said = of === 'theirs' ? manifest?.audit : manifest?.seen;
  const detail =
    manifest === undefined
      ? 'not a manifest'
      : said?.hash !== head.hash || said.sequence !== head.sequence
        ? 'the signed manifest says another end'
        : flawOfManifest({ ...saying, source: peer }, manifest, checker);
  return detail === undefined
    ? undefined
    : { table: 'audit_peer', row: `${peer}/${of}`, flaw: 'forged-signature', detail, heldBy: peer };
}
