/** The ends of audit chains, which every frame carries and every answer countersigns. */

/** The end of a chain: its links so far, and the hash of the last, 64 hex digits. */
export interface AuditEnd {
  readonly sequence: number;
  readonly hash: string;
}

/** What a frame to a peer says. */
export interface AuditHeads {
  /** This node's own chain; undefined before its first link. */
  readonly own: AuditEnd | undefined;
  /** The last end of the peer's chain that it told. */
  readonly theirs: (AuditEnd & { readonly epoch: number }) | undefined;
}

/** One signed statement about a chain, with the frame's manifest as proof. */
export interface AuditSaying {
  readonly peer: string;
  /** `theirs`: the peer speaks of its own chain. `ours`: it countersigns this node's. */
  readonly of: 'theirs' | 'ours';
  /** Epoch of the office whose chain it is: a chain of a higher epoch may be shorter. */
  readonly epoch: number;
  readonly head: AuditEnd;
  /** When the end was read (`theirs`) or the frame made (`ours`), by the peer's clock. */
  readonly made: Date;
  readonly manifest: Uint8Array;
  readonly signature: Uint8Array;
}

export interface AuditHeadStore {
  /** Outside or inside a unit. */
  auditHeads(peer: string): Promise<AuditHeads>;
  /** The last of each side, of one peer or of all. Outside or inside a unit. */
  auditSayings(peer?: string): Promise<readonly AuditSaying[]>;
  /** Inside a unit; replaces what that peer said of that side before. */
  saveAuditSayings(sayings: readonly AuditSaying[]): Promise<void>;
}
