/** A frame on its way, and what is in it (store.ts). */

/** A frame on its way. Open until each of its rows is settled (sequenced) or sent (unsequenced). */
export interface OutFrame {
  readonly frameId: string;
  readonly dest: string;
  /** 0 when claimed and not built yet. */
  readonly attempt: number;
  /** Plaintext bytes of its messages. */
  readonly bytes: number;
  readonly messageIds: readonly string[];
}
/** What the relay must know of a row to put it into a frame. */
export interface FrameRow {
  readonly id: string;
  /** Bytes of the plaintext. */
  readonly size: number;
  /** Absent for receipts. */
  readonly sequence?: number;
}
export interface DueFrame {
  readonly frameId: string;
  readonly dest: string;
  readonly attempt: number;
  /** Its rows that are still unsettled, in order; may be empty. */
  readonly rows: readonly FrameRow[];
}
/** A frame that the queue has. */
export interface SentFrame {
  readonly frameId: string;
  /** Whether it holds sequenced messages, which wait for an answer now. */
  readonly messages: boolean;
  /** Whether it holds unsequenced ones, which are done with now. */
  readonly receipts: boolean;
}
