import { appendFileSync } from 'node:fs';
import type { SetBack } from './set-backs.js';

/** What a client knows of one act: what was invoked, and what it was told. Appended, never changed. */
export interface Operation {
  readonly client: number;
  /** The idempotency key: the same for every try of one act. */
  readonly key: string;
  readonly node: string;
  readonly path: string;
  readonly what: 'invoke' | 'ok' | 'fail' | 'unknown';
  readonly at: string;
  /** ok: the leg or case; fail: the slug. */
  readonly told?: string;
}

/** The clients' own log of a run, beside the databases that are to agree with it. */
export class Operations {
  private readonly kept: Operation[] = [];
  /** Databases that went back to an older state under their office, in the order in which they did. */
  readonly setBacks: SetBack[] = [];
  /** Legs that never were, on which somebody with an office's keys has written. */
  readonly forged: ReadonlySet<string>[] = [];

  constructor(private readonly file: string) {}

  add(operation: Operation): void {
    this.kept.push(operation);
    appendFileSync(this.file, `${JSON.stringify(operation)}\n`);
  }

  all(): readonly Operation[] {
    return this.kept;
  }

  count(what: Operation['what']): number {
    return this.kept.filter((operation) => operation.what === what).length;
  }
}
