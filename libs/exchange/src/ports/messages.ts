/**
 * What the casework and the exchange say to each other.
 *
 * Glossary. Stream: the ordered messages of one (source, dest, stream) triple. Body: the exact bytes of a
 * message as they were signed. Body key: the name of the per-case key that seals those bytes at rest.
 * Settled: a final receipt is in.
 */

/** What a stream is about: a leg, a meeting, a matter (links, repeats) or the network directory. */
export const STREAM_KINDS = ['leg', 'meeting', 'matter', 'directory'] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

export interface StreamRef {
  readonly kind: StreamKind;
  /** At most 64 ASCII characters, for example the leg's UUIDv7. */
  readonly id: string;
}

/** A message that a use case hands to the exchange inside its unit of work. */
export interface OutgoingMessage {
  /** Node id of the addressee; never the node itself. */
  readonly dest: string;
  /** With its major, for example `huiyin.leg.sent.v1`. */
  readonly type: string;
  readonly stream: StreamRef;
  /** Origin number of the case. */
  readonly subject: string;
  /**
   * Names the per-case key that seals the stored bytes at both ends. It travels (as `correlationid`), so it
   * must be the same string at both ends: the case id that the whole network uses. At most 64 ASCII characters.
   */
  readonly bodyKey: string;
  /** Legal instant of the act. */
  readonly time: Date;
  /** JSON-able and already shaped by the contract. */
  readonly data: unknown;
  /** Id of the message that caused this one, if any. */
  readonly causationId?: string;
}

export interface Outbox {
  /**
   * Writes the messages with the open unit of work; they leave after its COMMIT and never after its rollback.
   * Sequence and hash chain are given under the stream's row lock just before COMMIT, in the order of the calls.
   * Throws outside a unit of work, for an unknown addressee, and for a message over the size limit.
   * Resolves to the ids of the messages, in order.
   */
  put(messages: readonly OutgoingMessage[]): Promise<readonly string[]>;
}

/** What became of a message at its addressee. */
export type Applied =
  | { readonly kind: 'applied' }
  /** A lawful refusal: the stream ends here, the sender's case goes to the dispatcher's worklist. */
  | { readonly kind: 'rejected'; readonly reason: string; readonly article?: string }
  /** Something is wrong with the message: kept, visible, its stream stops, others go on. */
  | { readonly kind: 'quarantined'; readonly reason: string };

export interface InboundMessage {
  readonly id: string;
  /** Proven by the frame's signature. */
  readonly source: string;
  readonly dest: string;
  readonly type: string;
  readonly subject: string;
  /** Legal instant at the sender. */
  readonly time: Date;
  readonly stream: StreamRef;
  readonly sequence: number;
  readonly bodyKey: string;
  readonly causationId?: string;
  /** Not parsed yet: the handler parses it with the contract's schema. */
  readonly data: unknown;
}

export interface MessageHandler {
  /**
   * Told once per unit of work, before the first message is handled, what of a frame is new to this node; handlers that
   * share one function are told together. May read and lock, writes nothing, and is no promise: a message may be refused
   * before its handler sees it.
   */
  readonly prepare?: (messages: readonly InboundMessage[]) => Promise<void>;
  /**
   * Runs inside the inbox's unit of work, once per message, in the order of the stream. A returned value is
   * final. A throw rolls the whole unit back and is tried again; a message that throws every time is poison and
   * is quarantined.
   */
  handle(message: InboundMessage): Promise<Applied>;
}

/** A role's table: message type → its one handler. */
export type InboundTable = ReadonlyMap<string, MessageHandler>;

export const DELIVERY_OUTCOMES = ['applied', 'rejected', 'quarantined', 'unsupported'] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

/** A sending that its addressee has answered for good. */
export interface Settlement {
  readonly messageId: string;
  readonly dest: string;
  readonly type: string;
  readonly subject: string;
  readonly stream: StreamRef;
  readonly outcome: DeliveryOutcome;
  readonly reason?: string;
  readonly article?: string;
  /** Legal instant at the addressee when it decided. */
  readonly at: Date;
}

export interface DeliveryListener {
  /** At the sender, inside the unit of work that applies the receipt, once per message. */
  settled(settlement: Settlement): Promise<void>;
}

export interface BodyVault {
  /**
   * Destroys the key and the stored bytes of a case (a returned or recalled dossier). Envelopes, digests, chain
   * and receipts stay and still verify. Bytes that are still needed (not yet answered, or parked) go under a new
   * key. Inside an open unit of work.
   */
  destroy(bodyKey: string): Promise<void>;
}

/** A sending as the sender's screen shows it. */
export interface Delivery {
  readonly messageId: string;
  readonly dest: string;
  readonly type: string;
  readonly sequence: number;
  /** Legal instant of the act. */
  readonly time: Date;
  readonly status: 'new' | 'sent' | 'stored' | DeliveryOutcome;
  readonly reason?: string;
  readonly article?: string;
  /** Legal instant of the addressee's decision, once settled. */
  readonly settledAt?: Date;
}

/** Both directions of a stream between this node and one peer; a head is 64 hex digits, zeros before the first. */
export interface StreamHeads {
  readonly sent: { readonly last: number; readonly head: string };
  readonly applied: { readonly last: number; readonly head: string };
}
