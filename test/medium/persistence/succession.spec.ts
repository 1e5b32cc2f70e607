import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { CaseworkReads, CaseworkUnitOfWork, Succession } from '#casework';
import { type Case, type Leg, type LocalDate, parseLocalDate } from '#domain';
import { caseworkReads, caseworkUnitOfWork, type Database } from '#persistence';
import { uuidV7 } from '#platform';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { testIndexing, testPlace } from '../../support/matter-indexing.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(60_000);

let home: TestDatabase;
let database: Database;
let casework: CaseworkUnitOfWork;
let reads: CaseworkReads;

beforeAll(async () => {
  home = await freshDatabase();
  database = await home.open();
  casework = caseworkUnitOfWork(database.uow, 'city', testIndexing(), testPlace());
  reads = caseworkReads(database.uow);
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

function day(text: string): LocalDate {
  const parsed = parseLocalDate(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}
const on = day('2026-04-02');
const by = { unit: 'agency:agriculture', user: '负责人', role: 'head' } as const;

/** A leg that this node holds for a unit that it keeps. */
async function heldFor(unit: string, changed: Partial<Leg> = {}): Promise<Leg> {
  const originNumber = `CS-2026-${uuidV7().slice(-8)}`;
  const matter: Case = {
    id: uuidV7(),
    originNumber,
    originNode: 'city',
    state: 'OUT',
    receivedOn: on,
    clocks: [],
  };
  const leg: Leg = {
    id: uuidV7(),
    originNumber,
    kind: 'assign',
    wants: 'result',
    from: 'city',
    to: unit,
    fromNode: 'city',
    toNode: 'city',
    state: 'ACCEPTED',
    round: 1,
    letterNumber: '市人信交〔2026〕3号',
    limit: { days: 30 },
    answeredBy: 'handler',
    group: uuidV7(),
    reviewers: { committees: [], rule: 'all' },
    notifies: true,
    senderNumber: '1',
    sentOn: on,
    objections: 0,
    reports: 0,
    clocks: [],
    ...changed,
  };
  await casework.run(async (tx) => {
    await tx.cases.insert(matter);
    await tx.legs.insert(leg, matter.id);
    const line = { caseId: matter.id, legId: leg.id, on, at: '2026-04-02T01:00:00.000Z', by };
    await tx.history.add([{ ...line, act: 'leg.accept', basis: '[I]', text: '受理' }]);
  });
  return leg;
}

it('finds the units whose open legs lie here, and those legs; what has ended is not among them', async () => {
  const open = await heldFor('unit:liquidators');
  await heldFor('unit:funeral-parlour', { state: 'RETURNED', endedOn: on });
  const [units, legs] = await casework.run(async (tx) => [
    await tx.legs.unitsHeld(),
    await tx.legs.openTo('unit:liquidators'),
  ]);
  expect(units).toEqual(['unit:liquidators']);
  expect(legs).toEqual([open.id]);
});

it('a leg that went over leaves with its clocks; its history stays', async () => {
  const leg = await heldFor('unit:gone');
  const lines = await casework.run(async (tx) => {
    const caseId = (await tx.legs.caseOf(leg.id)) ?? '';
    await tx.legs.remove(leg.id, caseId);
    return tx.history.ofLeg(leg.id);
  });
  expect(lines.map(({ act }) => act)).toEqual(['leg.accept']);
  expect(await reads.legById(leg.id)).toBeUndefined();
  const clocks: unknown = await database.dataSource.query(
    'SELECT COUNT(*) AS n FROM casework_clock WHERE subject_id = UNHEX(?)',
    [leg.id.replaceAll('-', '')],
  );
  expect(clocks).toEqual([{ n: 0 }]);
});

it('keeps who held a leg before', async () => {
  const formerly = [{ unit: 'agency:agriculture', node: 'agency:agriculture', until: on }];
  const leg = await heldFor('agency:natural-resources', { toNode: 'agency:natural-resources', formerly });
  expect((await reads.legById(leg.id))?.leg.formerly).toEqual(formerly);
});

it('keeps a handover from the first signature to the second, the oldest first, until it is done', async () => {
  const offered: Succession = {
    legId: uuidV7(),
    originNumber: 'CS-2026-1-00001',
    letterNumber: '市人信交〔2026〕3号',
    topic: '农村农业/惠农补贴',
    from: 'agency:agriculture',
    to: 'agency:natural-resources',
    on,
    basis: '临编〔2026〕9号',
    offeredBy: by,
  };
  const other = { ...offered, legId: uuidV7() };
  const signed = { ...offered, signed: { on, by: { ...by, unit: offered.to } } };
  await casework.run(async (tx) => {
    await tx.successions.save(offered);
    await tx.successions.save(other);
    await tx.successions.save(signed);
  });
  expect(await reads.successions.open(10)).toEqual([signed, other]);
  await casework.run((tx) => tx.successions.remove(offered.legId));
  expect(await casework.run((tx) => tx.successions.get(offered.legId))).toBeUndefined();
  expect(await casework.run((tx) => tx.successions.get(other.legId))).toEqual(other);
});
