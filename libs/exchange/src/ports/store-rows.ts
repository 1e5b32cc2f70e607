/** The rows and bounds of ExchangeStore (store.ts). */
import type { Acknowledged } from './alarms.js';
import type { StreamRef } from './messages.js';

export type { DueFrame, FrameRow, OutFrame, SentFrame } from './frame-rows.js';

/** Order of an outbox row's life: it only moves to a higher number until it is settled; then see mayFollow. */
export const OUTBOX_RANK = {
  new: 0,
  sent: 1,
  stored: 2,
  applied: 3,
  rejected: 4,
  quarantined: 5,
  unsupported: 6,
} as const;
export type OutboxStatus = keyof typeof OUTBOX_RANK;
/** The lowest rank of a settled row. */
export const SETTLED_RANK = OUTBOX_RANK.applied;

/** Codes of an inbox row's status in the database. */
export const INBOX_CODE = { parked: 0, applied: 1, rejected: 2, quarantined: 3, unsupported: 4 } as const;
export type InboxStatus = keyof typeof INBOX_CODE;

/** Codes of an incoming stream's status in the database. */
export const STREAM_CODE = { open: 0, rejected: 1, quarantined: 2 } as const;
export type InStreamStatus = keyof typeof STREAM_CODE;

/** Column sizes; the exchange never writes more. Text is ASCII unless it says otherwise. */
export const COLUMN = {
  node: 64,
  type: 96,
  streamId: 64,
  /** utf8mb4 */
  subject: 64,
  bodyKey: 64,
  reason: 64,
  /** utf8mb4 */
  article: 128,
  /** utf8mb4, for people */
  detail: 255,
  digest: 32,
  /** At most a frame's messages × 32. */
  leaves: 16_000,
  manifest: 2_048,
  signature: 256,
  /** The largest sealed body: MEDIUMBLOB. */
  body: 300_000,
  wrappedKey: 255,
  kid: 64,
  holder: 64,
} as const;

export interface OutStreamKey extends StreamRef {
  readonly dest: string;
}
export interface OutStream extends OutStreamKey {
  readonly epoch: number;
  /** Sequence of the last message, 0 before the first. */
  readonly last: number;
  /** Chain head after it, 32 bytes, zeros before the first. */
  readonly head: Uint8Array;
}

export interface InStreamKey extends StreamRef {
  readonly source: string;
}
export interface InStream extends InStreamKey {
  readonly epoch: number;
  /** Sequence of the last message that took its turn. */
  readonly last: number;
  readonly head: Uint8Array;
  readonly status: InStreamStatus;
  /** Why it is not open. */
  readonly reason?: string;
  readonly article?: string;
}

/** A message that waits for, or has got, its addressee's answer. Receipts have no stream, sequence and prevhash. */
export interface OutboxRow {
  readonly id: string;
  readonly dest: string;
  readonly type: string;
  readonly stream?: StreamRef;
  readonly sequence?: number;
  readonly prevhash?: Uint8Array;
  readonly epoch: number;
  readonly subject: string;
  readonly bodyKey: string;
  readonly causationId?: string;
  readonly time: Date;
  readonly digest: Uint8Array;
  /** Bytes of the plaintext. */
  readonly size: number;
}
export interface StoredOutboxRow extends OutboxRow {
  readonly status: OutboxStatus;
  readonly frameId?: string;
}

export interface InboxRow {
  readonly id: string;
  readonly source: string;
  readonly digest: Uint8Array;
  readonly status: InboxStatus;
  readonly reason?: string;
  readonly article?: string;
  /** Legal instant of the decision (of the arrival while parked). */
  readonly at: Date;
  /** Where it came in first: frame, attempt, place in it. */
  readonly frameId: string;
  readonly attempt: number;
  readonly place: number;
  /** The rest is absent when the envelope could not be decoded. */
  readonly type?: string;
  readonly stream?: StreamRef;
  readonly sequence?: number;
  readonly prevhash?: Uint8Array;
  readonly subject?: string;
  readonly bodyKey?: string;
  readonly causationId?: string;
  readonly time?: Date;
}
export interface InboxChange {
  readonly id: string;
  readonly status: Exclude<InboxStatus, 'parked'>;
  readonly reason?: string;
  readonly article?: string;
  readonly at: Date;
}

export interface StoredBody {
  readonly messageId: string;
  readonly bodyKey: string;
  /** Sealed under the case's key. */
  readonly sealed: Uint8Array;
}
export interface CaseKey {
  readonly bodyKey: string;
  /** The case's key under the node's at-rest key. */
  readonly wrapped: Uint8Array;
}

