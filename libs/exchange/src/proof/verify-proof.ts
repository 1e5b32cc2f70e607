import {
  decodeEnvelope,
  decodeManifest,
  type Manifest,
  type Proof,
  receiptDataSchema,
  type ReceiptItem,
  type SignedFrame,
} from '#contract';
import type { PeerDirectory } from '../ports/keys.js';
import { fromHex, hex, merkleRoot, messageDigest } from '../suite/digest.js';
import type { Suite } from '../suite/suite.js';

/** Why a proof proves nothing. */
export type ProofFlaw =
  | 'nothing-signed'
  | 'bytes-differ'
  | 'bytes-not-an-envelope'
  | 'bytes-of-another-message'
  | 'not-a-manifest'
  | 'unknown-suite'
  | 'signed-by-another'
  | 'made-for-another'
  | 'unknown-key'
  | 'key-not-valid'
  | 'key-revoked'
  | 'forged-signature'
  | 'wrong-root'
  | 'not-in-the-frame'
  | 'not-a-receipt'
  | 'receipt-of-another-message';

/** Where a flaw was found: the message, the frame it was sent in, or the receipt. */
export interface FoundFlaw {
  readonly at: 'message' | 'sent' | 'receipt';
  readonly flaw: ProofFlaw;
}

export interface Verified {
  /** Empty: everything in the proof holds. */
  readonly flaws: readonly FoundFlaw[];
  /** The sender's signature over the message: when it was sent. */
  readonly sent?: Manifest;
  /** The addressee's signed answer. */
  readonly answer?: ReceiptItem;
}

/** Checks a proof with nothing but public keys: no database, no network, no clock. Never throws. */
export function verifyProof(
  proof: Proof,
  keys: Pick<PeerDirectory, 'verificationKey'>,
  suite: Suite,
): Verified {
  const { message, sent, receipt } = proof;
  const flaws: FoundFlaw[] = [];
  const note = (at: FoundFlaw['at'], flaw: ProofFlaw | undefined): void => {
    if (flaw !== undefined) flaws.push({ at, flaw });
  };
  if (sent === undefined && receipt === undefined) note('message', 'nothing-signed');
  note('message', flawOfBytes(message));
  const between = { from: message.source, to: message.dest };
  const sending = sent === undefined ? undefined : flawOfFrame(sent, message.digest, between, keys, suite);
  note('sent', sending?.flaw);
  const answered = receipt === undefined ? undefined : readReceipt(receipt, proof, keys, suite);
  note('receipt', answered?.flaw);
  return {
    flaws,
    ...(sending?.manifest === undefined ? {} : { sent: sending.manifest }),
    ...(answered?.item === undefined ? {} : { answer: answered.item }),
  };
}

function flawOfBytes({ id, digest, source, dest, bytes }: Proof['message']): ProofFlaw | undefined {
  if (bytes === undefined) return undefined;
  const plain = Buffer.from(bytes, 'base64url');
  if (hex(messageDigest(id, plain)) !== digest) return 'bytes-differ';
  const read = decodeEnvelope(plain);
  if (!read.ok) return 'bytes-not-an-envelope';
  const { envelope } = read;
  const own = envelope.id === id && envelope.source === source && envelope.dest === dest;
  return own ? undefined : 'bytes-of-another-message';
}

/** The frame's flaw, or its manifest: signed by `from`, for `to`, with this digest in its place. */
function flawOfFrame(
  frame: SignedFrame,
  digest: string,
  { from, to }: { readonly from: string; readonly to: string },
  keys: Pick<PeerDirectory, 'verificationKey'>,
  suite: Suite,
): { readonly flaw?: ProofFlaw; readonly manifest?: Manifest } {
  const bytes = Buffer.from(frame.manifest, 'base64url');
  const manifest = decodeManifest(bytes);
  if (manifest === undefined) return { flaw: 'not-a-manifest' };
  if (manifest.suite !== suite.name) return { flaw: 'unknown-suite' };
  if (manifest.source !== from) return { flaw: 'signed-by-another' };
  if (manifest.dest !== to) return { flaw: 'made-for-another' };
  const key = keys.verificationKey(from, manifest.signkid);
  if (key === undefined) return { flaw: 'unknown-key' };
  const made = new Date(manifest.made);
  if (made < key.validFrom || (key.validUntil !== undefined && made >= key.validUntil)) {
    return { flaw: 'key-not-valid' };
  }
  if (key.revokedOn !== undefined && made >= key.revokedOn) return { flaw: 'key-revoked' };
  if (!suite.verify(key.publicKey, bytes, Buffer.from(frame.signature, 'base64url'))) {
    return { flaw: 'forged-signature' };
  }
  if (hex(merkleRoot(frame.leaves.map(fromHex))) !== manifest.root) return { flaw: 'wrong-root' };
  if (frame.leaves[frame.place] !== digest) return { flaw: 'not-in-the-frame' };
  return { manifest };
}

function readReceipt(
  receipt: NonNullable<Proof['receipt']>,
  { message }: Proof,
  keys: Pick<PeerDirectory, 'verificationKey'>,
  suite: Suite,
): { readonly flaw?: ProofFlaw; readonly item?: ReceiptItem } {
  const bytes = Buffer.from(receipt.bytes, 'base64url');
  const digest = hex(messageDigest(receipt.id, bytes));
  const back = { from: message.dest, to: message.source };
  const frame = flawOfFrame(receipt.frame, digest, back, keys, suite);
  if (frame.flaw !== undefined) return { flaw: frame.flaw };
  const read = decodeEnvelope(bytes);
  const data =
    read.ok && read.kind === 'receipt' ? receiptDataSchema.safeParse(read.envelope.data) : undefined;
  if (data?.success !== true) return { flaw: 'not-a-receipt' };
  const item = data.data.items.find(({ id }) => id === message.id);
  return item?.digest === message.digest ? { item } : { flaw: 'receipt-of-another-message' };
}
