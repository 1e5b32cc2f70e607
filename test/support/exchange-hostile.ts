import {
  encodeEnvelope,
  encodeManifest,
  encodeParcel,
  encodeRecords,
  FRAME_SUITE,
  type FrameRecord,
  RECEIPT_TYPE,
  type SequencedEnvelope,
} from '#contract';
import { type InboundMessage, merkleRoot, messageDigest, nodeSuite } from '#exchange';
import { uuidV7 } from '#platform';
import type { TestKeys } from './exchange-keys.js';

/** Frames that a peer with good keys and bad software, or bad intent, could sign. */
export interface HostileParcels {
  readonly malformed: Uint8Array;
  readonly oversized: Uint8Array;
  readonly duplicateKey: Uint8Array;
  readonly foreignSource: Uint8Array;
  /** The id of a message that was taken, with other bytes. */
  readonly otherBytes: Uint8Array;
  /** Another message at a sequence that is taken. */
  readonly takenSequence: Uint8Array;
  /** The next message, on another chain. */
  readonly brokenChain: Uint8Array;
  /** A receipt for a message that was never sent to it. */
  readonly receiptForNothing: Uint8Array;
}

/** Signs frames from one node to another by hand; `known` is a message that was taken before. */
export function hostileParcel(
  from: TestKeys,
  to: TestKeys,
  known?: InboundMessage,
  receiptFor: string = uuidV7(),
): HostileParcels {
  const frame = (record: FrameRecord): Uint8Array => signedFrame(from, to, [record]);
  const envelope = (change: Partial<SequencedEnvelope>): FrameRecord => {
    const id = change.id ?? uuidV7();
    const made: SequencedEnvelope = {
      specversion: '1.0',
      id,
      source: from.node,
      dest: to.node,
      type: 'huiyin.leg.sent.v1',
      subject: 'CS-2026-000001',
      time: '2026-08-03T01:00:00.000Z',
      streamid: known === undefined ? `leg/${uuidV7()}` : `leg/${known.stream.id}`,
      sequence: 1,
      prevhash: '0'.repeat(64),
      epoch: 1,
      correlationid: 'case-1',
      datacontenttype: 'application/json',
      data: { n: 666 },
      ...change,
    };
    return { id, bytes: encodeEnvelope(made) };
  };
  const text = (content: string): FrameRecord => ({ id: uuidV7(), bytes: Buffer.from(content, 'utf8') });
  const receiptId = uuidV7();
  return {
    malformed: frame(text('{"specversion":"1.0",')),
    oversized: frame(text(`"${'x'.repeat(300_000)}"`)),
    duplicateKey: frame(text('{"id":"1","id":"2"}')),
    foreignSource: frame(envelope({ source: 'agency:court' })),
    otherBytes: frame(envelope(known === undefined ? {} : { id: known.id })),
    takenSequence: frame(envelope({})),
    brokenChain: frame(envelope({ sequence: 2, prevhash: 'a'.repeat(64) })),
    receiptForNothing: frame({
      id: receiptId,
      bytes: encodeEnvelope({
        specversion: '1.0',
        id: receiptId,
        source: from.node,
        dest: to.node,
        type: RECEIPT_TYPE,
        time: '2026-08-03T01:00:00.000Z',
        epoch: 1,
        datacontenttype: 'application/json',
        data: {
          items: [
            { id: receiptFor, digest: '0'.repeat(64), status: 'applied', at: '2026-08-03T01:00:00.000Z' },
          ],
        },
      }),
    }),
  };
}

/** A rightly signed and sealed frame of any records. */
export function signedFrame(from: TestKeys, to: TestKeys, records: readonly FrameRecord[]): Uint8Array {
  const signing = from.signingKey();
  const manifest = encodeManifest({
    v: 1,
    suite: FRAME_SUITE,
    source: from.node,
    dest: to.node,
    epoch: 1,
    frame: uuidV7(),
    attempt: 1,
    count: records.length,
    root: Buffer.from(merkleRoot(records.map((record) => messageDigest(record.id, record.bytes)))).toString(
      'hex',
    ),
    signkid: signing.kid,
    sealkid: `${to.node}-seal`,
    directory: 1,
    made: new Date().toISOString(),
  });
  return encodeParcel({
    manifest,
    signature: nodeSuite.sign(signing.privateKey, manifest),
    sealed: nodeSuite.sealTo(to.sealPublic, encodeRecords(records), manifest),
  });
}
