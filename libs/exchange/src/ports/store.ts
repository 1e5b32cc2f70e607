/**
 * What the exchange needs from a database. The persistence lib implements it on MariaDB; `testing/` holds the
 * in-memory twin; one conformance suite runs against both.
 *
 * Every method joins the open unit of work and throws outside one, except where it says otherwise. Methods take and
 * give many rows at once: one statement per call, whatever the number of rows. All times are database time; delays
 * are given in milliseconds so that no client clock matters. Byte columns hold exactly what is given.
 */
import type { AlarmStore } from './alarms.js';
import type { AuditHeadStore } from './audit.js';
import type { HealStore } from './heal.js';
import type { OperatorStore } from './operator.js';
import type { ResyncStore } from './resync.js';
import type { Delivery, StreamHeads, StreamKind, StreamRef } from './messages.js';
import type {
  CaseKey,
  DueFrame,
  ExchangeFigures,
  FrameRow,
  InFrame,
  InStream,
  InStreamKey,
  InboxChange,
  InboxRow,
  Lease,
  OutFrame,
  OutStream,
  OutStreamKey,
  OutboxAnswer,
  OutboxRow,
  PeerFigures,
  PeerWindow,
  ProofRows,
  QuarantineEntry,
  QuarantinedItem,
  ReceiptRow,
  SentFrame,
  StoredBody,
  StoredOutboxRow,
  Trial,
} from './store-rows.js';

export interface ExchangeStore extends AlarmStore, AuditHeadStore, HealStore, OperatorStore, ResyncStore {
  // sending
  /** Makes the rows that are missing (epoch 1, last 0, head zeros), locks all, sorted; in the order of the keys. */
  lockOutStreams(keys: readonly OutStreamKey[]): Promise<readonly OutStream[]>;
  saveOutStreams(streams: readonly OutStream[]): Promise<void>;
  /** Status new; rows keep the order given (an AUTO_INCREMENT position). */
  insertOutbox(rows: readonly OutboxRow[]): Promise<void>;

  // case keys and bodies
  /** Inserts the keys that are missing, sorted, and gives back the ones that hold, in the order given. */
  ensureCaseKeys(candidates: readonly CaseKey[]): Promise<readonly CaseKey[]>;
  /** May run outside a unit. Those that exist, any order. */
  readCaseKeys(bodyKeys: readonly string[]): Promise<readonly CaseKey[]>;
  insertBodies(bodies: readonly StoredBody[]): Promise<void>;
  /** May run outside a unit. Those that exist, any order. */
  readBodies(messageIds: readonly string[]): Promise<readonly StoredBody[]>;
  /** Bodies under this key of outbox rows that are not settled and inbox rows that are parked. */
  bodiesInUse(bodyKey: string): Promise<readonly StoredBody[]>;
  /** Deletes the key and every body under it. */
  deleteCase(bodyKey: string): Promise<void>;

  // relay: every method with a lease throws LeaseLost unless the lease row (locked) still shows this fencing number
  /** Own unit. Undefined while another holder's lease runs (database time). Renews for the same holder. */
  acquireLease(name: string, holder: string, ttlMs: number): Promise<Lease | undefined>;
  /** Own unit. Lets go at once; nothing when it is no longer ours. */
  releaseLease(lease: Lease): Promise<void>;
  /** May run outside a unit. Peers with anything waiting or open. */
  peerWindows(): Promise<readonly PeerWindow[]>;
  /** Rows of that addressee that no frame has, in order, FOR UPDATE SKIP LOCKED, at most so many and so many bytes
   *  (always at least one). */
  claimNew(
    lease: Lease,
    dest: string,
    max: { readonly rows: number; readonly bytes: number },
  ): Promise<readonly FrameRow[]>;
  /** Makes frames (attempt 1) of claimed rows; due again after the delay. */
  insertOutFrames(lease: Lease, frames: readonly OutFrame[], retryInMs: number): Promise<void>;
  /** After the queue has them: new → sent; unsequenced rows and their bodies go; frames with nothing left are closed. */
  markSent(lease: Lease, frames: readonly SentFrame[]): Promise<void>;
  /** Open frames whose time has come, oldest first, FOR UPDATE SKIP LOCKED. */
  claimDue(lease: Lease, limit: number): Promise<readonly DueFrame[]>;
  /** Sets attempt and next time; `close` ends frames with nothing left to send. */
  rescheduleFrames(
    lease: Lease,
    frames: readonly { readonly frameId: string; readonly attempt: number; readonly retryInMs: number }[],
    close: readonly string[],
  ): Promise<void>;

  // receiving
  /** As lockOutStreams, for incoming ones. */
  lockInStreams(keys: readonly InStreamKey[]): Promise<readonly InStream[]>;
  saveInStreams(streams: readonly InStream[]): Promise<void>;
  /** Those that exist, any order. */
  readInbox(ids: readonly string[]): Promise<readonly InboxRow[]>;
  /** A duplicate key (1062) throws. */
  insertInbox(rows: readonly InboxRow[]): Promise<void>;
  /** Only parked rows change. */
  settleInbox(changes: readonly InboxChange[]): Promise<void>;
  /** Parked rows of these streams, by stream and sequence. */
  readParked(keys: readonly InStreamKey[]): Promise<readonly InboxRow[]>;
  /** The same (frame, attempt) again changes nothing. */
  insertInFrames(frames: readonly InFrame[]): Promise<void>;
  insertQuarantine(entries: readonly QuarantineEntry[]): Promise<void>;

  // what one life of the exchange leaves to the next
  /** Own unit. True when the last life did not end in order. */
  beginLife(): Promise<boolean>;
  /** Own unit. */
  endLife(): Promise<void>;
  /** Counts one more try for each; gives back those that were there before, as they stood. */
  beginTrials(ids: readonly string[], alone: boolean): Promise<readonly Trial[]>;
  endTrials(ids: readonly string[]): Promise<void>;

  // receipts
  /** Locks the rows, sorted by id; those that exist. */
  lockOutbox(ids: readonly string[]): Promise<readonly StoredOutboxRow[]>;
  /** Forward only: rows that are settled, or further, stay. Closes frames with nothing left; notes that the peer spoke. */
  answerOutbox(source: string, answers: readonly OutboxAnswer[]): Promise<void>;
  /** The same id again changes nothing. */
  insertReceipts(rows: readonly ReceiptRow[]): Promise<void>;

  // reading, outside or inside a unit
  figures(): Promise<ExchangeFigures>;
  /** Every peer with which anything is under way or put away; by name. Reads only what is open. */
  peerFigures(): Promise<readonly PeerFigures[]>;
  deliveries(stream: StreamRef): Promise<readonly Delivery[]>;
  heads(peer: string, stream: StreamRef): Promise<StreamHeads>;
  /** What proves a sequenced message that was sent or received; undefined when it is not known. */
  readProof(messageId: string): Promise<ProofRows | undefined>;
  /** Newest first by (at, id), after the cursor. */
  quarantined(page: { readonly limit: number; readonly after?: string }): Promise<readonly QuarantinedItem[]>;
  /** Streams of that kind that are not open, with their cause. */
  stoppedStreams(kind: StreamKind): Promise<readonly InStream[]>;
}
