import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseworkTx, CaseworkUnitOfWork } from '#casework';
import { parseLocalDate, type Case, type Leg, type LocalDate } from '#domain';
import { caseworkUnitOfWork, type Database } from '#persistence';
import { uuidV7 } from '#platform';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { testIndexing, testPlace } from '../../support/matter-indexing.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(60_000);

let home: TestDatabase;
let database: Database;
let casework: CaseworkUnitOfWork;
/** The statements of the casework since it was last emptied. */
let statements: string[] = [];

beforeAll(async () => {
  home = await freshDatabase();
  database = await home.open();
  database.dataSource.subscribers.push({
    beforeQuery: ({ query }) => void statements.push(query),
  });
  casework = caseworkUnitOfWork(database.uow, 'city', testIndexing(), testPlace());
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
const today = day('2026-03-02');
let count = 0;
const aCase = (changed: Partial<Case> = {}): Case => ({
  id: uuidV7(),
  originNumber: `UH-2026-${++count}`,
  originNode: 'prefecture',
  state: 'RECEIVED',
  receivedOn: today,
  clocks: [],
  ...changed,
});
const aLeg = (): Leg => ({
  id: uuidV7(),
  originNumber: `UH-2026-${count}`,
  kind: 'assign',
  wants: 'result',
  from: 'prefecture',
  to: 'city',
  fromNode: 'prefecture',
  toNode: 'city',
  state: 'SENT',
  round: 1,
  letterNumber: '市人信交〔2026〕3号',
  limit: { days: 60 },
  answeredBy: 'handler',
  group: uuidV7(),
  reviewers: { committees: [], rule: 'all' },
  notifies: true,
  senderNumber: '1',
  sentOn: today,
  objections: 0,
  reports: 0,
  clocks: [],
});
const aLine = (tx: CaseworkTx, caseId: string, act: string): Promise<void> =>
  tx.history.add([
    {
      caseId,
      on: today,
      at: '2026-03-02T01:00:00.000Z',
      by: { unit: 'city', user: '系统', role: 'system' },
      act,
      basis: '[I]',
      text: act,
    },
  ]);
const writes = (table: string): number =>
  statements.filter((sql) => new RegExp(`^(INSERT INTO|UPDATE) ${table} `, 'u').test(sql)).length;

/** What a frame of arriving legs does. */
async function takeIn(tx: CaseworkTx, matters: readonly Case[]): Promise<readonly Leg[]> {
  const legs: Leg[] = [];
  for (const matter of matters) {
    await tx.cases.insert(matter);
    const leg = aLeg();
    await tx.legs.insert(leg, matter.id);
    await tx.legs.save({ ...leg, arrivedOn: today });
    await aLine(tx, matter.id, 'leg.arrive');
    legs.push(leg);
  }
  return legs;
}

describe('a unit of work that takes in many cases', () => {
  it('writes each table once, however many they are, and reads nothing of what it made itself', async () => {
    const matters = Array.from({ length: 20 }, () => aCase());
    statements = [];
    const legs = await casework.run(async (tx) => {
      const made = await takeIn(tx, matters);
      for (const { id } of matters) expect(await tx.legs.ofCase(id)).toHaveLength(1);
      return made;
    });
    expect(['casework_case', 'casework_leg', 'casework_action', 'casework_change'].map(writes)).toEqual([
      1, 1, 1, 1,
    ]);
    // neither the work nor, before the commit, the lists
    expect(statements.filter((sql) => sql.includes('FROM casework_leg WHERE case_id'))).toEqual([]);
    expect(statements.filter((sql) => /matter FROM casework_case/u.test(sql))).toEqual([]);
    const rows = await casework.run((tx) => Promise.all(legs.map(({ id }) => tx.legs.load(id))));
    expect(rows.map((row) => row?.version)).toEqual(legs.map(() => 2));
  });

  it('reads what it was told to expect with as many statements for forty cases as for one', async () => {
    const matters = Array.from({ length: 40 }, () => aCase());
    const legs = await casework.run((tx) => takeIn(tx, matters));
    const reading = async (some: number): Promise<number> => {
      statements = [];
      await casework.run(async (tx) => {
        await tx.expect({
          legs: [...legs.slice(0, some).map(({ id }) => id), uuidV7(), 'no id at all'],
          origins: [...matters.slice(0, some).map(({ originNumber }) => originNumber), 'UH-nobody'],
        });
        for (const { id, originNumber } of matters.slice(0, some)) {
          expect((await tx.cases.load(id))?.matter.originNumber).toBe(originNumber);
          expect(await tx.legs.ofCase(id)).toHaveLength(1);
          expect(await tx.petitioners.get(id)).toBeUndefined();
          expect(await tx.supervisions.urgencyOf(id)).toBe('normal');
        }
        expect(await tx.cases.loadByOrigin('UH-nobody')).toBeUndefined();
      });
      return statements.length;
    };
    expect(await reading(40)).toBe(await reading(1));
  });
});

describe('what a unit of work holds', () => {
  it('is lost with a rollback: the next attempt reads and writes anew', async () => {
    const matter = aCase();
    await casework.run((tx) => tx.cases.insert(matter));
    await expect(
      casework.run(async (tx) => {
        await tx.cases.save({ ...matter, state: 'REGISTERED', localNumber: '登1' });
        await aLine(tx, matter.id, 'register');
        throw new Error('the frame fails');
      }),
    ).rejects.toThrow('the frame fails');
    await casework.run(async (tx) => {
      expect(await tx.cases.load(matter.id)).toEqual({ matter, version: 1 });
      expect(await tx.intake.history(matter.id)).toEqual([]);
    });
  });

  it('is written before somebody reads the same tables by other means', async () => {
    const matter = aCase();
    await casework.run(async (tx) => {
      await tx.cases.insert(matter);
      const [leg] = await takeIn(tx, [aCase()]);
      await aLine(tx, matter.id, 'register');
      expect((await tx.intake.history(matter.id)).map(({ act }) => act)).toEqual(['register']);
      expect(await tx.legs.openTo('city')).toContain(leg?.id);
    });
  });

  it('a leg that is made, written, and changed again in one unit is one row with its last state', async () => {
    const matter = aCase();
    const leg = aLeg();
    await casework.run(async (tx) => {
      await tx.cases.insert(matter);
      await tx.legs.insert(leg, matter.id);
      await tx.legs.openTo('city');
      await tx.legs.save({ ...leg, state: 'SIGNED' });
      await tx.cases.save({ ...matter, state: 'REGISTERED' });
    });
    await casework.run(async (tx) => {
      expect(await tx.legs.ofCase(matter.id)).toEqual([
        { leg: { ...leg, state: 'SIGNED' }, caseId: matter.id, version: 2 },
      ]);
      expect((await tx.cases.load(matter.id))?.matter.state).toBe('REGISTERED');
    });
  });

  it('knows what came after each version, also when one unit brought several', async () => {
    const matter = aCase();
    await casework.run(async (tx) => {
      await tx.cases.insert(matter);
      await aLine(tx, matter.id, 'made');
      await tx.cases.save({ ...matter, state: 'REGISTERED' });
      await aLine(tx, matter.id, 'registered');
      await tx.cases.save({ ...matter, state: 'OUT' });
      await aLine(tx, matter.id, 'sent');
    });
    const since = (version: number) => casework.run((tx) => tx.changes.since(matter.id, version, 20));
    expect((await since(1)).map(({ act }) => act)).toEqual(['registered', 'sent']);
    expect((await since(2)).map(({ act }) => act)).toEqual(['sent']);
    expect(await since(3)).toEqual([]);
  });

  it('a leg that is taken away leaves no clocks behind that it had just got', async () => {
    const matter = aCase();
    const leg = aLeg();
    await casework.run(async (tx) => {
      await tx.cases.insert(matter);
      await tx.legs.insert(leg, matter.id);
      await tx.legs.remove(leg.id, matter.id);
      expect(await tx.legs.ofCase(matter.id)).toEqual([]);
      expect(await tx.legs.load(leg.id)).toBeUndefined();
    });
    const id = leg.id.replaceAll('-', '');
    expect(await home.sql('SELECT place FROM casework_clock WHERE subject_id = UNHEX(?)', [id])).toEqual([]);
  });
});
