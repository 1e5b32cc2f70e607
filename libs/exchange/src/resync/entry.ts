import {
  decodeEnvelope,
  decodeManifest,
  type FrameRecord,
  RECEIPT_TYPE,
  type Refill,
  type RefillEntry,
} from '#contract';
import type { OpenedFrame } from '../frames/open.js';
import { toInbound } from '../inbox/decide.js';
import type { NodeKeys, PeerDirectory } from '../ports/keys.js';
import type { InboundMessage } from '../ports/messages.js';
import { verifyProof } from '../proof/verify-proof.js';
import { fromHex, hex, messageDigest } from '../suite/digest.js';
import type { Suite } from '../suite/suite.js';

/** A message that came back and is proven by this node's own signature. */
export interface ProvenEntry {
  readonly entry: RefillEntry;
  /** The epoch in which this node signed it, or its receipt. */
  readonly epoch: number;
  readonly digest: Uint8Array;
  readonly prevhash: Uint8Array;
  readonly messageEpoch: number;
  readonly size: number;
  /** Absent: its body was destroyed at the peer. */
  readonly whole?: { readonly message: InboundMessage; readonly bytes: Uint8Array };
}

/** A proven entry with the frame of the refill that brought it. */
export interface Arrived extends ProvenEntry {
  readonly frame: OpenedFrame;
  readonly place: number;
  /** The peer's receipt for own messages, in the same frame. */
  readonly receipt?: FrameRecord & { readonly place: number };
}

/** The entries of one frame of a refill that are of these streams and prove something, and the ids of the others. */
export function provenOf(
  frame: OpenedFrame,
  refill: Refill,
  streams: ReadonlySet<string>,
  {
    keys,
    directory,
    suite,
  }: {
    readonly keys: Pick<NodeKeys, 'node'>;
    readonly directory: Pick<PeerDirectory, 'verificationKey'>;
    readonly suite: Suite;
  },
): { readonly proven: readonly Arrived[]; readonly unproven: readonly string[] } {
  const records = new Map(frame.records.map((record, place) => [record.id, { ...record, place }]));
  const [, second] = frame.records;
  const receipt = second !== undefined && isReceipt(second.bytes) ? { ...second, place: 1 } : undefined;
  const ends = { node: keys.node, peer: frame.manifest.source };
  const proven: Arrived[] = [];
  const unproven: string[] = [];
  for (const entry of refill.entries) {
    const record = records.get(entry.id);
    const found = streams.has(entry.stream)
      ? proveEntry(entry, record?.bytes, ends, directory, suite)
      : undefined;
    if (found === undefined) unproven.push(entry.id);
    else
      proven.push({
        ...found,
        frame,
        place: record?.place ?? 0,
        ...(receipt === undefined || entry.of === 'mine' ? {} : { receipt }),
      });
  }
  return { proven, unproven };
}

function isReceipt(bytes: Uint8Array): boolean {
  const decoded = decodeEnvelope(bytes);
  return decoded.ok && decoded.kind === 'receipt' && decoded.envelope.type === RECEIPT_TYPE;
}

/** Checks an entry of a refill, bytes first; undefined when it proves nothing. */
export function proveEntry(
  entry: RefillEntry,
  bytes: Uint8Array | undefined,
  ends: { readonly node: string; readonly peer: string },
  directory: Pick<PeerDirectory, 'verificationKey'>,
  suite: Suite,
): ProvenEntry | undefined {
  const epoch = signedEpoch(entry, ends, directory, suite);
  if (epoch === undefined) return undefined;
  const digest = fromHex(entry.digest);
  if (bytes === undefined) {
    const { gone } = entry;
    if (gone === undefined) return undefined;
    const prevhash = fromHex(gone.prevhash);
    return { entry, epoch, digest, prevhash, messageEpoch: gone.epoch, size: gone.size };
  }
  if (hex(messageDigest(entry.id, bytes)) !== entry.digest) return undefined;
  const decoded = decodeEnvelope(bytes);
  if (!decoded.ok || decoded.kind !== 'sequenced') return undefined;
  const { envelope } = decoded;
  const [source, dest] = entry.of === 'yours' ? [ends.node, ends.peer] : [ends.peer, ends.node];
  if (envelope.id !== entry.id || envelope.source !== source || envelope.dest !== dest) return undefined;
  if (envelope.streamid !== entry.stream || envelope.sequence !== entry.sequence) return undefined;
  return {
    entry,
    epoch,
    digest,
    prevhash: fromHex(envelope.prevhash),
    messageEpoch: envelope.epoch,
    size: bytes.byteLength,
    whole: { message: toInbound(envelope), bytes },
  };
}

/** The epoch in which this node signed the message that it sent, or its answer to the peer's. */
function signedEpoch(
  entry: RefillEntry,
  { node, peer }: { readonly node: string; readonly peer: string },
  directory: Pick<PeerDirectory, 'verificationKey'>,
  suite: Suite,
): number | undefined {
  const { proof } = entry;
  const { message } = proof;
  const [source, dest] = entry.of === 'yours' ? [node, peer] : [peer, node];
  if (message.id !== entry.id || message.digest !== entry.digest) return undefined;
  if (message.source !== source || message.dest !== dest) return undefined;
  const verified = verifyProof(proof, directory, suite);
  if (verified.flaws.length > 0) return undefined;
  if (entry.of === 'yours') return verified.sent?.epoch;
  if (proof.receipt === undefined || verified.answer?.status !== entry.status) return undefined;
  return decodeManifest(Buffer.from(proof.receipt.frame.manifest, 'base64url'))?.epoch;
}
