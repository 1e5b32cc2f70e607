import type { Invariant } from '../check/check.js';
import type { Choices } from '../clients/random.js';
import type { Operations } from '../clients/operations.js';
import type { FaultNetwork } from '../world/network.js';

/** One kind of fault of the exchange's specification, by its number there. */
export interface FaultRow {
  readonly id: number;
  readonly title: string;
  /** Takes seconds, and so runs in CI; the others with `--all`. */
  readonly quick: boolean;
  /**
   * Injects it once while the clients work, and heals it. Returns what was done, for the report. Throws `Skipped`
   * when this machine cannot inject it, and otherwise when it was not felt, or when something that must be refused was not.
   */
  readonly inject: (world: FaultWorld) => Promise<string>;
}

/** What a fault may touch. */
export interface FaultWorld {
  readonly network: FaultNetwork;
  readonly choices: Choices;
  readonly operations: Operations;
  /** Something that a row saw while the fault lasted and that no database shows afterwards: it breaks the invariant. */
  readonly observe: (invariant: Invariant, problem: string) => void;
  /** The legal day of the network. */
  today(): Promise<string>;
}
