import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  matterIndexing,
  worklistPlace,
  type CaseFilter,
  type CaseworkUnitOfWork,
  type WorklistFilter,
  type WorklistReads,
} from '#casework';
import { WORKLISTS, type LocalDate, type WorklistPlace } from '#domain';
import { caseworkUnitOfWork, refreshWorklists, worklistReads, type Database } from '#persistence';
import { memoryWorklists } from '../../../libs/casework/src/testing/worklist-memory.js';
import { on } from '../../support/calendars.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import type { TwinMatter } from '../../support/twin-matter.js';
import { aBusyOffice, copyInto } from '../../support/worklist-population.js';

jest.setTimeout(120_000);

let home: TestDatabase;
let database: Database;
let casework: CaseworkUnitOfWork;
let office: TwinMatter;
let place: WorklistPlace;
let real: WorklistReads;
let twin: WorklistReads;
let today: LocalDate;

beforeAll(async () => {
  office = await aBusyOffice(66);
  const { desk, office: held } = office.net.node('city');
  const indexing = matterIndexing(desk.matter.words, desk.matter.network);
  place = worklistPlace(desk.office, desk.rulebook.calendar);
  home = await freshDatabase();
  database = await home.open();
  casework = caseworkUnitOfWork(database.uow, 'city', indexing, place);
  await copyInto(casework, held.memory);
  real = worklistReads(database.uow);
  twin = memoryWorklists(() => held.memory, place, indexing);
  today = office.net.today;
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

type Asked = Parameters<WorklistReads['page']>[0];

/** Every row of a list, page by page; a short page goes on as long as it names a next one. */
async function allOf(reads: WorklistReads, asked: Omit<Asked, 'limit' | 'today'>, limit: number) {
  const rows: string[] = [];
  let after: string | undefined;
  do {
    const page = await reads.page({ ...asked, today, limit, ...(after === undefined ? {} : { after }) });
    rows.push(
      ...page.items.map((hit) =>
        JSON.stringify([
          hit.row.matter.originNumber,
          hit.why,
          hit.unit,
          hit.user,
          hit.leg?.leg.id,
          hit.endsOn,
          hit.yellowOn,
          hit.urgency,
          hit.since,
        ]),
      ),
    );
    after = page.next ?? undefined;
  } while (after !== undefined);
  return rows;
}

async function allCases(
  reads: WorklistReads,
  filter: CaseFilter,
  order: 'due' | 'newest' | 'oldest',
  limit: number,
) {
  const rows: string[] = [];
  let after: string | undefined;
  do {
    const page = await reads.cases({
      filter,
      order,
      today,
      limit,
      ...(after === undefined ? {} : { after }),
    });
    rows.push(...page.items.map(({ matter }) => matter.originNumber));
    after = page.next ?? undefined;
  } while (after !== undefined);
  return rows;
}

const CASE_FILTERS: readonly CaseFilter[] = [
  {},
  { states: ['OUT'] },
  { states: ['REGISTERED', 'SUBMITTED'] },
  { forms: ['fax', 'web'] },
  { sources: ['own'] },
  { categories: ['accusation'] },
  { routes: ['30'] },
  { urgencies: ['urgent'] },
  { topic: '教育文体' },
  { topic: '教育文体/教师待遇' },
  { topic: '教育' },
  { place: '甲镇' },
  { place: '100%_' },
  { respondent: '甲镇人民政府' },
  { unit: 'agency:court' },
  { receivedFrom: on('2026-03-10'), receivedTo: on('2026-04-05') },
  { dueBefore: on('2026-04-01') },
  { lamps: ['红'] },
  { lamps: ['黄'] },
  { lamps: ['红', '黄'] },
  { lamps: ['黄', '绿'] },
  { lamps: ['暂定', '灰'] },
  { words: ['工资'] },
  { words: ['噪声', '施工'], categories: ['request'] },
  { words: ['没有'] },
  { forms: ['letter'], lamps: ['红'], topic: '教育文体', place: '甲' },
];
const ENTRY_FILTERS: readonly WorklistFilter[] = [
  { kinds: ['assign'] },
  { legStates: ['SENT', 'OBJECTED'] },
  { to: 'agency:education' },
  { from: 'city', to: 'agency:court' },
  { of: 'city' },
  { of: 'agency:education' },
];

describe('the lists in the database and in memory', () => {
  it.each(WORKLISTS)('%s holds the same rows in the same order, whatever the filter', async (list) => {
    const reader = { unit: 'city', user: '分办员' };
    // A reach so short that every page is looked for in parts, some of them without a row that fits.
    const short = worklistReads(database.uow, { few: 2, parts: [3, 5] });
    const questions = [...CASE_FILTERS, ...ENTRY_FILTERS].flatMap((filter) =>
      (['due', 'newest', 'oldest'] as const).map((order) => ({ list, filter, order, reader })),
    );
    for (const [at, asked] of questions.entries()) {
      const { filter, order } = asked;
      const wanted = [filter, order, await allOf(twin, asked, 200)];
      expect([filter, order, await allOf(real, asked, 16)]).toEqual(wanted);
      // Many statements a page: a third of the questions, on the next list another third.
      if ((at + Math.floor(at / 3) + WORKLISTS.indexOf(list)) % 3 === 0)
        expect([filter, order, await allOf(short, asked, 4)]).toEqual(wanted);
    }
  });

  it('has something on every list, so that the comparison means something', async () => {
    const asked = { lists: WORKLISTS, today, reader: { unit: 'city', user: '分办员' } };
    const counts = await real.counts(asked, 100);
    expect(counts).toEqual(await twin.counts(asked, 100));
    for (const [list, count] of counts)
      if (list !== 'to-sign') expect([list, count > 0]).toEqual([list, true]);
    expect((await real.counts(asked, 3)).get('to-do')).toBe(3);
  });

  it('lists all cases alike, whatever the filter', async () => {
    for (const filter of CASE_FILTERS)
      for (const order of ['due', 'newest', 'oldest'] as const) {
        const wanted = [filter, order, await allCases(twin, filter, order, 200)];
        expect([filter, order, await allCases(real, filter, order, 5)]).toEqual(wanted);
        const short = worklistReads(database.uow, { few: 2, parts: [3, 5] });
        expect([filter, order, await allCases(short, filter, order, 5)]).toEqual(wanted);
      }
  });

  it('gives nothing for a cursor that no page gave', async () => {
    for (const after of ['x', '0 2026-01-01', "1' OR '1'='1", '9'.repeat(30)]) {
      const asked = { list: 'to-do', filter: {}, order: 'due', today, limit: 5, after } as const;
      expect(await real.page(asked)).toEqual({ items: [], next: null });
      expect(await real.cases({ filter: {}, order: 'newest', today, limit: 5, after })).toEqual({
        items: [],
        next: null,
      });
    }
  });
});

describe('the rows of the lists', () => {
  it('are exactly what follows from the cases: making them anew finds no difference', async () => {
    const ids = [...office.net.node('city').office.memory.cases.keys()];
    const differences = await database.uow.run(() =>
      refreshWorklists(database.uow.writer(), place, ids, false),
    );
    expect(differences).toBe(0);
  });

  it('are mended where somebody spoilt them', async () => {
    const ids = [...office.net.node('city').office.memory.cases.keys()];
    await home.sql("DELETE FROM worklist_entry WHERE list = 'waiting' LIMIT 2");
    await home.sql("UPDATE worklist_case SET state = 'OUT' WHERE state = 'SUBMITTED' LIMIT 1");
    expect(await database.uow.run(() => refreshWorklists(database.uow.writer(), place, ids))).toBe(3);
    expect(await database.uow.run(() => refreshWorklists(database.uow.writer(), place, ids, false))).toBe(0);
  });

  it('are written with what they follow from: a unit that fails leaves both untouched', async () => {
    const before = await home.sql('SELECT * FROM worklist_entry ORDER BY list, sort_key');
    const [row] = office.net.node('city').office.memory.cases.values();
    await expect(
      casework.run(async (tx) => {
        if (row === undefined) throw new Error('no case');
        await tx.supervisions.setUrgency(row.matter.id, 'most-urgent');
        await tx.cases.save({ ...row.matter, state: 'ANSWERED' });
        throw new Error('the disk is full');
      }),
    ).rejects.toThrow('the disk is full');
    expect(await home.sql('SELECT * FROM worklist_entry ORDER BY list, sort_key')).toEqual(before);
  });

  it('go with a leg that went over to another holder', async () => {
    const { memory } = office.net.node('city').office;
    const row = [...memory.legs.values()].find(({ leg }) => leg.state === 'HANDLING');
    if (row === undefined) throw new Error('no leg');
    await casework.run((tx) => tx.legs.remove(row.leg.id, row.caseId));
    const held = await home.sql("SELECT 1 FROM worklist_entry WHERE leg_id = UNHEX(REPLACE(?, '-', ''))", [
      row.leg.id,
    ]);
    expect(held).toEqual([]);
  });

  it('stay whole while two people act on one case and a receipt comes in at once', async () => {
    const row = [...office.net.node('city').office.memory.legs.values()].find(
      ({ leg }) => leg.state === 'SENT',
    );
    if (row === undefined) throw new Error('no leg');
    await Promise.all([
      casework.run((tx) => tx.supervisions.setUrgency(row.caseId, 'urgent')),
      casework.run((tx) => tx.legs.markDelivered(row.leg.id, '2026-04-01T00:00:00.000Z')),
      casework.run(async (tx) => {
        const held = await tx.cases.load(row.caseId);
        if (held !== undefined) await tx.cases.save({ ...held.matter });
      }),
    ]);
    const differences = await database.uow.run(() =>
      refreshWorklists(database.uow.writer(), place, [row.caseId], false),
    );
    expect(differences).toBe(0);
  });
});
