import type { StreamRef } from './messages.js';
import type { InboxRow, StoredOutboxRow } from './store-rows.js';

/** How this node stands with a peer. */
export interface PeerStanding {
  readonly node: string;
  /** The highest epoch seen of it; 0 before the first frame. */
  readonly epoch: number;
  /** The manifest, with its signature, by which that epoch became known. */
  readonly signed?: { readonly manifest: Uint8Array; readonly signature: Uint8Array };
  /** Being refilled from it: it is sent nothing until that is done. */
  readonly recovering: boolean;
  /** Since when, in database time: the store's own, whatever it is given. */
  readonly recoveringSince?: Date;
}

/** Streams with one peer whose ids share a bucket, in one direction. */
export interface StreamBucket {
  /** 0 to 255. */
  readonly bucket: number;
  /** XOR of the first 8 bytes of their heads, 16 hex digits. */
  readonly digest: string;
  readonly streams: number;
}

export interface Head {
  readonly last: number;
  /** 64 hex digits, zeros before the first. */
  readonly head: string;
}

/** Both directions of a stream with one peer, as one end holds them. */
export interface StreamStanding {
  readonly stream: StreamRef;
  /** What has left: messages that no frame has yet do not count. */
  readonly sent: Head;
  /** The highest sequence of these that was answered for good. */
  readonly answered: number;
  readonly applied: Head;
  /** The incoming stream was stopped: `applied` stands still while answers go on. */
  readonly stopped: boolean;
}

/** Messages that wait for earlier ones. */
export interface StreamGap {
  readonly peer: string;
  readonly stream: StreamRef;
  readonly from: number;
  readonly to: number;
}

/** A sending with what its addressee made of it. */
export interface AnsweredRow extends StoredOutboxRow {
  readonly reason?: string;
  readonly article?: string;
  readonly settledAt?: Date;
}

/** What one stream got back. */
export interface RefillLine {
  readonly peer: string;
  readonly stream: StreamRef;
  /** The epoch in which it was refilled. */
  readonly epoch: number;
  /** Own messages that the peer gave back. */
  readonly sent: number;
  /** Messages of the peer. */
  readonly applied: number;
  /** Of these, whose text the peer holds no more. */
  readonly gone: number;
  /** Back in the exchange, but not taken up by the casework. */
  readonly notRebuilt: number;
  /** Acts made on the older state and not sent yet; they follow now. */
  readonly renumbered: number;
  /** Why the first of `notRebuilt` was not. */
  readonly reason?: string;
  readonly at: Date;
}

/** A message that is back in the exchange and that the casework did not take up, or not whole. */
export interface LeftOut {
  readonly messageId: string;
  readonly peer: string;
  readonly stream: StreamRef;
  /** `own`: this node had sent it. */
  readonly side: 'own' | 'theirs';
  readonly type: string;
  /** Origin number, as the envelope says it. */
  readonly subject: string;
  /** The epoch in which it came back. */
  readonly epoch: number;
  readonly reason: string;
  /** `waiting`: tried again when more is back. `lost`: it stays as it is. `partly`: taken up but for what `reason` says. */
  readonly kind: 'waiting' | 'lost' | 'partly';
  readonly at: Date;
}

/** What resync needs from a database. Joins the open unit of work; where it says so, also outside of one. */
export interface ResyncStore {
  /** Outside or inside. 1 before it was ever raised. */
  ownEpoch(): Promise<number>;
  /** Never lowers it. */
  raiseOwnEpoch(epoch: number): Promise<void>;
  /** Outside or inside. Every peer that was ever heard or is being recovered from. */
  standings(): Promise<readonly PeerStanding[]>;
  saveStanding(standing: PeerStanding): Promise<void>;
  /** Outside or inside. Empty buckets are left out; by bucket. What no frame has yet does not count as sent. */
  streamBuckets(
    peer: string,
  ): Promise<{ readonly sent: readonly StreamBucket[]; readonly applied: readonly StreamBucket[] }>;
  /** Outside or inside. Streams with that peer in these buckets, by bucket, kind and id, after that one. */
  streamsIn(
    peer: string,
    buckets: readonly number[],
    page: { readonly limit: number; readonly after?: StreamRef },
  ): Promise<readonly StreamStanding[]>;
  /** Outside or inside. In their order; zeros for one that is not known. */
  standingsOf(peer: string, streams: readonly StreamRef[]): Promise<readonly StreamStanding[]>;
  /** Outside or inside. The chain head after that sequence, from the outbox or inbox rows; undefined when they are not there. */
  headAt(
    side: 'sent' | 'applied',
    peer: string,
    stream: StreamRef,
    sequence: number,
  ): Promise<string | undefined>;
  /**
   * Outside or inside. Open streams with parked messages, at most so many. Where the next one itself is parked, for a
   * refill closed the gap before it, it is what is missing: come again, it takes its turn.
   */
  gaps(limit: number): Promise<readonly StreamGap[]>;
  /** Outside or inside. Own messages of a stream from that sequence to that one, in order. */
  sentRange(
    peer: string,
    stream: StreamRef,
    from: number,
    to: number,
    limit: number,
  ): Promise<readonly AnsweredRow[]>;
  /** Outside or inside. Decided messages of a peer on a stream from that sequence on, in order. */
  takenFrom(peer: string, stream: StreamRef, from: number, limit: number): Promise<readonly InboxRow[]>;
  /** Own messages of a stream that no frame has yet, in order, locked. */
  lockUnsent(peer: string, stream: StreamRef): Promise<readonly StoredOutboxRow[]>;
  /** Deletes rows and bodies of messages that have never left. */
  withdraw(ids: readonly string[]): Promise<void>;
  /** Settles parked messages of a source that its newer epoch has overtaken. Gives back how many. */
  dropParked(source: string, reason: string): Promise<number>;
  bookRefill(line: Omit<RefillLine, 'at'>): Promise<void>;
  /** Outside or inside. Newest first. */
  refills(limit: number): Promise<readonly RefillLine[]>;
  /** One line for each message: a later one about the same message takes its place. */
  keepLeftOut(lines: readonly Omit<LeftOut, 'at'>[]): Promise<void>;
  /** Outside or inside. Streams with messages that wait, by their first line, after that one. */
  leftOutStreams(
    limit: number,
    after?: number,
  ): Promise<readonly { readonly peer: string; readonly stream: StreamRef; readonly position: number }[]>;
  /** Messages of a stream that wait, by id, at most so many. */
  leftOutOf(peer: string, stream: StreamRef, limit: number): Promise<readonly LeftOut[]>;
  /** These were taken up after all: their lines go, and the stream's refills count them no longer. */
  takenUpLater(peer: string, stream: StreamRef, ids: readonly string[]): Promise<void>;
  /** Outside or inside. Of an epoch, in the order in which they came back; `total` counts the others too. */
  leftOut(
    epoch: number,
    limit: number,
  ): Promise<{ readonly lines: readonly LeftOut[]; readonly total: number }>;
}
