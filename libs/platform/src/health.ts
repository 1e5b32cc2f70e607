/**
 * `starting`: not ready yet · `ready` · `degraded`: does its office's work, but somebody should look · `down`: cannot do
 * its office's work now · `stopping`.
 */
export const HEALTH_PHASES = ['starting', 'ready', 'degraded', 'down', 'stopping'] as const;
export type HealthPhase = (typeof HEALTH_PHASES)[number];

export interface HealthReport {
  readonly phase: HealthPhase;
  /** Part → slug of what is wrong with it, for example `{redis: 'unfit'}`. */
  readonly problems: Readonly<Record<string, string>>;
  /** What the problems were judged by, for example `{oldestMs: 720000}`; absent while the database is away. */
  readonly details?: Readonly<Record<string, number>>;
  /** Peers from which the node is being refilled after it was set back, and since when; absent: none. */
  readonly recovering?: readonly { readonly peer: string; readonly since?: string }[];
}

/** What a node says of itself at /health; one per node. */
export class Health {
  private phase: 'starting' | 'ready' | 'stopping' = 'starting';
  private readonly problems = new Map<string, string>();

  /** @param vital the parts without which no work can be done; any other only degrades */
  constructor(private readonly vital: ReadonlySet<string> = new Set()) {}

  ready(): void {
    if (this.phase === 'starting') this.phase = 'ready';
  }

  stopping(): void {
    this.phase = 'stopping';
  }

  /** A part reports a problem by slug, or that it is well again. */
  report(part: string, problem: string | undefined): void {
    if (problem === undefined) this.problems.delete(part);
    else this.problems.set(part, problem);
  }

  read(): HealthReport {
    const problems = Object.fromEntries(this.problems);
    if (this.phase !== 'ready' || this.problems.size === 0) return { phase: this.phase, problems };
    const down = [...this.problems.keys()].some((part) => this.vital.has(part));
    return { phase: down ? 'down' : 'degraded', problems };
  }
}
