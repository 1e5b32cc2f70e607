import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { worklistPlace } from '#casework';
import { refreshWorklists, type Database } from '#persistence';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { dayOf, fillOffice, sampleOffice } from '../../support/seeded-office.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(120_000);

const CASES = 600;
const office = sampleOffice();
let home: TestDatabase;
let database: Database;
let digest: string;

beforeAll(async () => {
  home = await freshDatabase();
  ({ digest } = await fillOffice(home.settings, office, { cases: CASES }));
  database = await home.open();
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

const TABLES = [
  ...['casework_case', 'casework_leg', 'casework_clock', 'casework_item', 'casework_action'],
  ...['casework_document', 'casework_ladder', 'casework_ladder_event', 'matter_token', 'matter_posting'],
  ...['matter_fingerprint', 'worklist_case', 'worklist_entry', 'worklist_party'],
];
const checksums = async (of: TestDatabase): Promise<readonly unknown[]> =>
  (await of.sql(`CHECKSUM TABLE ${TABLES.join(', ')} EXTENDED`)).map(({ Checksum }) => Checksum);
const number = async (sql: string): Promise<number> =>
  Number(Object.values((await home.sql(sql))[0] ?? {})[0]);

describe('a seeded office', () => {
  it('holds the same rows for the same seed, and others for another', async () => {
    const [same, other] = [await freshDatabase(), await freshDatabase()];
    try {
      expect((await fillOffice(same.settings, office, { cases: CASES })).digest).toBe(digest);
      expect(await checksums(same)).toEqual(await checksums(home));
      expect((await fillOffice(other.settings, office, { cases: CASES, seed: 2 })).digest).not.toBe(digest);
    } finally {
      await same.drop();
      await other.drop();
    }
  });

  it('has every table filled, legs in nearly every state, and numbers that go on after its own', async () => {
    for (const table of TABLES) expect(await number(`SELECT COUNT(*) FROM ${table}`)).toBeGreaterThan(0);
    expect(await number('SELECT COUNT(*) FROM casework_case')).toBe(CASES);
    expect(await number('SELECT COUNT(DISTINCT state) FROM casework_leg')).toBeGreaterThan(8);
    expect(await number('SELECT MIN(last_number) FROM casework_number')).toBeGreaterThan(CASES);
  });

  it('has exactly the limits that were asked for lapsing on the next day, and none before', async () => {
    const lapsing = (day: string) =>
      number(`SELECT COUNT(*) FROM casework_clock WHERE overdue_on IS NULL AND due < '${day}'`);
    expect([await lapsing('2026-09-16'), await lapsing('2026-09-17')]).toEqual([0, 10]);
    expect(await number("SELECT COUNT(*) FROM casework_clock WHERE overdue_on > '2026-09-16'")).toBe(0);
  });

  it('has the lists that follow from its cases and legs, as if each had been entered by itself', async () => {
    const ids = (await home.sql('SELECT LOWER(HEX(id)) AS hex FROM casework_case')).map(({ hex }) =>
      String(hex).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5'),
    );
    const place = worklistPlace(office.identity.office, office.rulebook.calendar);
    const different = await database.uow.run(() =>
      refreshWorklists(database.uow.writer(), place, ids, false),
    );
    expect(different).toBe(0);
  });

  it('is filled once only, and only where nothing is', async () => {
    await expect(fillOffice(home.settings, office, { cases: 10 })).rejects.toThrow(/only an empty node/);
    expect(await number('SELECT COUNT(*) FROM casework_case')).toBe(CASES);
    await expect(fillOffice(home.settings, office, { cases: 10, day: dayOf('2026-09-19') })).rejects.toThrow(
      /no working day/,
    );
    await expect(fillOffice(home.settings, sampleOffice('agency:court'), { cases: 10 })).rejects.toThrow(
      /no petition office/,
    );
  });
});
