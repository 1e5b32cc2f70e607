import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { caseworkUnitOfWork, type Database } from '#persistence';
import type { CaseworkUnitOfWork } from '#casework';
import type { Case, Clock } from '#domain';
import { uuidV7 } from '#platform';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { aClock, on } from '../../support/calendars.js';
import { testIndexing, testPlace } from '../../support/matter-indexing.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(60_000);

let home: TestDatabase;
let database: Database;
let casework: CaseworkUnitOfWork;

beforeAll(async () => {
  home = await freshDatabase();
  database = await home.open();
  casework = caseworkUnitOfWork(database.uow, 'city', testIndexing(), testPlace());
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

const NOW = 'NAT 1/2026.1';
const NEXT = 'NAT 1/2027.1';
let count = 0;

async function aCase(...clocks: readonly Clock[]): Promise<Case> {
  count += 1;
  const matter: Case = {
    id: uuidV7(),
    originNumber: `CS-2026-${String(count)}`,
    originNode: 'city',
    state: 'REGISTERED',
    receivedOn: on('2026-03-02'),
    clocks,
  };
  await casework.run((tx) => tx.cases.insert(matter));
  return matter;
}

const outdated = (versions: string): Promise<readonly string[]> =>
  casework.run(async (tx) => (await tx.recounts.outdated(versions, 100)).map(({ subjectId }) => subjectId));

describe('what is to be counted again', () => {
  it('is every open clock that other versions gave, older and newer, and no clock that was met', async () => {
    const open = await aCase(aClock('2026-03-02', '15日'));
    const met = await aCase({ ...aClock('2026-03-02', '15日'), metOn: on('2026-03-05') });
    expect(await outdated(NOW)).not.toContain(open.id);
    expect(await outdated(NEXT)).toContain(open.id);
    expect(await outdated('NAT 1/2025.9')).toContain(open.id);
    expect(await outdated(NEXT)).not.toContain(met.id);
  });

  it('is found no more once it was judged, until the case is written again', async () => {
    const matter = await aCase(aClock('2026-03-02', '15日'));
    await casework.run((tx) => tx.recounts.judged([matter.id], NEXT));
    expect(await outdated(NEXT)).not.toContain(matter.id);
    await casework.run((tx) => tx.cases.save(matter));
    expect(await outdated(NEXT)).toContain(matter.id);
  });

  it('a clock that stands still is not overdue, whatever the day', async () => {
    const still = { ...aClock('2026-03-02', '15日'), pauses: [{ from: on('2026-03-10'), why: '听证' }] };
    const matter = await aCase(still);
    const lapsed = await casework.run((tx) => tx.sweep.lapsed(on('2026-12-31'), 100, 'every'));
    expect(lapsed.map(({ subjectId }) => subjectId)).not.toContain(matter.id);
  });
});