/** A frame's proof: manifest, signature and leaves verify for ever, also without the bodies. */
export interface FrameProof {
  readonly frameId: string;
  readonly attempt: number;
  readonly manifest: Uint8Array;
  readonly signature: Uint8Array;
  /** Merkle leaves, 32 bytes each, in order. */
  readonly leaves: Uint8Array;
}
export interface InFrame extends FrameProof {
  readonly source: string;
}
/** A message's own place in a frame whose proof is kept. */
export interface PlacedFrame extends FrameProof {
  readonly place: number;
}
/** What the database holds to prove one message; frame or receipt are absent while they are not there yet. */
export type ProofRows = {
  /** The other office. */
  readonly peer: string;
  readonly digest: Uint8Array;
} & (
  | {
      readonly side: 'sent';
      readonly receipt?: { readonly id: string; readonly bytes: Uint8Array; readonly frame: PlacedFrame };
    }
  | { readonly side: 'received'; readonly frame?: PlacedFrame }
);
/** Room left towards a peer is counted from this. */
export interface PeerWindow {
  readonly dest: string;
  /** 1: rows wait that no frame has yet, however many; 0: none. */
  readonly waiting: 0 | 1;
  readonly openFrames: number;
  readonly openBytes: number;
  /** Of the open frames those whose time to be sent again has come. */
  readonly dueFrames: number;
  /** Milliseconds since the peer's last receipt, or since the oldest open frame was made if there never was one. */
  readonly silentMs: number;
}

export interface Lease {
  readonly name: string;
  readonly holder: string;
  /** Grows by one with each change of holder. */
  readonly fencing: number;
}

export interface OutboxAnswer {
  readonly id: string;
  readonly status: Exclude<OutboxStatus, 'new' | 'sent'>;
  readonly reason?: string;
  readonly article?: string;
  /** Legal instant of the decision. */
  readonly at: Date;
  /** The receipt message that says so. */
  readonly receiptId: string;
  /** The frame that has the row, as lockOutbox tells it; absent when none has it. */
  readonly frameId?: string;
}
/** A receipt message as it came in; no personal data in it, kept in the clear as proof. */
export interface ReceiptRow {
  readonly id: string;
  readonly source: string;
  readonly frameId: string;
  readonly attempt: number;
  readonly place: number;
  readonly bytes: Uint8Array;
}

/** Something refused that has no inbox row of its own: a forged frame, an equivocating message, a bad receipt. */
export interface QuarantineEntry {
  readonly id: string;
  /** Who it claims to be from; not proven when the frame is forged. */
  readonly claimedSource?: string;
  readonly frameId?: string;
  readonly messageId?: string;
  readonly reason: string;
  readonly detail?: string;
  /** SHA-256 of what came in. */
  readonly digest: Uint8Array;
  readonly size: number;
}
/** A line of the operator's quarantine list. */
export interface QuarantinedItem {
  readonly id: string;
  readonly kind: 'frame' | 'message';
  readonly source?: string;
  readonly type?: string;
  readonly subject?: string;
  readonly stream?: StreamRef;
  readonly reason: string;
  readonly detail?: string;
  readonly at: Date;
  /** Who took note of it; until then it alarms. */
  readonly acknowledged?: Acknowledged;
}

/** Whether all is drained. `put` counts every sequenced message ever put and tells two equal moments apart. */
export interface ExchangeFigures {
  /** Outbox rows not settled yet, and receipts not sent yet. */
  readonly pending: number;
  /** Inbox rows that wait for an earlier message. */
  readonly parked: number;
  readonly put: number;
  /** Sequenced outbox rows settled as applied. */
  readonly applied: number;
  readonly quarantined: number;
  /** Milliseconds since the oldest unsettled row was written; 0 when there is none. */
  readonly oldestMs: number;
}

/** A message that was at work in solo mode and did not come to its end. */
export interface Trial {
  readonly messageId: string;
  /** How often, in company or alone. */
  readonly tries: number;
  /** How often alone. */
  readonly alone: number;
}

/** How the exchange with one peer stands. */
export interface PeerFigures {
  readonly peer: string;
  /** Messages to it that it has not answered yet. */
  readonly unanswered: number;
  /** Milliseconds since the oldest of them was written; 0 when there is none. */
  readonly oldestMs: number;
  /** Frames on their way to it. */
  readonly inFlight: number;
  /** Messages of it that wait for an earlier one: the gaps. */
  readonly parked: number;
  /** Messages of it that were put away. */
  readonly quarantined: number;
}

/** The lease went to another holder: stop, do nothing more with it. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}
