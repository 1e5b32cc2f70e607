/** Times and bounds of the exchange; all in milliseconds of real time unless named otherwise. */
export interface ExchangeSettings {
  /** How often the relay looks without being woken. */
  readonly pollMs: number;
  /** How long a leader holds the relay without renewing; renewed after a third of it. */
  readonly leaseMs: number;
  /** Wait before the first re-drive; doubles with each attempt. */
  readonly retryMs: number;
  /** The longest wait between attempts. */
  readonly retryMaxMs: number;
  /** A peer silent for longer gets one probe frame per step and nothing else. */
  readonly silentMs: number;
  /** Frames without a receipt per peer. */
  readonly windowFrames: number;
  /** Bytes without a receipt per peer. */
  readonly windowBytes: number;
  /** Frames made per claim. */
  readonly framesPerClaim: number;
  /** Tries of a frame before the message that breaks it is looked for. */
  readonly tries: number;
  /** Solo mode after a life that did not end in order: how long messages are tried with care. */
  readonly soloMs: number;
  /** Wait between those tries. */
  readonly tryMs: number;
  /** How long a message waits for an earlier one before its sender is asked for the gap. */
  readonly gapMs: number;
  /** How often two nodes that speak to each other compare their streams. */
  readonly helloEveryMs: number;
  /** How long a refill may keep silent before it is asked for again. */
  readonly refillMs: number;
}

export const EXCHANGE_DEFAULTS: ExchangeSettings = {
  pollMs: 200,
  leaseMs: 3_000,
  retryMs: 2_000,
  retryMaxMs: 30_000,
  silentMs: 600_000,
  windowFrames: 32,
  windowBytes: 8 * 1024 * 1024,
  framesPerClaim: 4,
  tries: 3,
  tryMs: 50,
  soloMs: 120_000,
  gapMs: 2_000,
  helloEveryMs: 300_000,
  refillMs: 10_000,
};

/** Wait after that attempt: doubles up to the longest. */
export function retryDelay(settings: ExchangeSettings, attempt: number): number {
  return Math.min(settings.retryMs * 2 ** Math.min(attempt - 1, 20), settings.retryMaxMs);
}
