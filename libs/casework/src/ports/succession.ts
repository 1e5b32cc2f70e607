import type { Actor, LocalDate } from '#domain';

/** 承继移交 of one leg: who hands over to whom, and who signed so far (L1 24(2)). */
export interface Succession {
  readonly legId: string;
  readonly originNumber: string;
  readonly letterNumber: string;
  readonly topic: string;
  /** The body that is gone or goes, and the one that the directory names as its successor. */
  readonly from: string;
  readonly to: string;
  /** The day of the first signature. */
  readonly on: LocalDate;
  readonly basis: string;
  /** The office that sent the leg, by which everything goes; absent at the offices that hold the leg. */
  readonly via?: string;
  /** First signature: the predecessor, or the office above it. */
  readonly offeredBy: Actor;
  /** Second signature: the successor; absent while it is waited for. */
  readonly signed?: { readonly on: LocalDate; readonly by: Actor };
}

/** Handovers that are not done yet, at each of the three offices. */
export interface SuccessionStore {
  /** Inserts, or writes the second signature. */
  save(succession: Succession): Promise<void>;
  get(legId: string): Promise<Succession | undefined>;
  remove(legId: string): Promise<void>;
  /** The oldest first. */
  open(limit: number): Promise<readonly Succession[]>;
}

export interface SuccessionReads {
  /** Handovers that are not done yet, the oldest first. */
  open(limit: number): Promise<readonly Succession[]>;
}
