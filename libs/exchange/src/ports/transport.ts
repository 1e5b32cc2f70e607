/** How sealed frames travel. Drivers: BullMQ, HTTPS with mutual TLS, and the in-memory twin. */

/** A sealed frame as it lies in the queue: nothing readable but who to whom. */
export interface FrameParcel {
  /** `frameid-attempt`; the queue ignores an id that it still holds. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** `applied`: done with, also when refused. `retry`: not delivered, give it again later. `poison`: never again. */
export type FrameVerdict = 'applied' | 'retry' | 'poison';

export interface FrameSender {
  /**
   * Resolves when the queue holds all of them; a throw may leave some of them there. `first`: before what waits there
   * already, where the driver can: answers about streams, which need no order, must not stand behind what they hold up.
   */
  send(dest: string, parcels: readonly FrameParcel[], first?: boolean): Promise<void>;
  /** Which of these the addressee has not finished with. */
  waiting(dest: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
  close(): Promise<void>;
}

/** Where a node's own frames come in, in their order; the inbox applies one at a time, however many are given. */
export interface FrameSource {
  /** A verdict other than `retry` removes the parcel; `retry` or a throw leaves it to its sender to send again. */
  start(deliver: (bytes: Uint8Array) => Promise<FrameVerdict>): Promise<void>;
  /** Lets the running delivery end, takes no other. */
  stop(): Promise<void>;
}

/** Wakes the node's relay in whatever process it runs. A hint: losing one costs at most a poll. */
export interface RelayHint {
  notify(): void;
  /** Returns the function that stops listening. */
  listen(wake: () => void): () => void;
  close(): Promise<void>;
}

/** The ways to a node's peers, from the signed directory; asked anew for each connection and each request. */
export interface PeerReach {
  /** The HTTPS origin of a peer that another organisation runs; undefined: it is reached by the queue. */
  address(node: string): URL | undefined;
  /** The peer that holds this certificate now: SHA-256 over its public key (SPKI), base64url. Undefined: none does. */
  holder(spki: string): string | undefined;
}

/** What a node shows as server and as client, PEM. */
export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
}
