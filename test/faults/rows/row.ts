import type { Choices } from '../clients/random.js';
import type { Operations } from '../clients/operations.js';
import type { FaultNetwork } from '../world/network.js';

/** One kind of fault of the exchange's specification, by its number there. */
export interface FaultRow {
  readonly id: number;
  readonly title: string;
  /** Takes seconds, and so runs in CI; the others with `--all`. */
  readonly quick: boolean;
  /** Why this machine or this version cannot inject it; absent: it can. */
  readonly missing?: string;
  /**
   * Injects it once while the clients work, and heals it. Returns what was done, for the report. Throws when the fault
   * could not be injected, or when something that must be refused was not.
   */
  readonly inject?: (world: FaultWorld) => Promise<string>;
}

/** What a fault may touch. */
export interface FaultWorld {
  readonly network: FaultNetwork;
  readonly choices: Choices;
  readonly operations: Operations;
  /** The legal day of the network. */
  today(): Promise<string>;
}
