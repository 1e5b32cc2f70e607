import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseFilter, ListOrder, WorklistFilter, WorklistReads } from '#casework';
import { WORKLISTS } from '#domain';
import { worklistReads, type Database } from '#persistence';
import { on } from '../../support/calendars.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';

jest.setTimeout(60_000);

/*
 * How much of a long list a page reads, by the server's own count of rows touched. 40 000 rows on each list, of which a
 * page shows 50: whatever is asked, the list as a whole is never read.
 */

const CASES = 40_000;
let home: TestDatabase;
let database: Database;
let reads: WorklistReads;

beforeAll(async () => {
  home = await freshDatabase();
  database = await home.open();
  reads = worklistReads(database.uow);
  const digit =
    '(SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)';
  const seq = `(SELECT a.n + b.n * 10 + c.n * 100 + d.n * 1000 + e.n * 10000 + 1 AS n
    FROM ${digit} a CROSS JOIN ${digit} b CROSS JOIN ${digit} c CROSS JOIN ${digit} d CROSS JOIN ${digit} e
    HAVING n <= ${CASES}) s`;
  await home.sql(
    `INSERT INTO worklist_case (position, case_id, state, received_on, form, source, category, route, topic, place, urgency, leader, ends_on, yellow_on, provisional, closed_late)
     SELECT n, UNHEX(MD5(n)), IF(n % 2, 'OUT', 'REGISTERED'), DATE('2026-01-01') + INTERVAL n % 300 DAY, IF(n % 1000, 'letter', 'fax'),
       'own', 'request', '31(6)', CONCAT('教育文体/', n % 10), CONCAT('甲镇', n % 4000), 'normal', NULL,
       DATE('2026-01-01') + INTERVAL n % 300 DAY, DATE('2026-01-01') + INTERVAL n % 300 DAY, 0, 0 FROM ${seq}`,
  );
  for (const list of ['open', 'to-do', 'to-sign', 'to-review', 'waiting', 'unopened', 'returned'])
    await home.sql(
      `INSERT INTO worklist_entry (list, sort_key, position, unit, user, why, leg_id, leg_state, kind, from_unit, to_unit, since, ends_on, yellow_on, provisional, closed_late, received_on, ends_month)
       SELECT ?, CONCAT('0.', DATE('2026-01-01') + INTERVAL n % 300 DAY, '.', LPAD(n, 12, '0'), '.000'), n, IF(n % 20, 'city', 'unit:rare'),
         IF(n % 50, '登记员', '分办员'), 'handle', NULL, IF(n % 20 < 2, 'REPORTED', 'HANDLING'), IF(n % 5000, 'assign', 'refer'), 'city', CONCAT('agency:', n % 400),
         '2025-12-01', DATE('2026-01-01') + INTERVAL n % 300 DAY, DATE('2026-01-01') + INTERVAL n % 300 DAY, 0, 0,
         DATE('2026-01-01') + INTERVAL n % 300 DAY, EXTRACT(YEAR_MONTH FROM DATE('2026-01-01') + INTERVAL n % 300 DAY) FROM ${seq}`,
      [list],
    );
  // Sent today, one after another from one unit: still on its way, so that nothing of it is on the list.
  await home.sql(
    `INSERT INTO worklist_entry (list, sort_key, position, unit, user, why, leg_id, leg_state, kind, from_unit, to_unit, since, ends_on, yellow_on, provisional, closed_late, received_on, ends_month)
     SELECT 'unopened', CONCAT('1.2026-06-01.', LPAD(n, 12, '0'), '.001'), n, 'unit:sends', '登记员', 'handle', NULL, 'SENT', 'assign', 'city', 'agency:1',
       '2026-06-01', '2026-07-01', '2026-06-25', 0, 0, '2026-05-30', 202607 FROM ${seq} WHERE n <= 9000`,
  );
  await home.sql(
    'INSERT INTO worklist_party (kind, name, position) SELECT ?, CONCAT(?, n % 900), n FROM ' + seq,
    ['unit', 'agency:'],
  );
  await home.sql('ANALYZE TABLE worklist_case, worklist_entry, worklist_party');
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

/** Rows that the server touched for a piece of work, on one connection. */
async function touched(work: () => Promise<unknown>): Promise<number> {
  return database.uow.run(async () => {
    const before = await handlers();
    await work();
    return (await handlers()) - before;
  });
}

async function handlers(): Promise<number> {
  const rows = await database.uow
    .writer()
    .query<readonly { Variable_name: string; Value: string }[]>("SHOW SESSION STATUS LIKE 'Handler_read%'");
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
}

const reader = { unit: 'city', user: '登记员' };
const may = { receivedFrom: on('2026-05-01'), receivedTo: on('2026-05-31') };
const page = (list: (typeof WORKLISTS)[number], filter: WorklistFilter = {}, order: ListOrder = 'due') =>
  reads.page({ list, filter, order, today: on('2026-06-01'), limit: 50, reader });

describe('a page of a list of forty thousand', () => {
  it.each(WORKLISTS)('%s reads its first page and hardly more', async (list) => {
    for (const order of ['due', 'newest', 'oldest'] as const) {
      const rows = await touched(() => page(list, {}, order));
      // `overdue` and `mine` in another order than their key's look through a part of the list.
      expect([order, rows, rows < (order === 'due' ? 600 : 14_000)]).toEqual([order, rows, true]);
    }
  });

  it.each<[string, WorklistFilter, number]>([
    ['a place that few have', { place: '甲镇1234' }, 600],
    ['a rare form', { forms: ['fax'] }, 1_000],
    ['an addressee among many', { to: 'agency:7' }, 2_000],
    ['a unit that few were sent to', { unit: 'agency:5' }, 2_000],
    ['what most have', { states: ['OUT'] }, 8_000],
    ['two that most have', { states: ['OUT'], topic: '教育文体' }, 12_000],
    ['a unit of the node', { of: 'unit:rare' }, 600],
    ['a day', { receivedFrom: on('2026-03-01'), receivedTo: on('2026-03-02') }, 3_000],
    ['nothing that is there', { place: '丙镇' }, 300],
  ])('by %s reads a short way', async (_name, filter, most) => {
    const rows = await touched(() => page('to-do', filter));
    expect([rows, rows < most]).toEqual([rows, true]);
  });

  it('by what no key knows and few rows have stops after a part of the list and says where to go on', async () => {
    let next: string | null = null;
    const rows = await touched(async () => {
      ({ next } = await page('to-do', { kinds: ['refer'] }));
    });
    expect(rows).toBeLessThan(40_000);
    expect(next).not.toBeNull();
  });

  // What follows is read by a key that has its rows in the order of the list: the page, and hardly more.
  it.each<[string, (typeof WORKLISTS)[number], WorklistFilter, ListOrder, number]>([
    ['a state of the leg', 'waiting', { legStates: ['REPORTED'] }, 'due', 600],
    ['two states of the leg', 'waiting', { legStates: ['REPORTED', 'HANDLING'] }, 'due', 800],
    ['a month of receipt', 'to-review', { ...may }, 'due', 3_500],
    ['a month of receipt and a lamp', 'to-review', { ...may, lamps: ['红'] }, 'due', 3_500],
    ['what is overdue, newest first', 'overdue', {}, 'newest', 1_500],
    ['what is overdue, oldest first', 'overdue', {}, 'oldest', 1_500],
    ['what nobody opened', 'unopened', {}, 'due', 600],
    ['red alone', 'to-do', { lamps: ['红'] }, 'due', 600],
    ['what ends before a day', 'to-do', { dueBefore: on('2026-03-01') }, 'due', 600],
  ])('by %s reads the page alone', async (_name, list, filter, order, most) => {
    let shown = 0;
    const rows = await touched(async () => {
      shown = (await page(list, filter, order)).next === null ? 0 : 50;
    });
    expect([shown, rows, rows < most]).toEqual([50, rows, true]);
  });

  it('goes on from any page as quickly as from the first', async () => {
    let after: string | undefined;
    for (let n = 0; n < 20; n += 1) {
      const rows = await touched(async () => {
        const { next } = await reads.page({
          list: 'to-do',
          filter: {},
          order: 'due',
          today: on('2026-06-01'),
          limit: 200,
          ...(after === undefined ? {} : { after }),
        });
        after = next ?? undefined;
      });
      expect(rows).toBeLessThan(2_000);
    }
  });

  it('counts every list without reading it', async () => {
    const rows = await touched(() =>
      reads.counts({ lists: WORKLISTS, today: on('2026-06-01'), reader }, 100),
    );
    expect(rows).toBeLessThan(2_000);
  });

  it.each([
    ['for somebody of whom few rows are', { reader: { unit: 'city', user: '分办员' } }],
    ['for nobody', {}],
    [
      'for a unit that sent thousands today',
      { of: 'unit:sends', reader: { unit: 'unit:sends', user: '登记员' } },
    ],
  ])('counts every list %s no slower', async (_name, whose) => {
    const rows = await touched(() =>
      reads.counts({ lists: WORKLISTS, today: on('2026-06-01'), ...whose }, 100),
    );
    expect([rows, rows < 2_000]).toEqual([rows, true]);
  });

  it('lists cases in every order without reading the register', async () => {
    for (const order of ['due', 'newest', 'oldest'] as const)
      for (const filter of [
        {},
        { forms: ['fax'] as const },
        { states: ['OUT'] as const },
        { dueBefore: on('2026-01-02') },
      ]) {
        const rows = await touched(() => reads.cases({ filter, order, today: on('2026-06-01'), limit: 50 }));
        expect([order, filter, rows, rows < 8_000]).toEqual([order, filter, rows, true]);
      }
  });

  it.each<[string, CaseFilter, number]>([
    ['a state', { states: ['OUT'] }, 300],
    ['two states', { states: ['OUT', 'REGISTERED'] }, 600],
    ['a month of receipt', { ...may }, 3_500],
    ['a unit', { unit: 'agency:5' }, 600],
  ])('lists cases by %s from the end of its key', async (_name, filter, most) => {
    let next: string | null = null;
    const rows = await touched(async () => {
      ({ next } = await reads.cases({ filter, order: 'newest', today: on('2026-06-01'), limit: 20 }));
    });
    expect([next === null, rows, rows < most]).toEqual([false, rows, true]);
  });

  it('lists cases that shine, where none does, without looking at those that run', async () => {
    const asked = { filter: { lamps: ['红', '黄'] }, today: on('2025-12-31'), limit: 20 } as const;
    for (const order of ['due', 'newest'] as const) {
      const rows = await touched(async () => {
        expect(await reads.cases({ ...asked, order })).toEqual({ items: [], next: null });
      });
      expect([order, rows, rows < 100]).toEqual([order, rows, true]);
    }
  });
});
