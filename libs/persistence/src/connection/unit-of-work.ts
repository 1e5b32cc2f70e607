import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { destroyConnection, type ConnectionGuard } from './connection-guard.js';
import { runPrepared } from './prepared.js';
import { shortenStatements } from './statements.js';
import { CommitUnknownError, isOutage, isRetryable } from './failures.js';

/** How often the outermost unit runs its work before a deadlock becomes the caller's failure. */
const TRIES = 3;

/** Work that belongs to a unit: before COMMIT it may still write; after COMMIT it may only tell others. */
export type Hook = () => Promise<void> | void;

/** Told about a hook that failed after COMMIT. */
export type HookFailure = (error: unknown) => void;

/** One attempt at one transaction. */
interface Unit {
  readonly runner: QueryRunner;
  readonly before: Hook[];
  readonly last: Hook[];
  readonly after: Hook[];
  open: boolean;
}

/**
 * Everything that must happen together: one transaction of one node's schema.
 *
 * READ COMMITTED by SET TRANSACTION (REPEATABLE READ lost 382 of 600 read-modify-writes). A unit that is run
 * inside another joins it; only the outermost commits and only the outermost tries again, the whole work.
 */
export class UnitOfWork {
  readonly #units = new AsyncLocalStorage<Unit>();
  readonly #dataSource: DataSource;
  readonly #guard: ConnectionGuard;
  readonly #onHookFailure: HookFailure;

  constructor(dataSource: DataSource, guard: ConnectionGuard, onHookFailure: HookFailure) {
    this.#dataSource = dataSource;
    this.#guard = guard;
    this.#onHookFailure = onHookFailure;
  }

  /**
   * Runs the work in the open unit, or in a new one that commits when the work is done.
   * The work may run up to three times: it keeps nothing outside the database but what it returns.
   * @throws CommitUnknownError when COMMIT itself failed; otherwise what the work threw, with nothing written.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const outer = this.#open();
    if (outer !== undefined) return this.#join(outer, work);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(work);
      } catch (error) {
        if (attempt === TRIES || !isRetryable(error)) throw error;
        // Two that met once meet again when they start at the same moment.
        await pause(5 + Math.random() * 20 * attempt);
      }
    }
  }

  /** An object that stands for this attempt (the key for what a port gathers until COMMIT); undefined outside. */
  current(): object | undefined {
    return this.#open();
  }

  /** True when the database is away (refused, lost, timed out, shutting down), and not the work at fault. */
  isOutage(error: unknown): boolean {
    return isOutage(error);
  }

  /** Runs before COMMIT, inside the unit; hooks may add hooks. */
  beforeCommit(hook: Hook): void {
    this.#required().before.push(hook);
  }

  /** Runs before COMMIT when no other hook is left; it may lock what every unit locks. One of them at most writes. */
  lastBeforeCommit(hook: Hook): void {
    this.#required().last.push(hook);
  }

  /** Runs once after COMMIT succeeded, outside the unit; a failure is reported, never thrown. */
  afterCommit(hook: Hook): void {
    this.#required().after.push(hook);
  }

  /** For reading: the open unit's transaction, or the pool when none is open. */
  reader(): EntityManager {
    return this.#open()?.runner.manager ?? this.#dataSource.manager;
  }

  /** For writing: the open unit's transaction. Throws when none is open, because a write alone is a bug. */
  writer(): EntityManager {
    return this.#required().runner.manager;
  }

  /**
   * Runs a writing statement prepared, inside the open unit: for blobs, which a text would carry in hex. Few texts, or
   * the server prepares them again and again (each connection keeps PREPARED_KEPT).
   */
  async execute(sql: string, values: readonly unknown[]): Promise<void> {
    const { runner } = this.#required();
    await this.#guard.watch(runner, async () =>
      runPrepared(await runner.connect(), sql, values, this.#patience),
    );
  }

  /** Milliseconds that a statement may take. */
  get #patience(): number {
    return this.#dataSource.options.maxQueryExecutionTime ?? 20_000;
  }

  #open(): Unit | undefined {
    const unit = this.#units.getStore();
    // A timer started inside a unit carries its context on after the end; it must not join the dead.
    return unit?.open === true ? unit : undefined;
  }

  #required(): Unit {
    const unit = this.#open();
    if (unit === undefined) throw new Error('This needs an open unit of work: call it inside uow.run().');
    return unit;
  }

  async #join<T>(outer: Unit, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // There are no savepoints: what the inner work wrote can only go together with the outer.
      this.#guard.doom(outer.runner, error);
      throw error;
    }
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T> {
    const runner = this.#dataSource.createQueryRunner();
    shortenStatements(runner, this.#guard, this.#patience);
    const unit: Unit = { runner, before: [], last: [], after: [], open: true };
    let committed: { readonly result: T };
    try {
      const result = await this.#transact(unit, work);
      unit.open = false;
      await this.#commit(runner);
      committed = { result };
    } finally {
      unit.open = false;
      await runner.release();
    }
    // After the connection is back in the pool: a hook that reads must not wait for its own unit.
    await this.#runAfter(unit.after);
    return committed.result;
  }

  async #transact<T>(unit: Unit, work: () => Promise<T>): Promise<T> {
    let began = false;
    try {
      await unit.runner.startTransaction('READ COMMITTED');
      began = true;
      const result = await this.#units.run(unit, async () => {
        const done = await work();
        const next = (): Hook | undefined => unit.before.shift() ?? unit.last.shift();
        for (let hook = next(); hook !== undefined; hook = next()) await hook();
        return done;
      });
      const doom = this.#guard.doomOf(unit.runner);
      if (doom !== undefined) throw doom;
      return result;
    } catch (error) {
      unit.open = false;
      if (began) await this.#rollBack(unit);
      throw this.#guard.doomOf(unit.runner) ?? error;
    }
  }

  async #commit(runner: QueryRunner): Promise<void> {
    try {
      await runner.commitTransaction();
    } catch (error) {
      await destroyConnection(runner).catch(this.#onHookFailure);
      throw new CommitUnknownError('COMMIT failed: whether the work took effect is unknown.', {
        cause: error,
      });
    }
  }

  async #runAfter(hooks: readonly Hook[]): Promise<void> {
    for (const hook of hooks) {
      try {
        await this.#units.exit(hook);
      } catch (error) {
        this.#onHookFailure(error);
      }
    }
  }

  async #rollBack(unit: Unit): Promise<void> {
    try {
      await unit.runner.rollbackTransaction();
    } catch {
      // A connection that cannot even roll back: closing it makes the server do so.
      await destroyConnection(unit.runner).catch(this.#onHookFailure);
    }
  }
}
