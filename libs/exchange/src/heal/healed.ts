import type { Operator } from '../ports/operator.js';

/** Messages that an audit named, and who wants them healed. */
export interface HealWish {
  readonly ids: readonly string[];
  /** Says what would be put right, and changes nothing. */
  readonly dryRun: boolean;
  readonly by: Operator;
}

/** What of a message was put right: its row, the answer to it, its body; or it got a new frame or receipt as proof. */
export type HealPart = 'row' | 'answer' | 'body' | 'frame' | 'receipt';

export interface HealedMessage {
  readonly id: string;
  /** Empty: nothing of it differs from what was signed, or see `left`. */
  readonly parts: readonly HealPart[];
  /**
   * Why it was left as it is. `not-here`: no such message with a peer. `no-place`: neither its row nor its body tells its
   * stream. `no-answer`: the peer did not answer within 15 s. `not-held`: the peer holds it no more, or cannot prove it.
   * `open`: it is not answered yet, or waits for an earlier one. `failed`: see the log (exchange.heal.failed).
   */
  readonly left?: 'not-here' | 'no-place' | 'no-answer' | 'not-held' | 'open' | 'failed';
}

export interface HealResult {
  readonly dryRun: boolean;
  readonly messages: readonly HealedMessage[];
}
