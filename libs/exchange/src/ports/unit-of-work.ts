/** One unit of work = one local transaction, READ COMMITTED. */
export interface UnitOfWork {
  /**
   * Runs the work in a unit, joining the one that is open. Only the outermost call retries (1213, 1205, 1020), the
   * whole work, at most 3 tries in all.
   */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** An object that stands for the open unit (another one on every retry), or undefined outside one. */
  current(): object | undefined;
  /** Runs inside the unit just before COMMIT, once, in order of registration (one may register another); a throw
   *  rolls back. */
  beforeCommit(action: () => Promise<void>): void;
  /** Runs after COMMIT, once; never after a rollback. Must not throw. */
  afterCommit(action: () => void): void;
  /** True when the error speaks of the store being away (refused, lost, timed out), not of the work. */
  isOutage(error: unknown): boolean;
}
