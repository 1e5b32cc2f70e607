/*
 * `.data/report.json`: what a play showed. Days are legal days, `delivered` is an instant.
 */

export interface ReportedClock {
  readonly id: string;
  readonly rule: string;
  readonly start: string;
  readonly raw: string;
  readonly effective: string;
  readonly provisional: boolean;
  /** The day it was met; null while it runs. */
  readonly met: string | null;
  readonly late: boolean;
}

export interface ReportedLeg {
  readonly id: string;
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  /** L2 … L12. */
  readonly state: string;
  readonly ticks: {
    readonly delivered: string | null;
    readonly registeredAs: string | null;
    readonly registeredOn: string | null;
    readonly refused: string | null;
  };
  readonly clocks: readonly ReportedClock[];
}

export interface StoryReport {
  readonly key: string;
  /** null: it was never registered. */
  readonly originNumber: string | null;
  /** K0–K5, X1–X7 of the case where it was registered, once its last step was done; null before. */
  readonly ended: string | null;
  readonly notifiedAt: string | null;
  readonly answeredAt: string | null;
  /** How the answer was served, or the lawful reason why not. */
  readonly servedHow: string | null;
  readonly failures: readonly string[];
  readonly legs: readonly ReportedLeg[];
}

export interface NetworkReport {
  /** Messages ever put into an outbox. */
  readonly sent: number;
  /** Those that took effect at their addressee. */
  readonly applied: number;
  /** Messages whose signed receipt is in, whatever it says. */
  readonly receipts: number;
  /** Events of a leg that one end's history holds more often than the other's: each took effect once, or it counts here. */
  readonly duplicates: number;
  /** Legs whose digest is not equal at both ends. */
  readonly differences: number;
}

export interface Report {
  readonly stories: readonly StoryReport[];
  readonly network: NetworkReport;
}
