/** How sealed frames travel. Drivers: BullMQ, and the in-memory twin. */

/** A sealed frame as it lies in the queue: nothing readable but who to whom. */
export interface FrameParcel {
  /** `frameid-attempt`; the queue ignores an id that it still holds. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** `applied`: done with, also when refused. `retry`: not delivered, give it again later. `poison`: never again. */
export type FrameVerdict = 'applied' | 'retry' | 'poison';

export interface FrameSender {
  /** Resolves when the queue holds all of them; a throw may leave some of them there. */
  send(dest: string, parcels: readonly FrameParcel[]): Promise<void>;
  /** Which of these the addressee has not finished with. */
  waiting(dest: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
  close(): Promise<void>;
}

/** Where a node's own frames come in, one at a time. */
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
