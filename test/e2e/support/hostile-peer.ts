import { openNetwork } from '#access';
import {
  decodeParcel,
  encodeEnvelope,
  encodeParcel,
  type FrameRecord,
  type NodeRole,
  type SequencedEnvelope,
} from '#contract';
import { bullmqSender, FrameBuilder, nodeSuite } from '#exchange';
import { noFailpoint, silentLog, systemClock, uuidV7 } from '#platform';
import { eventually } from '../../support/eventually.js';

/** A peer with the real keys of a node of the sample network, which sends what the node itself never would. */
export class HostilePeer {
  private readonly builder: FrameBuilder;
  private readonly keys: FrameBuilderKeys;

  /** Legs on which it has written something. */
  readonly legs = new Set<string>();
  /** In which the node speaks: who signs for a node and is found out by it makes it raise its own. */
  epoch = 1;

  private constructor(
    readonly node: string,
    identity: { readonly keys: FrameBuilderKeys; readonly peers: FrameBuilderPeers },
    private readonly redisUrl: string,
  ) {
    this.keys = identity.keys;
    this.builder = new FrameBuilder(identity.keys, identity.peers, nodeSuite, systemClock, () => this.epoch);
  }

  /** Reads the keys that the running node uses, from the data folder. */
  static of(role: NodeRole, node: string, dataDir: string, redisUrl: string): HostilePeer {
    const opened = openNetwork({
      path: 'deploy/network/sample',
      dataDir,
      role,
      hosted: [node],
      now: () => systemClock.now(),
    });
    const identity = opened.ok ? opened.identities[0] : undefined;
    if (identity === undefined) throw new Error(`no keys of ${node} in ${dataDir}`);
    return new HostilePeer(node, identity, redisUrl);
  }

  /** A message as this node would write it; a test states what is wrong with it. */
  message(dest: string, legId: string, change: Partial<SequencedEnvelope> = {}): FrameRecord {
    const id = change.id ?? uuidV7();
    this.legs.add(legId);
    const envelope: SequencedEnvelope = {
      specversion: '1.0',
      id,
      source: this.node,
      dest,
      type: 'huiyin.leg.accept.v1',
      subject: 'CS-2026-1-00001',
      time: '2026-01-04T01:00:00.000Z',
      streamid: `leg/${legId}`,
      sequence: 1,
      prevhash: '0'.repeat(64),
      epoch: this.epoch,
      correlationid: 'CS-2026-1-00001',
      datacontenttype: 'application/json',
      data: {},
      ...change,
    };
    return { id, bytes: encodeEnvelope(envelope) };
  }

  /** Signed by this node and sealed to the addressee. */
  frame(dest: string, records: readonly FrameRecord[]): Uint8Array {
    return this.builder.build({ frameId: uuidV7(), attempt: 1, dest, records }).bytes;
  }

  /** The same frame, signed by us instead of the node that it claims to come from. */
  forge(frame: Uint8Array): Uint8Array {
    const parcel = decodeParcel(frame);
    if (parcel === undefined) throw new Error('not a frame');
    const { privateKey } = this.keys.signingKey();
    return encodeParcel({ ...parcel, signature: nodeSuite.sign(privateKey, parcel.manifest) });
  }

  /** Puts bytes into a node's queue, whoever they are meant for. */
  async put(queueOf: string, ...frames: readonly Uint8Array[]): Promise<void> {
    const sender = bullmqSender({
      node: this.node,
      redisUrl: this.redisUrl,
      failpoint: noFailpoint,
      log: silentLog,
    });
    try {
      const parcels = frames.map((bytes) => ({ id: uuidV7(), bytes }));
      // The connection refuses to send before it stands.
      await eventually(
        () =>
          sender.send(queueOf, parcels).then(
            () => true,
            () => false,
          ),
        (sent) => sent,
      );
    } finally {
      await sender.close();
    }
  }
}

type FrameBuilderKeys = ConstructorParameters<typeof FrameBuilder>[0];
type FrameBuilderPeers = ConstructorParameters<typeof FrameBuilder>[1];
