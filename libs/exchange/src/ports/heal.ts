import type { StreamRef } from './messages.js';
import type { InboxRow, OutboxAnswer, OutboxRow } from './store-rows.js';

/** Where a message stands, by what its row still says: other columns of it may be damaged. */
export interface MessagePlace {
  readonly side: 'sent' | 'received';
  readonly peer: string;
  readonly stream?: StreamRef;
  readonly sequence?: number;
  /** Not answered yet (sent), or waiting for an earlier one (received). */
  readonly open: boolean;
  /** Of what was received: the frame in which it came. */
  readonly frame?: { readonly frameId: string; readonly attempt: number; readonly place: number };
}

/** A place in a stream that this node has passed and of which no row is there. */
export interface Hole {
  readonly side: 'sent' | 'received';
  readonly peer: string;
  readonly stream: StreamRef;
  readonly sequence: number;
}

/**
 * Puts rows of messages back to what their signed bytes say. Each method gives back whether anything was changed. Inside
 * a unit; the audit chain covers what was written anew.
 */
export interface HealStore {
  /** Also of a row that no program can have written. Outside or inside. */
  placeOf(id: string): Promise<MessagePlace | undefined>;
  /**
   * Places up to the end of each stream whose rows were taken away, by peer, stream, side and sequence; at most so many.
   * Reads both tables: for an operator, not for a message. Outside or inside.
   */
  holes(limit: number): Promise<readonly Hole[]>;
  /** Receipts of that peer whose bytes name the message, the newest first. Reads all of that peer, as `holes`. */
  receiptsNaming(peer: string, messageId: string): Promise<readonly string[]>;
  /** Everything of a sent message that never changes. */
  restoreSent(row: OutboxRow): Promise<boolean>;
  /** The answer to a sent message. */
  restoreAnswer(answer: OutboxAnswer): Promise<boolean>;
  /** A received message with its verdict and its frame. */
  restoreReceived(row: InboxRow): Promise<boolean>;
  /** Bodies that do not open any more. */
  removeBodies(ids: readonly string[]): Promise<void>;
  /** Deletes that receipt, and that frame, where no message and no receipt points to them any more. */
  dropUnused(unused: {
    readonly receiptId?: string;
    readonly frame?: { readonly frameId: string; readonly attempt: number };
  }): Promise<boolean>;
}
