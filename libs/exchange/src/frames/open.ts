import { decodeManifest, decodeParcel, decodeRecords, type FrameRecord, type Manifest } from '#contract';
import { systemClock, type SystemClock } from '#platform';
import type { NodeKeys, PeerDirectory } from '../ports/keys.js';
import { hex, merkleRoot, messageDigest } from '../suite/digest.js';
import type { Suite } from '../suite/suite.js';

/** Why a frame is not taken. */
export type FrameRefusal =
  | 'not-a-frame'
  | 'not-a-manifest'
  | 'unknown-suite'
  | 'wrong-addressee'
  | 'unknown-source'
  | 'unknown-key'
  | 'key-not-valid'
  | 'key-revoked'
  | 'forged-signature'
  | 'not-sealed-to-us'
  | 'broken-records'
  | 'wrong-root';

/** A frame whose source is proven. */
export interface OpenedFrame {
  readonly manifest: Manifest;
  readonly manifestBytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly records: readonly (FrameRecord & { readonly digest: Uint8Array })[];
}

export type FrameOpening =
  | { readonly ok: true; readonly frame: OpenedFrame }
  | { readonly ok: false; readonly refusal: FrameRefusal; readonly claimed?: Manifest };

/** Verifies, then opens. Of an unverified frame only the bounded manifest is read, to learn which key must verify it. */
export class FrameOpener {
  constructor(
    private readonly keys: NodeKeys,
    private readonly directory: PeerDirectory,
    private readonly suite: Suite,
    private readonly clock: SystemClock = systemClock,
  ) {}

  /** Never throws. */
  open(bytes: Uint8Array): FrameOpening {
    const parcel = decodeParcel(bytes);
    if (parcel === undefined) return { ok: false, refusal: 'not-a-frame' };
    const manifest = decodeManifest(parcel.manifest);
    if (manifest === undefined) return { ok: false, refusal: 'not-a-manifest' };
    const no = (refusal: FrameRefusal): FrameOpening => ({ ok: false, refusal, claimed: manifest });
    if (manifest.suite !== this.suite.name) return no('unknown-suite');
    if (manifest.dest !== this.keys.node) return no('wrong-addressee');
    if (!this.directory.isPeer(manifest.source)) return no('unknown-source');
    const key = this.directory.verificationKey(manifest.source, manifest.signkid);
    if (key === undefined) return no('unknown-key');
    if (!this.suite.verify(key.publicKey, parcel.manifest, parcel.signature)) return no('forged-signature');
    // Whatever it says of when it was made: whoever holds a stolen key writes what date he likes. An honest frame that
    // was on its way comes again, signed with the key of the day.
    if (key.revokedOn !== undefined && this.clock.now() >= key.revokedOn) return no('key-revoked');
    const made = new Date(manifest.made);
    if (made < key.validFrom || (key.validUntil !== undefined && made >= key.validUntil))
      return no('key-not-valid');
    const own = this.keys.decryptionKey(manifest.sealkid);
    const plain = own === undefined ? undefined : this.suite.open(own, parcel.sealed, parcel.manifest);
    if (plain === undefined) return no('not-sealed-to-us');
    const records = decodeRecords(plain, manifest.count)?.map((record) => ({
      ...record,
      digest: messageDigest(record.id, record.bytes),
    }));
    if (records === undefined) return no('broken-records');
    if (hex(merkleRoot(records.map((record) => record.digest))) !== manifest.root) return no('wrong-root');
    return {
      ok: true,
      frame: { manifest, manifestBytes: parcel.manifest, signature: parcel.signature, records },
    };
  }
}
