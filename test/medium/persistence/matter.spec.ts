import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseworkTx, CaseworkUnitOfWork, MatterReads } from '#casework';
import { type Case, type Dossier, type LocalDate, parseLocalDate } from '#domain';
import { caseworkUnitOfWork, type Database, matterReads } from '#persistence';
import { uuidV7 } from '#platform';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { testIndexing, testPlace } from '../../support/matter-indexing.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(60_000);

let home: TestDatabase;
let database: Database;
let casework: CaseworkUnitOfWork;
let reads: MatterReads;

const PRINT = 'ab'.repeat(32);
const indexing = testIndexing({
  resolve: (name) => (name === '甲镇人民政府' ? 'unit:jia-government' : undefined),
  fingerprint: () => PRINT,
});

beforeAll(async () => {
  home = await freshDatabase();
  database = await home.open();
  casework = caseworkUnitOfWork(database.uow, 'city', indexing, testPlace());
  reads = matterReads(database.uow);
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

const inTx = <T>(work: (tx: CaseworkTx) => Promise<T>): Promise<T> => casework.run(work);
function day(text: string): LocalDate {
  const parsed = parseLocalDate(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}
let count = 0;
const aCase = (about: Partial<Dossier>, changed: Partial<Case> = {}): Case => ({
  id: uuidV7(),
  originNumber: `CS-2026-1-${String((count += 1)).padStart(5, '0')}`,
  originNode: 'city',
  state: 'REGISTERED',
  dossier: {
    form: 'letter',
    source: 'own',
    people: 1,
    category: 'request',
    route: '31(6)',
    topic: '城乡建设/供水',
    place: '丁街道',
    summary: '供水管道老化。',
    request: '更换管道。',
    respondents: [],
    receivedOn: day('2026-03-02'),
    ...about,
  },
  receivedOn: day('2026-03-02'),
  clocks: [],
  ...changed,
});
const insert = async (matter: Case): Promise<Case> => {
  await inTx((tx) => tx.cases.insert(matter));
  return matter;
};
const found = async (...words: string[]): Promise<string[]> => {
  const { rows } = await reads.search(words, { limit: 20, offset: 0 });
  return rows.map(({ matter }) => matter.id);
};

describe('the full-text search', () => {
  it('finds a word of two characters, wherever it stands in the letter', async () => {
    const wages = await insert(aCase({ summary: '建筑工地欠薪三个月。', request: '支付工资。' }));
    expect(await found('欠薪')).toEqual([wages.id]);
    expect(await found('工资')).toEqual([wages.id]);
  });

  it('finds what holds every word, and nothing where one is missing', async () => {
    const both = await insert(aCase({ summary: '噪声扰民，夜间施工。' }));
    const one = await insert(aCase({ summary: '夜间路灯不亮。' }));
    expect(await found('夜间', '噪声')).toEqual([both.id]);
    expect(await found('夜间')).toEqual(expect.arrayContaining([both.id, one.id]));
    expect(await found('夜间', '无此词')).toEqual([]);
  });

  it('puts what the request says before what the text mentions', async () => {
    const mentioned = await insert(aCase({ summary: '附近有公园。', request: '修路。' }));
    const asked = await insert(aCase({ summary: '道路不通。', request: '新建公园，开放公园。' }));
    const newest = await insert(aCase({ summary: '公园旁的树。', request: '修剪。' }));
    expect(await found('公园')).toEqual([asked.id, newest.id, mentioned.id]);
  });

  it('follows a corrected letter, and forgets one whose copy was sealed', async () => {
    const matter = await insert(aCase({ summary: '电梯停运。' }));
    const { dossier } = matter;
    if (dossier === undefined) throw new Error('no dossier');
    await inTx((tx) => tx.cases.save({ ...matter, dossier: { ...dossier, summary: '锅炉停运。' } }));
    expect(await found('电梯')).toEqual([]);
    expect(await found('锅炉')).toEqual([matter.id]);
    const { dossier: _sealed, ...rest } = matter;
    await inTx((tx) => tx.cases.save(rest));
    expect(await found('锅炉')).toEqual([]);
    const left = await home.sql(
      'SELECT COUNT(*) AS n FROM matter_posting p JOIN casework_case c ON c.position = p.position WHERE c.origin_number = ?',
      [matter.originNumber],
    );
    expect(Number(left[0]?.['n'])).toBe(0);
  });
});

describe('look-alikes', () => {
  it('are found by place and body before any word, and never a linked item', async () => {
    const about = { place: '甲镇己村', topic: '农村农业/征地补偿', respondents: ['甲镇人民政府'] };
    const first = await insert(aCase(about));
    const linked = await insert(aCase(about));
    await inTx((tx) => tx.cases.save({ ...linked, state: 'LINKED' }));
    const { dossier } = first;
    if (dossier === undefined) throw new Error('no dossier');
    const tokens = indexing.tokens(dossier).map(({ token }) => token);
    const rows = await reads.alike(tokens, 10);
    expect(rows[0]?.matter.id).toBe(first.id);
    expect(rows.map(({ matter }) => matter.id)).not.toContain(linked.id);
  });

  it('across offices are found by fingerprint, accusations never', async () => {
    const about = { place: '甲镇庚村', topic: '农村农业/宅基地', respondents: ['甲镇人民政府'] };
    const mine = await insert(aCase(about));
    const accusing = await insert(aCase({ ...about, category: 'accusation', route: '30' }));
    const known = await inTx((tx) => tx.matter.across.withFingerprint([PRINT]));
    expect(known.map(({ id }) => id)).toContain(mine.id);
    expect(known.map(({ id }) => id)).not.toContain(accusing.id);
  });
});

describe('a linked item', () => {
  const clock = {
    id: 'C1',
    rule: 'NAT.C1',
    packVersion: '1',
    article: '信访工作条例22',
    start: day('2026-03-02'),
    period: { n: 15, unit: '日' },
    shift: 'next',
    raw: day('2026-03-17'),
    effective: day('2026-03-17'),
    provisional: false,
    calendarVersion: '2026',
  } as const;

  it('has no clock that the sweep sees; undone, it has them again', async () => {
    const matter = await insert(aCase({}, { clocks: [clock] }));
    const lapsed = (): Promise<string[]> =>
      inTx(async (tx) =>
        (await tx.sweep.lapsed(day('2026-06-01'), 100, 'free')).map(({ subjectId }) => subjectId),
      );
    expect(await lapsed()).toContain(matter.id);
    await inTx((tx) => tx.cases.save({ ...matter, state: 'LINKED' }));
    expect(await lapsed()).not.toContain(matter.id);
    await inTx((tx) => tx.cases.save(matter));
    expect(await lapsed()).toContain(matter.id);
  });

  it('moves with its number and comes back with the old one', async () => {
    const [target, matter] = [await insert(aCase({})), await insert(aCase({}))];
    const item = {
      id: uuidV7(),
      caseId: matter.id,
      number: `${matter.originNumber}-1`,
      form: 'letter',
      source: 'own',
      receivedOn: day('2026-03-02'),
      people: 1,
    };
    const link = {
      caseId: matter.id,
      targetId: target.id,
      on: day('2026-03-03'),
      items: [{ id: item.id, number: item.number }],
    };
    await inTx(async (tx) => {
      await tx.items.insert(item);
      await tx.matter.links.insert(link);
      await tx.matter.links.moveItem(item.id, target.id, `${target.originNumber}-2`);
    });
    expect(await reads.link(matter.id)).toEqual(link);
    expect((await reads.itemsOf(target.id)).map(({ number }) => number)).toEqual([
      `${target.originNumber}-2`,
    ]);
    await inTx(async (tx) => {
      await tx.matter.links.moveItem(item.id, matter.id, item.number);
      await tx.matter.links.remove(matter.id);
    });
    expect(await reads.itemsOf(matter.id)).toEqual([item]);
    expect(await reads.link(matter.id)).toBeUndefined();
  });
});

describe('questions across offices', () => {
  it('are counted by day and asker, recorded once, and their answers are kept', async () => {
    const matter = await insert(aCase({}));
    const on = day('2026-03-05');
    const ask = {
      id: uuidV7(),
      by: 'township:jia',
      via: 'township:jia',
      originNumber: 'JT-2026-1-00001',
      on,
      outcome: 'nothing',
    } as const;
    const question = { id: uuidV7(), caseId: matter.id, on, offices: ['prefecture', 'township:yi'] };
    const answer = {
      caseId: matter.id,
      originNumber: 'PF-2026-1-00001',
      office: 'prefecture',
      state: 'OUT',
      consequence: 'link',
      on,
      another: false,
    } as const;
    await inTx(async (tx) => {
      expect(await tx.matter.across.asked(ask)).toBe(true);
      expect(await tx.matter.across.asked(ask)).toBe(false);
      await tx.matter.across.asking(question);
      await tx.matter.across.answered(answer);
      await tx.matter.across.answered({ ...answer, state: 'CLOSED', consequence: 'inform', another: true });
    });
    await inTx(async (tx) => {
      expect(await tx.matter.across.asksOn(on, 'township:jia')).toBe(1);
      expect(await tx.matter.across.questionsOn(on)).toBe(1);
      expect(await tx.matter.across.ask(ask.id)).toEqual(ask);
      expect(await tx.matter.across.question(question.id)).toEqual(question);
    });
    expect(await reads.elsewhere(matter.id)).toEqual([
      { ...answer, state: 'CLOSED', consequence: 'inform', another: true },
    ]);
    expect((await reads.asks({ limit: 10 })).items).toContainEqual(ask);
  });
});
