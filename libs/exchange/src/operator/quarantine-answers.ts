import type { Operator } from '../ports/operator.js';
import type { InboxRow } from '../ports/store-rows.js';

/** An operator's wish about something that was put away. */
export interface QuarantineWish {
  readonly id: string;
  readonly by: Operator;
  /** Why; a drop does not go without. At most 1000 characters. */
  readonly reason?: string;
  /** True: everything is tried and taken back, and the answer says what would happen. */
  readonly dryRun: boolean;
}

/** Why nothing was done. */
export const QUARANTINE_OBJECTIONS = [
  /** Of a refused frame only the digest is kept; its sender sends what is true by itself. */
  'not-kept',
  /** The message was never understood; only its sender can make it anew. */
  'unreadable',
  /** Its text was destroyed with the dossier. */
  'body-gone',
  /** It does not build on what came before it; only a resync with its sender can heal that. */
  'broken-chain',
  /** Its handler fails as before; the log says with what. */
  'handler-failed',
  /** Its sender has it back on the desk: to drop, and to be sent again by the sender. */
  'sender-took-it-back',
  /** Another message has its place in the stream. */
  'place-taken',
  /** An earlier message stopped the stream: that one first. */
  'not-the-first',
] as const;
export type QuarantineObjection = (typeof QUARANTINE_OBJECTIONS)[number];

/** What became, or would become, of one message. */
export interface Redecided {
  readonly id: string;
  readonly type?: string;
  readonly sequence?: number;
  readonly now: InboxRow['status'];
  readonly reason?: string;
}

export type QuarantineOutcome =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'objection'; readonly objection: QuarantineObjection; readonly first?: string }
  /** `already`: an earlier act did it; its receipt was sent once more. */
  | {
      readonly kind: 'done' | 'already';
      readonly messages: readonly Redecided[];
    };
