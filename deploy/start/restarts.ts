/** How long an ended process is waited with, for each time that it ends; after the last it is given up. */
const DELAYS_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000];
/** Who lived this long has got over what ended it: counted anew. */
const SETTLED_MS = 600_000;

export interface Again {
  readonly afterMs: number;
  readonly attempt: number;
  readonly of: number;
}

/** Whether a process that ended is started again, with more and more time between, and when it is given up. */
export class Restarts {
  private readonly ended = new Map<string, number>();

  constructor(private readonly delaysMs: readonly number[] = DELAYS_MS) {}

  /** @returns undefined once it ended after each of these tries. */
  next(name: string, livedMs: number): Again | undefined {
    const before = livedMs >= SETTLED_MS ? 0 : (this.ended.get(name) ?? 0);
    this.ended.set(name, before + 1);
    const afterMs = this.delaysMs[before];
    return afterMs === undefined ? undefined : { afterMs, attempt: before + 1, of: this.delaysMs.length };
  }
}
