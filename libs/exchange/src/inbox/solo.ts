import type { Log } from '#platform';
import type { ExchangeStore } from '../ports/store.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** A message that killed the process so often while it was alone is poison. Once may be an operator's kill -9. */
const ALONE_DEATHS = 3;

/**
 * Solo mode: after a life that did not end in order, what comes in is written down before it is taken, so that the next
 * life knows what was at work when this one died. What died in company goes one by one; what died alone is poison.
 */
export class Solo {
  private until: Promise<number> | undefined;

  constructor(
    private readonly deps: {
      readonly uow: UnitOfWork;
      readonly store: ExchangeStore;
      readonly log: Log;
      /** Milliseconds after the start: long enough for every frame that was in flight to be sent again. */
      readonly soloMs: number;
    },
  ) {}

  /** Whether messages must be tried with care now. */
  async on(): Promise<boolean> {
    const begun = (this.until ??= this.begun());
    try {
      return performance.now() < (await begun);
    } catch (error) {
      // the store was away: the life begins when it is back
      if (this.until === begun) this.until = undefined;
      throw error;
    }
  }

  /** Once, also when two frames come at once: the second would find the life of the first and take it for a crash. */
  private async begun(): Promise<number> {
    const crashed = await this.deps.store.beginLife();
    if (crashed) this.deps.log.warn('exchange.solo.on', { forMs: this.deps.soloMs });
    return crashed ? performance.now() + this.deps.soloMs : 0;
  }

  /**
   * Takes messages so that a death leaves a trace.
   * @param take takes some of them; those in the set are poison.
   */
  async take<T extends { readonly id: string }>(
    messages: readonly T[],
    take: (some: readonly T[], poison: ReadonlySet<string>) => Promise<void>,
  ): Promise<void> {
    const died = await this.begin(messages, false);
    if (died.size === 0) {
      await this.lived(messages, () => take(messages, new Set()));
      return;
    }
    for (const message of messages) {
      const alone = (await this.begin([message], true)).get(message.id) ?? 0;
      const poison = alone >= ALONE_DEATHS;
      if (poison) this.deps.log.error('exchange.message.deadly', { message: message.id, deaths: alone });
      await this.lived([message], () => take([message], new Set(poison ? [message.id] : [])));
    }
  }

  /** The process ends in order. */
  async over(): Promise<void> {
    if (this.until !== undefined) await this.deps.store.endLife();
  }

  /** Those of them that were at work when the process died: how often alone. */
  private async begin(
    messages: readonly { readonly id: string }[],
    alone: boolean,
  ): Promise<ReadonlyMap<string, number>> {
    const { uow, store } = this.deps;
    const ids = messages.map(({ id }) => id);
    const trials = await uow.run(() => store.beginTrials(ids, alone));
    return new Map(trials.map((trial) => [trial.messageId, trial.alone]));
  }

  /** Whatever came of it, the process lives: a failure that it lived through is no death. */
  private async lived(
    messages: readonly { readonly id: string }[],
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } finally {
      await this.end(messages);
    }
  }

  private async end(messages: readonly { readonly id: string }[]): Promise<void> {
    const { uow, store } = this.deps;
    await uow.run(() => store.endTrials(messages.map(({ id }) => id)));
  }
}
