import {
  type InboxRow,
  type InboxStatus,
  type InStreamKey,
  OUTBOX_RANK,
  type OutboxStatus,
  SETTLED_RANK,
} from './store-rows.js';

/**
 * Whether an answer may follow what the row says: forward until it is settled; then only what was put away may still be
 * applied or refused, when somebody at the addressee has seen to it.
 */
export function mayFollow(now: OutboxStatus, next: OutboxStatus): boolean {
  if (OUTBOX_RANK[now] < SETTLED_RANK) return OUTBOX_RANK[next] > OUTBOX_RANK[now];
  return (now === 'quarantined' || now === 'unsupported') && (next === 'applied' || next === 'rejected');
}

/** What an operator may do to the exchange. */
export const OPERATOR_ACTS = ['quarantine-retry', 'quarantine-drop', 'resync', 'recover', 'heal'] as const;
export type OperatorAct = (typeof OPERATOR_ACTS)[number];

/** Who does it. */
export interface Operator {
  readonly unit: string;
  readonly user: string;
}

/** One act as it stays on record. */
export interface Operation {
  /** UUIDv7. */
  readonly id: string;
  readonly act: OperatorAct;
  /** Id of a message or a refused frame, or a peer. */
  readonly target: string;
  readonly by: Operator;
  /** At most 1000 characters; always there for a drop. */
  readonly reason?: string;
  /** What came of it; ASCII, at most 255. */
  readonly outcome: string;
}

export interface RecordedOperation extends Operation {
  readonly at: Date;
}

/** A decided message gets another verdict, or waits again for an earlier one. */
export interface InboxRevision {
  readonly id: string;
  readonly status: InboxStatus;
  readonly reason?: string;
  readonly article?: string;
  readonly at: Date;
}

export interface OperatorStore {
  /** Messages of a stream from that sequence on that were put away, by sequence, locked. Inside a unit. */
  readPutAway(key: InStreamKey, from: number): Promise<readonly InboxRow[]>;
  /** Only rows that were put away (quarantined, unsupported) change. Inside a unit. */
  reviseInbox(revisions: readonly InboxRevision[]): Promise<void>;
  /** Whether something refused without an inbox row has that id. Outside or inside. */
  hasRefusedFrame(id: string): Promise<boolean>;
  /** Inside a unit. */
  insertOperation(operation: Operation): Promise<void>;
  /** Newest first, after the cursor. Outside or inside. */
  operations(page: {
    readonly limit: number;
    readonly after?: string;
  }): Promise<readonly RecordedOperation[]>;
}
