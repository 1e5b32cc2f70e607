import { AsyncLocalStorage } from 'node:async_hooks';
import type { UnitOfWork } from '../ports/unit-of-work.js';

interface Unit {
  readonly undo: (() => void)[];
  readonly before: (() => Promise<void>)[];
  readonly after: (() => void)[];
}

/** Numbers of the errors after which a database says: try again. */
const TRY_AGAIN = new Set([1213, 1205, 1020]);

/**
 * A database in memory for tests: units of work that run one after the other, roll back and are tried again as on the
 * real one. It outlives the exchange that uses it, as a database outlives a process.
 */
export class TwinDatabase implements UnitOfWork {
  /** Of each table: takes a copy, and gives the function that puts it back. */
  readonly tables: (() => () => void)[] = [];
  private readonly open = new AsyncLocalStorage<Unit>();
  private queue: Promise<void> = Promise.resolve();
  /** Set to make every unit fail as if the server were away. */
  away = false;

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.open.getStore() !== undefined) return work();
    const before = this.queue;
    let done: () => void = () => undefined;
    this.queue = new Promise((resolve) => {
      done = resolve;
    });
    await before;
    try {
      return await this.tries(work);
    } finally {
      done();
    }
  }

  /** A backup of all tables: the function sets them back to it. Outside of every unit. */
  async backup(): Promise<() => Promise<void>> {
    const copies = await this.run(() => Promise.resolve(this.tables.map((copy) => copy())));
    return () =>
      this.run(() => {
        for (const putBack of copies) putBack();
        return Promise.resolve();
      });
  }

  private async tries<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      if (this.away) throw Object.assign(new Error('the twin is away'), { code: 'ECONNREFUSED' });
      const unit: Unit = { undo: [], before: [], after: [] };
      try {
        const result = await this.open.run(unit, async () => {
          const value = await work();
          for (let at = 0; at < unit.before.length; at++) await unit.before[at]?.();
          return value;
        });
        for (const action of unit.after) action();
        return result;
      } catch (error) {
        for (const undo of unit.undo.reverse()) undo();
        const errno = error instanceof Error && 'errno' in error ? error.errno : undefined;
        if (tries >= 3 || typeof errno !== 'number' || !TRY_AGAIN.has(errno)) throw error;
      }
    }
  }

  current(): object | undefined {
    return this.open.getStore();
  }

  beforeCommit(action: () => Promise<void>): void {
    this.unit().before.push(action);
  }

  afterCommit(action: () => void): void {
    this.unit().after.push(action);
  }

  isOutage(error: unknown): boolean {
    return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
  }

  /** Remembers how to take a change back. */
  onRollback(undo: () => void): void {
    this.unit().undo.push(undo);
  }

  private unit(): Unit {
    const unit = this.open.getStore();
    if (unit === undefined) throw new Error('outside a unit of work');
    return unit;
  }
}

/** A table of the twin: changes belong to the open unit and go when it rolls back. */
export class TwinTable<V> {
  private readonly rows = new Map<string, V>();

  constructor(private readonly database: TwinDatabase) {
    database.tables.push(() => {
      const copy = new Map(this.rows);
      return () => {
        this.rows.clear();
        for (const [key, value] of copy) this.rows.set(key, value);
      };
    });
  }

  get(key: string): V | undefined {
    return this.rows.get(key);
  }

  values(): V[] {
    return [...this.rows.values()];
  }

  set(key: string, value: V): void {
    const had = this.rows.has(key);
    const old = this.rows.get(key);
    this.database.onRollback(() => {
      if (had && old !== undefined) this.rows.set(key, old);
      else this.rows.delete(key);
    });
    this.rows.set(key, value);
  }

  /** A key that is taken is refused as error 1062. */
  insert(key: string, value: V): void {
    if (this.rows.has(key)) throw Object.assign(new Error('duplicate key'), { errno: 1062 });
    this.set(key, value);
  }

  delete(key: string): void {
    const old = this.rows.get(key);
    if (old === undefined) return;
    this.database.onRollback(() => this.rows.set(key, old));
    this.rows.delete(key);
  }
}
