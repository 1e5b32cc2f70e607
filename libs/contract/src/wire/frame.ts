import { z } from 'zod';
import { wireText } from './envelope.js';
import { WIRE_LIMITS } from './limits.js';
import { decodeStrictJson } from './strict-json.js';

/** The one suite of this version: Ed25519 signs, X25519 agrees, HKDF-SHA-256 derives, AES-256-GCM seals. */
export const FRAME_SUITE = 'ed25519-x25519-aes256gcm';

/** The one message pattern that a node's Nest app sees of the exchange. */
export const FRAME_PATTERN = 'frame';

/** The end of a node's audit chain: one link for each unit of work. */
export const auditHeadSchema = z.looseObject({
  /** Links so far. */
  sequence: z.int().min(1),
  /** Hash of the last link, hex. */
  hash: wireText.hash,
});
export type AuditHead = z.infer<typeof auditHeadSchema>;

/** What is signed of a frame; the signature covers its exact bytes. */
export const manifestSchema = z.looseObject({
  v: z.literal(1),
  suite: z.string().max(64),
  source: wireText.node,
  dest: wireText.node,
  epoch: z.int().min(1),
  /** UUIDv7 of the frame; with `attempt` it names one sending. */
  frame: wireText.uuid,
  attempt: z.int().min(1),
  count: z.int().min(1).max(WIRE_LIMITS.frameMessages),
  /** Merkle root over the messages, hex. */
  root: wireText.hash,
  /** Key that signs. */
  signkid: z.string().min(1).max(64),
  /** Key it is sealed to. */
  sealkid: z.string().min(1).max(64),
  /** Version of the network directory that the sender went by. */
  directory: z.int().min(0),
  /** Real time of the sending. */
  made: wireText.instant,
  /** The sender's own audit chain (since 1.1), and when its end was read: a chain that is shorter later was cut. */
  audit: z.exactOptional(auditHeadSchema.extend({ at: wireText.instant })),
  /** The last end of the addressee's audit chain that the sender was told, with the epoch of the frame that
   *  told it (since 1.1): the signature countersigns it. */
  seen: z.exactOptional(auditHeadSchema.extend({ epoch: z.int().min(1) })),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Manifest bytes as they are signed. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(manifest));
}

/** Undefined when the bytes are no manifest of this version. */
export function decodeManifest(bytes: Uint8Array): Manifest | undefined {
  const json = decodeStrictJson(bytes, WIRE_LIMITS.manifestBytes, 4);
  return json.ok ? manifestSchema.safeParse(json.value).data : undefined;
}

/** One message in a frame: its id stands outside of its bytes so that even unreadable bytes can be answered. */
export interface FrameRecord {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The plaintext of a frame: for each message 16 bytes id, 4 bytes length (big endian), the bytes. */
export function encodeRecords(records: readonly FrameRecord[]): Uint8Array {
  const total = records.reduce((sum, record) => sum + 20 + record.bytes.byteLength, 0);
  const out = new Uint8Array(total);
  const view = new DataView(out.buffer);
  let at = 0;
  for (const record of records) {
    out.set(uuidToBytes(record.id), at);
    view.setUint32(at + 16, record.bytes.byteLength);
    out.set(record.bytes, at + 20);
    at += 20 + record.bytes.byteLength;
  }
  return out;
}

/** Undefined when the plaintext is cut, too long, or has another count than the manifest says. */
export function decodeRecords(plain: Uint8Array, count: number): readonly FrameRecord[] | undefined {
  const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  const records: FrameRecord[] = [];
  let at = 0;
  while (at < plain.byteLength) {
    if (at + 20 > plain.byteLength || records.length === count) return undefined;
    const end = at + 20 + view.getUint32(at + 16);
    if (end > plain.byteLength) return undefined;
    records.push({ id: bytesToUuid(plain.subarray(at, at + 16)), bytes: plain.subarray(at + 20, end) });
    at = end;
  }
  return records.length === count ? records : undefined;
}

/** A frame as a queue or a connection carries it. */
export interface Parcel {
  readonly manifest: Uint8Array;
  readonly signature: Uint8Array;
  readonly sealed: Uint8Array;
}

const MAGIC = [0x48, 0x59, 0x46, 0x31] as const; // HYF1

/** `HYF1`, then manifest and signature with 2 bytes of length each, then the sealed records to the end. */
export function encodeParcel(parcel: Parcel): Uint8Array {
  const { manifest, signature, sealed } = parcel;
  const out = new Uint8Array(8 + manifest.byteLength + signature.byteLength + sealed.byteLength);
  const view = new DataView(out.buffer);
  out.set(MAGIC);
  view.setUint16(4, manifest.byteLength);
  out.set(manifest, 6);
  view.setUint16(6 + manifest.byteLength, signature.byteLength);
  out.set(signature, 8 + manifest.byteLength);
  out.set(sealed, 8 + manifest.byteLength + signature.byteLength);
  return out;
}

/** Bytes of the largest parcel that a receiver looks at. */
export const PARCEL_MAX_BYTES =
  8 + WIRE_LIMITS.manifestBytes + 256 + WIRE_LIMITS.frameBytes + 20 * WIRE_LIMITS.frameMessages + 128;

/** Undefined when the bytes are no parcel. */
export function decodeParcel(bytes: Uint8Array): Parcel | undefined {
  if (bytes.byteLength < 8 || bytes.byteLength > PARCEL_MAX_BYTES) return undefined;
  if (MAGIC.some((byte, at) => bytes[at] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const manifestEnd = 6 + view.getUint16(4);
  if (manifestEnd + 2 > bytes.byteLength) return undefined;
  const signatureEnd = manifestEnd + 2 + view.getUint16(manifestEnd);
  if (signatureEnd > bytes.byteLength) return undefined;
  return {
    manifest: bytes.subarray(6, manifestEnd),
    signature: bytes.subarray(manifestEnd + 2, signatureEnd),
    sealed: bytes.subarray(signatureEnd),
  };
}

/** Where in the text of a UUID each of its bytes stands. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;
/** Each byte as two hex digits: asked for every message, so not made anew. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** 16 bytes of a UUID. */
export function uuidToBytes(id: string): Uint8Array {
  const out = new Uint8Array(16);
  let at = 0;
  for (const place of PLACES)
    out[at++] = (nibble(id.charCodeAt(place)) << 4) | nibble(id.charCodeAt(place + 1));
  return out;
}

/** The value of a lower-case hex digit: 0–9 are 48–57, a–f 97–102. */
const nibble = (code: number): number => (code < 58 ? code - 48 : code - 87) & 15;

function bytesToUuid(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += HEX[byte] ?? '';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
