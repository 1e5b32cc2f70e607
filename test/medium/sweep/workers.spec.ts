import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Sweep, SweepTrouble, type Desk } from '#casework';
import type { Database } from '#persistence';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { deskOf, fillOffice, sampleOffice } from '../../support/seeded-office.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(120_000);

const DUE = 20;
const THURSDAY = new Date('2026-09-17T02:00:00Z');
const office = sampleOffice();

/** An office of its own with limits that lapsed last night, and some workers that sweep it. */
async function anOffice(): Promise<{
  readonly home: TestDatabase;
  readonly workers: readonly Desk[];
  readonly time: { now: Date };
  close(): Promise<void>;
}> {
  const home = await freshDatabase();
  await fillOffice(home.settings, office, { cases: 900, due: DUE });
  const databases: Database[] = [await home.open(), await home.open(), await home.open()];
  const time = { now: THURSDAY };
  return {
    home,
    time,
    workers: databases.map((database) => deskOf(office, database, time)),
    close: async () => {
      for (const database of databases) await database.close();
      await home.drop();
    },
  };
}

const told = (home: TestDatabase, act: string) =>
  home.sql('SELECT leg_id, text FROM casework_action WHERE act = ? AND day >= ? ORDER BY seq', [
    act,
    '2026-09-17',
  ]);
const count = async (home: TestDatabase, sql: string): Promise<number> =>
  Number(Object.values((await home.sql(sql))[0] ?? {})[0]);
const DRAFTS = "SELECT COUNT(*) FROM casework_ladder_event WHERE day >= '2026-09-17'";
const LEFT = "SELECT COUNT(*) FROM casework_clock WHERE overdue_on IS NULL AND due < '2026-09-17'";

describe('workers that sweep at once', () => {
  let place: Awaited<ReturnType<typeof anOffice>>;
  beforeAll(async () => {
    place = await anOffice();
  });
  afterAll(() => place.close());

  it("peers' bug 8: three race, and each clock has one event and each rung fires once, for ever", async () => {
    const { home, workers } = place;
    const swept = await Promise.all(workers.map((desk) => new Sweep(desk).run()));
    const all = (of: (one: (typeof swept)[number]) => number): number =>
      swept.reduce((sum, one) => sum + of(one), 0);
    expect(all(({ overdue }) => overdue)).toBe(DUE);
    expect(await told(home, 'overdue')).toHaveLength(DUE);
    expect(all(({ rungs }) => rungs)).toBe(await count(home, DRAFTS));
    const drafts = await told(home, 'draft.slip-1');
    expect(drafts.length).toBeGreaterThanOrEqual(DUE);
    expect(new Set(drafts.map(({ leg_id }) => String(leg_id))).size).toBe(drafts.length);
    expect(await count(home, LEFT)).toBe(0);
    const [, again] = await Promise.all(workers.map((desk) => new Sweep(desk).run()));
    expect(Object.values(again ?? {}).filter((done) => done > 0)).toEqual([]);
  });

  it('what was kept for repeats goes after its days, and nothing younger', async () => {
    const { home, workers } = place;
    const [desk = deadDesk()] = workers;
    const old = new Date('2025-09-01T00:00:00Z');
    await home.sql(
      "INSERT INTO casework_answer (answer_key, fingerprint, answer, at) VALUES ('old-key-1', 'f', '{}', ?), ('new-key-1', 'f', '{}', ?), ('claimed-1', '', NULL, NULL)",
      [old, THURSDAY],
    );
    expect((await new Sweep(desk, 365).run()).purged).toBe(1);
    expect(
      await count(
        home,
        "SELECT COUNT(*) FROM casework_answer WHERE answer_key IN ('new-key-1', 'claimed-1')",
      ),
    ).toBe(2);
  });
});

describe('a sweep that dies in the middle', () => {
  it('has lost nothing and done nothing twice when the next one comes', async () => {
    const { home, workers, close } = await anOffice();
    const [first, second] = workers;
    if (first === undefined || second === undefined) throw new Error('no workers');
    // The third unit of work of the first worker dies before its COMMIT, and the process with it.
    let units = 0;
    const dying: Desk = {
      ...first,
      uow: {
        run: (work) =>
          first.uow.run(async (tx) => {
            const done = await work(tx);
            units += 1;
            if (units > 4) throw new Error('the process was killed');
            return done;
          }),
      },
    };
    await expect(new Sweep(dying).run()).rejects.toThrow();
    await new Sweep(second).run();
    expect(await told(home, 'overdue')).toHaveLength(DUE);
    expect(await count(home, LEFT)).toBe(0);
    const once = await count(
      home,
      "SELECT COUNT(*) - COUNT(DISTINCT leg_id, act) FROM casework_action WHERE act LIKE 'draft.%' AND day >= '2026-09-17'",
    );
    expect(once).toBe(0);
    await close();
  });
});

