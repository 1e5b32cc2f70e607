import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Database } from '#persistence';
import { CommitUnknownError } from '#persistence';
import { freshDatabase, type TestDatabase } from '../../support/database.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(60_000);

let home: TestDatabase;
let database: Database;

beforeAll(async () => {
  home = await freshDatabase();
  await home.sql(
    'CREATE TABLE tally (id INT PRIMARY KEY, n INT NOT NULL, day DATE NULL, at DATETIME(3) NULL)',
  );
  database = await home.open();
});
afterAll(async () => {
  await database.close();
  await home.drop();
});
beforeEach(async () => {
  await home.sql('DELETE FROM tally');
  await home.sql('INSERT INTO tally (id, n) VALUES (1, 0), (2, 0)');
});

const n = async (id: number): Promise<number> =>
  Number((await home.sql('SELECT n FROM tally WHERE id = ?', [id]))[0]?.['n']);
const add = (id: number, by = 1): Promise<unknown> =>
  database.uow.writer().query('UPDATE tally SET n = n + ? WHERE id = ?', [by, id]);

/** A promise that two parties wait for. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

describe('a unit of work', () => {
  it('loses no update when forty read, count and write at the same time', async () => {
    await Promise.all(
      Array.from({ length: 40 }, () =>
        database.uow.run(async () => {
          const rows = await database.uow
            .writer()
            .query<{ n: number }[]>('SELECT n FROM tally WHERE id = 1 FOR UPDATE');
          await database.uow.writer().query('UPDATE tally SET n = ? WHERE id = 1', [(rows[0]?.n ?? 0) + 1]);
        }),
      ),
    );
    expect(await n(1)).toBe(40);
  });

  it('reads what others committed meanwhile: READ COMMITTED, whatever the server says', async () => {
    const levels = await database.uow.run(async () => {
      const first = await database.uow.writer().query<{ n: number }[]>('SELECT n FROM tally WHERE id = 1');
      await home.sql('UPDATE tally SET n = 7 WHERE id = 1');
      const second = await database.uow.writer().query<{ n: number }[]>('SELECT n FROM tally WHERE id = 1');
      return [first[0]?.n, second[0]?.n];
    });
    expect(levels).toEqual([0, 7]);
  });

  it('writes nothing when the work throws', async () => {
    await expect(
      database.uow.run(async () => {
        await add(1);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await n(1)).toBe(0);
  });

  it('joins the open unit: the inner work goes when the outer fails', async () => {
    await expect(
      database.uow.run(async () => {
        const outer = database.uow.current();
        await database.uow.run(async () => {
          expect(database.uow.current()).toBe(outer);
          await add(1);
        });
        throw new Error('outer');
      }),
    ).rejects.toThrow('outer');
    expect(await n(1)).toBe(0);
  });

  it('refuses to commit half: an inner failure that the outer swallows undoes all', async () => {
    await expect(
      database.uow.run(async () => {
        await add(1);
        await database.uow
          .run(async () => {
            await add(2);
            throw new Error('inner');
          })
          .catch(() => undefined);
      }),
    ).rejects.toThrow('inner');
    expect([await n(1), await n(2)]).toEqual([0, 0]);
  });

  it('retries a deadlock from the outermost only, the whole work, each effect once', async () => {
    const first = gate();
    const second = gate();
    let inner = 0;
    let outer = 0;
    const one = database.uow.run(async () => {
      outer += 1;
      await add(1, 100);
      first.open();
      await second.opened;
      await database.uow.run(async () => {
        inner += 1;
        await add(2, 100);
      });
    });
    const two = database.uow.run(async () => {
      outer += 1;
      await first.opened;
      await add(2);
      second.open();
      await database.uow.run(async () => {
        inner += 1;
        await add(1);
      });
    });
    await Promise.all([one, two]);
    expect([await n(1), await n(2)]).toEqual([101, 101]);
    expect(outer).toBe(3);
    expect(inner).toBeGreaterThanOrEqual(3);
  });

  it('lets nothing but ROLLBACK through after a deadlock, also when the work swallows it', async () => {
    const locked = gate();
    const done = gate();
    const other = database.uow.run(async () => {
      await add(2);
      locked.open();
      await done.opened;
    });
    await locked.opened;
    let attempts = 0;
    await database.uow.run(async () => {
      attempts += 1;
      if (attempts > 1) {
        await add(1);
        return;
      }
      await database.uow.writer().query('SET innodb_lock_wait_timeout = 1');
      await add(2).catch(() => undefined);
      done.open();
      // Autocommit would let this one live on beside the retry.
      await add(1, 1000).catch(() => undefined);
    });
    await other;
    expect(attempts).toBe(2);
    expect([await n(1), await n(2)]).toEqual([1, 1]);
  });

  it('gives up after three tries', async () => {
    let attempts = 0;
    await expect(
      database.uow.run(() => {
        attempts += 1;
        return Promise.reject(Object.assign(new Error('Deadlock found'), { errno: 1213 }));
      }),
    ).rejects.toThrow('Deadlock found');
    expect(attempts).toBe(3);
  });

  it('runs hooks before COMMIT inside, and after COMMIT once and outside', async () => {
    const seen: string[] = [];
    await database.uow.run(async () => {
      database.uow.afterCommit(() => {
        seen.push(database.uow.current() === undefined ? 'after, outside' : 'after, inside');
      });
      database.uow.beforeCommit(async () => {
        await add(1);
        database.uow.beforeCommit(() => {
          seen.push('added by a hook');
        });
        seen.push('before');
      });
      seen.push('work');
      await Promise.resolve();
    });
    expect(seen).toEqual(['work', 'before', 'added by a hook', 'after, outside']);
    expect(await n(1)).toBe(1);
  });

  it('runs no hook after COMMIT when the work failed', async () => {
    const seen: string[] = [];
    await expect(
      database.uow.run(() => {
        database.uow.afterCommit(() => {
          seen.push('after');
        });
        return Promise.reject(new Error('no'));
      }),
    ).rejects.toThrow();
    expect(seen).toEqual([]);
  });

  it('calls an answer that COMMIT never gave unknown, and repeats nothing', async () => {
    // The driver keeps the timer of a statement whose connection died: a short one ends with the test.
    const { uow, close } = await home.open({ statementTimeout: 300, poolSize: 1 });
    const addOne = (): Promise<unknown> => uow.writer().query('UPDATE tally SET n = n + 1 WHERE id = 1');
    let attempts = 0;
    await expect(
      uow.run(async () => {
        attempts += 1;
        await addOne();
        const rows = await uow.writer().query<{ id: number }[]>('SELECT CONNECTION_ID() AS id');
        await home.sql('KILL ?', [rows[0]?.id]);
      }),
    ).rejects.toBeInstanceOf(CommitUnknownError);
    expect(attempts).toBe(1);
    await uow.run(addOne);
    await close();
    expect(await n(1)).toBe(1);
  });

  it('destroys a connection whose statement took too long, and goes on with another', async () => {
    const impatient = await home.open({ statementTimeout: 200, poolSize: 1 });
    const failure = await impatient.uow
      .reader()
      .query('SELECT SLEEP(3)')
      .catch((error: unknown) => error);
    expect(impatient.uow.isOutage(failure)).toBe(true);
    await impatient.uow.run(() => impatient.uow.writer().query('UPDATE tally SET n = 5 WHERE id = 1'));
    await impatient.close();
    expect(await n(1)).toBe(5);
  });

  it('runs a prepared statement under the rules of every other', async () => {
    const { uow } = database;
    const addPrepared = (by: number, id = 1): Promise<void> =>
      uow.execute('UPDATE tally SET n = n + ? WHERE id = ?', [by, id]);
    await expect(addPrepared(1)).rejects.toThrow('open unit of work');
    await uow.run(async () => {
      await addPrepared(2);
      await addPrepared(3);
      await uow.execute('UPDATE tally SET at = ? WHERE id = ?', [new Date('2026-12-31T16:00:00.123Z'), 1]);
    });
    const failure: unknown = await uow
      .run(() => uow.execute('INSERT INTO tally (id, n, day) VALUES (?, ?, ?)', [3, 1, '张三的信']))
      .catch((error: unknown) => error);
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('张三');
    await expect(
      uow.run(async () => {
        await addPrepared(100);
        await uow.run(() => Promise.reject(new Error('inner'))).catch(() => undefined);
        await addPrepared(1000);
      }),
    ).rejects.toThrow('inner');
    expect(await n(1)).toBe(5);
    expect((await home.sql('SELECT CAST(at AS CHAR) AS text FROM tally WHERE id = 1'))[0]?.['text']).toBe(
      '2026-12-31 16:00:00.123',
    );
  });

  it('destroys a connection whose prepared statement took too long', async () => {
    const impatient = await home.open({ statementTimeout: 200, poolSize: 1 });
    const failure: unknown = await impatient.uow
      .run(() => impatient.uow.execute('UPDATE tally SET n = n + SLEEP(?) WHERE id = 1', [3]))
      .catch((error: unknown) => error);
    expect(impatient.uow.isOutage(failure)).toBe(true);
    await impatient.uow.run(() => impatient.uow.execute('UPDATE tally SET n = ? WHERE id = 2', [5]));
    await impatient.close();
    expect(await n(2)).toBe(5);
  });

  it('refuses a write outside of a unit, and one that comes after its end', async () => {
    expect(() => database.uow.writer()).toThrow('open unit of work');
    let late = (): unknown => undefined;
    await database.uow.run(async () => {
      late = () => database.uow.writer();
      await Promise.resolve();
    });
    expect(() => late()).toThrow('open unit of work');
  });

  it('keeps a legal date a string and an instant in UTC in every process time zone', async () => {
    const at = new Date('2026-12-31T16:00:00.123Z');
    await database.uow.run(() =>
      database.uow.writer().query('UPDATE tally SET day = ?, at = ? WHERE id = 1', ['2026-10-08', at]),
    );
    const rows = await database.uow
      .reader()
      .query<{ day: string; at: Date }[]>('SELECT day, at FROM tally WHERE id = 1');
    expect(rows[0]).toEqual({ day: '2026-10-08', at });
    expect((await home.sql('SELECT CAST(at AS CHAR) AS text FROM tally WHERE id = 1'))[0]?.['text']).toBe(
      '2026-12-31 16:00:00.123',
    );
  });

  it('keeps names out of its errors', async () => {
    const failure = await database.uow
      .run(() =>
        database.uow.writer().query<unknown>('INSERT INTO tally (id, n, day) VALUES (?, 0, ?)', [3, '张三']),
      )
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(JSON.stringify(failure)).not.toContain('张三');
    expect(failure).toHaveProperty('parameters', undefined);
  });

  it('has no DDL at run time', async () => {
    await expect(database.uow.reader().query('CREATE TABLE sneaked (id INT)')).rejects.toThrow(/denied/);
    await expect(database.uow.reader().query('DROP TABLE tally')).rejects.toThrow(/denied/);
  });
});
