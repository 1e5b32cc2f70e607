import { encodeManifest, encodeParcel, encodeRecords, type FrameRecord, type Manifest } from '#contract';
import type { SystemClock } from '#platform';
import type { AuditHeads } from '../ports/audit.js';
import type { NodeKeys, PeerDirectory } from '../ports/keys.js';
import type { FrameParcel } from '../ports/transport.js';
import { hex, merkleRoot, messageDigest } from '../suite/digest.js';
import type { Suite } from '../suite/suite.js';

/** Signs messages as one frame and seals it to its addressee; anew for each attempt, with the keys of the day. */
export class FrameBuilder {
  constructor(
    private readonly keys: NodeKeys,
    private readonly directory: PeerDirectory,
    private readonly suite: Suite,
    private readonly clock: SystemClock,
    /** This node's epoch. Default 1. */
    private readonly epoch: () => number = () => 1,
  ) {}

  /** Throws when the directory has no key to seal to. */
  build(frame: {
    readonly frameId: string;
    readonly attempt: number;
    readonly dest: string;
    readonly records: readonly FrameRecord[];
    /** What it says of audit chains, and when this node's end was read. */
    readonly audit?: AuditHeads & { readonly at: Date };
  }): FrameParcel {
    const seal = this.directory.encryptionKey(frame.dest);
    if (seal === undefined) throw new Error(`no key to seal to ${frame.dest}`);
    const signing = this.keys.signingKey();
    const manifest = encodeManifest({
      v: 1,
      suite: this.suite.name,
      source: this.keys.node,
      dest: frame.dest,
      epoch: this.epoch(),
      frame: frame.frameId,
      attempt: frame.attempt,
      count: frame.records.length,
      root: hex(merkleRoot(frame.records.map((record) => messageDigest(record.id, record.bytes)))),
      signkid: signing.kid,
      sealkid: seal.kid,
      directory: this.directory.version,
      made: this.clock.now().toISOString(),
      ...saidOf(frame.audit),
    });
    const signature = this.suite.sign(signing.privateKey, manifest);
    const sealed = this.suite.sealTo(seal.publicKey, encodeRecords(frame.records), manifest);
    return {
      id: `${frame.frameId}-${frame.attempt}`,
      bytes: encodeParcel({ manifest, signature, sealed }),
    };
  }
}

function saidOf(audit: (AuditHeads & { readonly at: Date }) | undefined): Pick<Manifest, 'audit' | 'seen'> {
  if (audit === undefined) return {};
  const { own, theirs, at } = audit;
  return {
    ...(own === undefined ? {} : { audit: { ...own, at: at.toISOString() } }),
    ...(theirs === undefined ? {} : { seen: { ...theirs } }),
  };
}