describe('a node that was down', () => {
  it('from Thursday over a weekend to Wednesday catches up once, in the order of the days', async () => {
    const { home, workers, time, close } = await anOffice();
    const [desk = deadDesk(), other = deadDesk()] = workers;
    time.now = new Date('2026-09-23T02:00:00Z');
    await new Sweep(desk).run();
    const overdue = await told(home, 'overdue');
    const ends = overdue.map(({ text }) => /期限 (\S+)/u.exec(String(text))?.[1] ?? '');
    expect(overdue.length).toBeGreaterThan(DUE);
    expect(new Set(ends).size).toBeGreaterThan(1);
    expect(ends).toEqual(ends.toSorted());
    const lines = await count(home, 'SELECT COUNT(*) FROM casework_action');
    await Promise.all([new Sweep(desk).run(), new Sweep(other).run()]);
    expect(await count(home, 'SELECT COUNT(*) FROM casework_action')).toBe(lines);
    await close();
  });

  it('gives no reminder on a Saturday or at night, and all of them on the make-up Sunday', async () => {
    const { home, workers, time, close } = await anOffice();
    const [desk = deadDesk()] = workers;
    for (const at of ['2026-09-18T15:00:00Z', '2026-09-19T02:00:00Z']) {
      time.now = new Date(at);
      expect((await new Sweep(desk).run()).rungs).toBe(0);
    }
    // 2026-09-20 is a working Sunday before the holiday (调休).
    time.now = new Date('2026-09-20T02:00:00Z');
    expect((await new Sweep(desk).run()).rungs).toBeGreaterThanOrEqual(DUE);
    expect(
      await count(
        home,
        "SELECT COUNT(*) FROM casework_action WHERE act LIKE 'draft.%' AND day IN ('2026-09-18', '2026-09-19')",
      ),
    ).toBe(0);
    await close();
  });
});

describe('one row that is broken', () => {
  it('keeps no other waiting, and is told with every sweep until it is mended', async () => {
    const { home, workers, close } = await anOffice();
    const [desk = deadDesk()] = workers;
    const [broken] = await home.sql(
      "SELECT l.leg_id AS id FROM casework_ladder l WHERE l.next_on = '2026-09-17' ORDER BY l.leg_id LIMIT 1",
    );
    const id = broken?.['id'] ?? null;
    const [kept] = await home.sql('SELECT leg FROM casework_leg WHERE id = ?', [id]);
    await home.sql("UPDATE casework_leg SET leg = '{' WHERE id = ?", [id]);
    await expect(new Sweep(desk).run()).rejects.toBeInstanceOf(SweepTrouble);
    expect(await told(home, 'overdue')).toHaveLength(DUE);
    expect((await told(home, 'draft.slip-1')).length).toBeGreaterThanOrEqual(DUE - 1);
    await expect(new Sweep(desk).run()).rejects.toBeInstanceOf(SweepTrouble);
    await home.sql('UPDATE casework_leg SET leg = ? WHERE id = ?', [kept?.['leg'], id]);
    expect((await new Sweep(desk).run()).rungs).toBeGreaterThanOrEqual(1);
    await close();
  });

  it('somebody who works on a case meanwhile is waited for, and the sweep misses nothing', async () => {
    const { home, workers, close } = await anOffice();
    const [desk = deadDesk(), other = deadDesk()] = workers;
    const [held] = await home.sql(
      "SELECT LOWER(HEX(l.case_id)) AS hex FROM casework_ladder l WHERE l.next_on = '2026-09-17' ORDER BY l.leg_id LIMIT 1",
    );
    const id = String(held?.['hex']).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let holding = (): void => undefined;
    const holds = new Promise<void>((resolve) => (holding = resolve));
    const act = other.uow.run(async (tx) => {
      const row = await tx.cases.load(id);
      if (row !== undefined) await tx.cases.save(row.matter);
      holding();
      await released;
    });
    await holds;
    const sweep = new Sweep(desk).run();
    // Everything that is free is done while the case is still held.
    setTimeout(release, 300);
    const [swept] = await Promise.all([sweep, act]);
    expect(swept.overdue).toBe(DUE);
    expect(swept.rungs).toBe(await count(home, DRAFTS));
    await close();
  });
});

function deadDesk(): never {
  throw new Error('no worker');
}
