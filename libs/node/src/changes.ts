import type { CaseworkUnitOfWork } from '#casework';
import type { UnitOfWork } from '#persistence';

/** Who wants to know that casework was committed at this node. */
export class Changes {
  private readonly listeners = new Set<() => void>();

  listen(changed: () => void): () => void {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  }

  private readonly tell = (): void => {
    for (const changed of this.listeners) changed();
  };

  /** The casework's unit of work, telling the listeners after each commit and never after a rollback. */
  watch(casework: CaseworkUnitOfWork, uow: Pick<UnitOfWork, 'afterCommit'>): CaseworkUnitOfWork {
    return {
      run: (work) =>
        casework.run((tx) => {
          uow.afterCommit(this.tell);
          return work(tx);
        }),
    };
  }
}
