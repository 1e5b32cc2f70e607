import type { InboundMessage, StreamRef } from './messages.js';

/** What became of a message that is taken up again after the node was set back. */
export type Rebuilt =
  /**
   * Its effect stands again; or it has none here. `without`: a slug for what of it no message tells, so that it does not
   * come back; the report of the recovery names it. `again`: that may come back from another peer, so the message is
   * tried again; taking it up twice must then change nothing.
   */
  | { readonly kind: 'done'; readonly without?: string; readonly again?: true }
  /**
   * It builds on something that is not back yet; nothing was written. It is tried again whenever a recovery from a peer
   * has ended: what it builds on may have come back from another one.
   */
  | { readonly kind: 'not-yet'; readonly reason: string };

/**
 * Takes the casework up again from the messages of a stream, after this node was set back to an older state. Nothing is
 * sent: what followed from a message then is among the messages that come back. Runs inside the unit of work that puts
 * the messages of the stream back; the messages of both directions come in the order in which they can be taken up.
 */
export interface Rebuild {
  /** A message that this node itself had sent. */
  own(message: InboundMessage): Promise<Rebuilt>;
  /** A message of the peer that this node had applied. */
  theirs(message: InboundMessage): Promise<Rebuilt>;
  /** The stream is whole again. What this node owes from now on it may send as usual. */
  done(peer: string, stream: StreamRef): Promise<void>;
}
