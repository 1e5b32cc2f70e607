import { describe, expect, it } from '@jest/globals';
import { silentLog } from '#platform';
import { TwinDatabase } from '../twin/twin-database.js';
import { twinStore } from '../twin/twin-store.js';
import { Solo } from './solo.js';

const MESSAGE = { id: '01900000-0000-7000-8000-000000000001' };

/** The next life of an office on the same database. */
function lives(): () => Solo {
  const uow = new TwinDatabase();
  const store = twinStore(uow);
  return () => new Solo({ uow, store, log: silentLog, soloMs: 60_000 });
}
/** What dies never comes to its end. */
const deadly = (): Promise<void> => new Promise(() => undefined);
const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('solo mode', () => {
  it('is on after a life that did not end in order, and only then', async () => {
    const life = lives();
    const first = life();
    expect(await first.on()).toBe(false);
    await first.over();
    expect(await life().on()).toBe(false);
    expect(await life().on()).toBe(true);
  });

  it('is not on because two frames of one life came at once', async () => {
    const solo = lives()();
    expect(await Promise.all([solo.on(), solo.on()])).toEqual([false, false]);
  });

  it('takes for poison what died alone three times, and not before', async () => {
    const life = lives();
    for (let died = 0; died < 4; died += 1) {
      void life().take([MESSAGE], (_some, poison) => {
        expect(poison.size).toBe(0);
        return deadly();
      });
      await moment();
    }
    let seen: ReadonlySet<string> = new Set();
    await life().take([MESSAGE], (_some, poison) => {
      seen = poison;
      return Promise.resolve();
    });
    expect([...seen]).toEqual([MESSAGE.id]);
  });

  it('counts no failure that the process lived through, however often the database was away', async () => {
    const solo = lives()();
    for (let away = 0; away < 9; away += 1) {
      await expect(solo.take([MESSAGE], () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    }
    const poisons: number[] = [];
    await solo.take([MESSAGE], (_some, poison) => {
      poisons.push(poison.size);
      return Promise.resolve();
    });
    expect(poisons).toEqual([0]);
  });
});
