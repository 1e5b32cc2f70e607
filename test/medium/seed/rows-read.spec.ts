import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { caseworkReads, matterReads, type Database } from '#persistence';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { dayOf, fillOffice, sampleOffice } from '../../support/seeded-office.js';

/*
 * What a screen reads is bounded by what it shows, never by how much the office holds: counted in rows by the server
 * itself, so that no machine is too slow for this test.
 */

// Making a schema takes a second on a busy machine.
jest.setTimeout(120_000);

const CASES = 4_000;
/** A page of 50 cases with their legs, and what the optimizer looks at to find them. */
const MOST_ROWS = 900;

let home: TestDatabase;
let database: Database;
let caseId: string;
let legId: string;

beforeAll(async () => {
  home = await freshDatabase();
  await fillOffice(home.settings, sampleOffice(), { cases: CASES, due: 40 });
  // One connection, so that its counters are of the question alone.
  database = await home.open({ poolSize: 1 });
  const { legs } = caseworkReads(database.uow);
  const [row] = (await legs({ limit: 1 })).items;
  caseId = row?.caseId ?? '';
  legId = row?.leg.id ?? '';
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

async function handlers(): Promise<ReadonlyMap<string, number>> {
  const rows = await database.dataSource.query<readonly { Variable_name: string; Value: string }[]>(
    "SHOW SESSION STATUS LIKE 'Handler_read%'",
  );
  return new Map(rows.map((row) => [row.Variable_name, Number(row.Value)]));
}

const page = { limit: 50 };
type Reads = ReturnType<typeof caseworkReads> & ReturnType<typeof matterReads>;

const questions: Readonly<Record<string, (reads: Reads) => Promise<unknown>>> = {
  'the newest cases': (reads) => reads.cases(page),
  'the cases in the middle of the register': (reads) => reads.cases({ ...page, after: String(CASES / 2) }),
  'the newest legs': (reads) => reads.legs(page),
  'one case': (reads) => reads.caseById(caseId),
  'its items': (reads) => reads.items(caseId),
  'its papers': (reads) => reads.documents(caseId),
  'its legs': (reads) => reads.legsOfCases([caseId]),
  'its history': (reads) => reads.historyOfCase(caseId, page),
  'one leg': (reads) => reads.legById(legId),
  'the history of a leg': (reads) => reads.historyOfLeg(legId, page),
  'drafts for the supervisor': (reads) => reads.supervision.drafts(50),
  'letters without reply': (reads) => reads.supervision.openLetters(50),
  'letters of superiors': (reads) => reads.supervision.openSuperiors(50),
  'the notices of a day': (reads) => reads.supervision.notices(dayOf('2026-09-16')),
  'the selected of a month': (reads) => reads.supervision.selected('2026-09'),
};

for (const [what, ask] of Object.entries(questions)) {
  it(`${what}: a bounded number of rows, none by going through a table`, async () => {
    const reads = { ...matterReads(database.uow), ...caseworkReads(database.uow) };
    await ask(reads);
    const idle = await handlers();
    const before = await handlers();
    await ask(reads);
    const after = await handlers();
    // Asking for the counters reads some rows too, the same number each time.
    const of = (name: string): number =>
      (after.get(name) ?? 0) - (before.get(name) ?? 0) - ((before.get(name) ?? 0) - (idle.get(name) ?? 0));
    const rows = [...after.keys()].reduce((sum, name) => sum + of(name), 0);
    expect(rows).toBeLessThan(MOST_ROWS);
    // Rows of a sorted page may pass through a temporary table; a whole table never does.
    expect(of('Handler_read_rnd_next')).toBeLessThan(2 * 50 + 10);
  });
}

it('full text for a word that is in most letters: what is ranked and counted, not what the office holds', async () => {
  const reads = matterReads(database.uow);
  const ask = () => reads.search(['村民', '反映'], { limit: 20, offset: 0 });
  expect((await ask()).rows.length).toBe(20);
  const before = await handlers();
  await ask();
  const after = await handlers();
  const scanned = (after.get('Handler_read_rnd_next') ?? 0) - (before.get('Handler_read_rnd_next') ?? 0);
  // Both words are counted up to a bound and the newest 1 000 ranked: no case is looked at beside the page.
  expect(scanned).toBeLessThan(2 * CASES + 1_200);
});
