/** `starting`: not ready yet · `ready` · `degraded`: works, but somebody should look · `stopping`. */
export const HEALTH_PHASES = ['starting', 'ready', 'degraded', 'stopping'] as const;
export type HealthPhase = (typeof HEALTH_PHASES)[number];

export interface HealthReport {
  readonly phase: HealthPhase;
  /** Part → slug of what is wrong with it, for example `{redis: 'unreachable'}`. */
  readonly problems: Readonly<Record<string, string>>;
}

/** What a node says of itself at /health; one per node. */
export class Health {
  private phase: 'starting' | 'ready' | 'stopping' = 'starting';
  private readonly problems = new Map<string, string>();

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
    return { phase: this.phase === 'ready' && this.problems.size > 0 ? 'degraded' : this.phase, problems };
  }
}
