import { type Database, sealMatters } from '#persistence';
import type { Log } from '#platform';

/** A block is full after thousands of cases: seldom is anything found. */
const LOOK_EVERY_MS = 60_000;

/** Seals the words of cases that lie behind the newest, beside the work of a node. */
export class SealedWords {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private running = true;

  constructor(
    private readonly uow: Database['uow'],
    private readonly log: Log,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.look();
  }

  /** The step under way ends first; the next start goes on behind it. */
  async stop(): Promise<void> {
    this.running = false;
    clearInterval(this.timer);
    await this.looking;
  }

  private look(): void {
    this.looking ??= this.seal().finally(() => (this.looking = undefined));
  }

  private async seal(): Promise<void> {
    try {
      const { steps, left } = await sealMatters(this.uow, () => this.running);
      if (steps > 0) this.log.info('words.sealed', { steps, left });
    } catch (error) {
      // A search reads what is not sealed case by case: slower, and right.
      this.log.error('words.not-sealed', {}, error);
    }
  }
}
