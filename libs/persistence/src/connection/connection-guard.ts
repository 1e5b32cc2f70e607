import type { AfterQueryEvent, BeforeQueryEvent, EntitySubscriberInterface, QueryRunner } from 'typeorm';
import { isRetryable, isTimeout } from './failures.js';

/**
 * Watches every statement of a node.
 *
 * - After a deadlock, a lock wait timeout or error 1020 the server has (or may have) rolled the transaction
 *   back while the connection looks healthy: a further statement would run in autocommit (measured: message 1's
 *   effect vanished, 2's ran twice). So nothing but ROLLBACK is let through on that connection.
 * - A failed statement's error carries the values written: they are taken off, so that no log ever shows a name.
 * - A statement that timed out leaves its answer on the wire: the connection is destroyed, never released.
 */
export class ConnectionGuard implements EntitySubscriberInterface {
  readonly #doomed = new WeakMap<QueryRunner, Error>();

  /** The failure that dooms this runner's transaction, if there was one. */
  doomOf(runner: QueryRunner): Error | undefined {
    return this.#doomed.get(runner);
  }

  /** Lets nothing but ROLLBACK through on this runner from now on. */
  doom(runner: QueryRunner, cause: unknown): void {
    if (this.#doomed.has(runner)) return;
    this.#doomed.set(
      runner,
      cause instanceof Error ? cause : new Error('The unit of work failed.', { cause }),
    );
  }

  /** Runs a statement that TypeORM does not see, under the same rules. */
  async watch<T>(runner: QueryRunner, statement: () => Promise<T>): Promise<T> {
    const cause = this.#doomed.get(runner);
    if (cause !== undefined) throw cause;
    try {
      return await statement();
    } catch (error) {
      await this.failed(runner, error);
      throw error;
    }
  }

  beforeQuery(event: Pick<BeforeQueryEvent, 'queryRunner' | 'query'>): void {
    const cause = this.#doomed.get(event.queryRunner);
    if (cause !== undefined && event.query !== 'ROLLBACK') throw cause;
  }

  async afterQuery(event: AfterQueryEvent): Promise<void> {
    if (!event.success) await this.failed(event.queryRunner, event.error);
  }

  /** What a failed statement means for its transaction and its connection. */
  async failed(runner: QueryRunner, error: unknown): Promise<void> {
    if (error instanceof Error) takeOffValues(error);
    if (isTimeout(error)) {
      this.doom(runner, error);
      await destroyConnection(runner);
    } else if (isRetryable(error) && runner.isTransactionActive) {
      this.doom(runner, error);
    }
  }
}

/** "Incorrect date value: '…' for column" and "Duplicate entry '…' for key" quote what was to be written. */
function takeOffValues(error: Error): void {
  const masked = (text: string | undefined): string =>
    (text ?? '').replace(/'[^]*?' for (column|key)/g, "'…' for $1");
  // TypeORM copies these over its own `parameters` afterwards; `sql` holds the values inlined.
  Object.assign(error, { sql: undefined, parameters: undefined, sqlMessage: masked(error.message) });
  error.stack = masked(error.stack);
  error.message = masked(error.message);
}

/** Closes the socket under a runner, so that the pool never hands it out again. */
export async function destroyConnection(runner: QueryRunner): Promise<void> {
  const connection: unknown = await runner.connect();
  if (isDestroyable(connection)) connection.destroy();
}

function isDestroyable(connection: unknown): connection is { destroy(): void } {
  return (
    typeof connection === 'object' &&
    connection !== null &&
    'destroy' in connection &&
    typeof connection.destroy === 'function'
  );
}
