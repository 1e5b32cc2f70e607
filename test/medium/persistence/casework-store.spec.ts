import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Action, CaseworkReads, CaseworkTx, CaseworkUnitOfWork } from '#casework';
import { parseLocalDate, type Case, type Clock, type Leg, type LocalDate } from '#domain';
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

const inTx = <T>(work: (tx: CaseworkTx) => Promise<T>): Promise<T> => casework.run(work);
function day(text: string): LocalDate {
  const parsed = parseLocalDate(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

const aClock = (changed: Partial<Clock> = {}): Clock => ({
  id: 'C2',
  rule: 'NAT.C2',
  packVersion: '1',
  article: '信访工作条例23',
  start: day('2026-03-02'),
  period: { n: 15, unit: '日' },
  shift: 'next',
  raw: day('2026-03-17'),
  effective: day('2026-03-17'),
  provisional: false,
  calendarVersion: '2026',
  ...changed,
});
let count = 0;
const aCase = (changed: Partial<Case> = {}): Case => ({
  id: uuidV7(),
  originNumber: `CS-2026-${++count}`,
  originNode: 'city',
  state: 'REGISTERED',
  dossier: {
    form: 'letter',
    source: 'own',
    people: 3,
    category: 'request',
    route: '31(6)',
    topic: '教育文体/教师待遇',
    place: '甲县',
    summary: '代课教师工资',
    request: '补发',
    respondents: ['县教育局'],
    receivedOn: day('2026-03-02'),
  },
  receivedOn: day('2026-03-02'),
  clocks: [],
  ...changed,
});
const aLeg = (changed: Partial<Leg> = {}): Leg => ({
  id: uuidV7(),
  originNumber: 'CS-2026-1',
  kind: 'assign',
  wants: 'result',
  from: 'prefecture',
  to: 'city',
  fromNode: 'prefecture',
  toNode: 'city',
  state: 'SIGNED',
  round: 1,
  letterNumber: '市人信交〔2026〕3号',
  limit: { days: 60 },
  answeredBy: 'handler',
  group: uuidV7(),
  reviewers: { committees: ['committee:education'], rule: 'all' },
  notifies: true,
  senderNumber: '1',
  sentOn: day('2026-03-02'),
  arrivedOn: day('2026-03-02'),
  objections: 0,
  reports: 0,
  clocks: [],
  ...changed,
});
const aLine = (caseId: string, changed: Partial<Action> = {}): Action => ({
  caseId,
  on: day('2026-03-02'),
  at: '2026-03-02T01:00:00.000Z',
  by: { unit: 'city', user: '登记员', role: 'registrar' },
  act: 'register',
  basis: '信访工作条例22',
  text: '登记',
  ...changed,
});

describe('cases and legs', () => {
  it('come back as they were saved, one version further with each save', async () => {
    const matter = aCase({ incomingLeg: uuidV7(), clocks: [aClock()] });
    expect(await inTx((tx) => tx.cases.insert(matter))).toEqual({ matter, version: 1 });
    const closed: Case = {
      ...matter,
      state: 'CLOSED',
      closedOn: day('2026-05-01'),
      localNumber: '登〔2026〕1号',
    };
    await inTx(async (tx) => {
      expect(await tx.cases.load(matter.id)).toEqual({ matter, version: 1 });
      expect(await tx.cases.save(closed)).toEqual({ matter: closed, version: 2 });
      expect(await tx.cases.loadByOrigin(matter.originNumber)).toEqual({ matter: closed, version: 2 });
    });
    expect(await reads.caseById(matter.id)).toEqual({ matter: closed, version: 2 });
    expect(await reads.caseByOrigin(matter.originNumber)).toEqual({ matter: closed, version: 2 });
    expect(await reads.caseById(uuidV7())).toBeUndefined();
  });

  it('two acts on one case at once both take effect, one after the other', async () => {
    const matter = aCase();
    await inTx((tx) => tx.cases.insert(matter));
    await Promise.all(
      ['甲', '乙', '丙', '丁'].map((who) =>
        inTx(async (tx) => {
          const row = await tx.cases.load(matter.id);
          const respondents = [...(row?.matter.dossier?.respondents ?? []), who];
          const dossier = { ...aCase().dossier, respondents } as NonNullable<Case['dossier']>;
          await tx.cases.save({ ...matter, dossier });
        }),
      ),
    );
    const row = await reads.caseById(matter.id);
    expect(row?.version).toBe(5);
    expect([...(row?.matter.dossier?.respondents ?? [])].sort()).toEqual(
      ['丁', '丙', '乙', '县教育局', '甲'].sort(),
    );
  });

  it('legs keep case, ticks and refusal beside their state; a tick is no new version', async () => {
    const matter = aCase();
    const leg = aLeg();
    const second = aLeg({ kind: 'co' });
    await inTx(async (tx) => {
      await tx.cases.insert(matter);
      expect(await tx.legs.insert(leg, matter.id)).toEqual({ leg, caseId: matter.id, version: 1 });
      await tx.legs.insert(second, matter.id, '2026-03-02T03:00:00.500Z');
    });
    const accepted: Leg = { ...leg, state: 'ACCEPTED', acceptedOn: day('2026-03-04') };
    await inTx(async (tx) => {
      expect(await tx.legs.caseOf(leg.id)).toBe(matter.id);
      await tx.legs.markDelivered(leg.id, '2026-03-02T02:00:00.000Z');
      await tx.legs.markDelivered(leg.id, '2026-03-09T02:00:00.000Z');
      await tx.legs.markRefused(second.id, 'not-competent');
      await tx.legs.save(accepted);
      expect(await tx.legs.load(leg.id)).toEqual({
        leg: accepted,
        caseId: matter.id,
        version: 2,
        deliveredAt: '2026-03-02T02:00:00.000Z',
      });
    });
    expect(await reads.legsOfCases([matter.id])).toEqual([
      expect.objectContaining({ leg: accepted }),
      {
        leg: second,
        caseId: matter.id,
        version: 1,
        deliveredAt: '2026-03-02T03:00:00.500Z',
        refusal: 'not-competent',
      },
    ]);
    expect(await inTx((tx) => tx.legs.ofCase(matter.id))).toEqual(await reads.legsOfCases([matter.id]));
  });
});

describe('the sweep', () => {
  const window = aClock({ id: 'C3', rule: 'NAT.C3', effective: day('2026-01-09'), raw: day('2026-01-09') });
  const put = async (leg: Leg): Promise<Leg> => {
    const matter = aCase();
    await inTx(async (tx) => {
      await tx.cases.insert(matter);
      await tx.legs.insert(leg, matter.id);
    });
    return leg;
  };

  it('finds legs received here whose window for objecting passed in silence, and no others', async () => {
    const silent = await put(aLeg({ clocks: [window] }));
    await put(
      aLeg({ clocks: [window], from: 'city', fromNode: 'city', to: 'agency:court', toNode: 'agency:court' }),
    );
    await put(aLeg({ clocks: [window], state: 'OBJECTED' }));
    await put(aLeg({ clocks: [window], state: 'ACCEPTED', acceptedOn: day('2026-01-05') }));
    await put(aLeg({ clocks: [{ ...window, metOn: day('2026-01-05') }] }));
    const found = async (today: string) =>
      (await inTx((tx) => tx.sweep.claim('objection', day(today), 10))).map(({ legId }) => legId);
    expect(await found('2026-01-09')).toEqual([]);
    expect(await found('2026-01-10')).toEqual([silent.id]);
    await inTx((tx) => tx.legs.save({ ...silent, state: 'ACCEPTED', acceptedOn: day('2026-01-09') }));
    expect(await found('2026-01-10')).toEqual([]);
  });

  it('records a lapsed clock once for ever: after its end, if still owed or done late', async () => {
    const running = aClock({ id: 'C4', effective: day('2025-06-10') });
    const inTime = aClock({ id: 'C2', effective: day('2025-06-10'), metOn: day('2025-06-10') });
    const late = aClock({ id: 'C2', effective: day('2025-06-09'), metOn: day('2025-06-12') });
    const leg = await put(aLeg({ state: 'HANDLING', clocks: [running, inTime, late] }));
    await put(aLeg({ state: 'RETURNED', clocks: [running] }));
    const lapsed = (today: string) => inTx((tx) => tx.sweep.lapsed(day(today), 10, 'free'));
    expect((await lapsed('2025-06-10')).map(({ index }) => index)).toEqual([2]);
    const both = await lapsed('2025-06-11');
    expect(both.map(({ subject, subjectId, index, clock }) => [subject, subjectId, index, clock])).toEqual([
      ['leg', leg.id, 2, late],
      ['leg', leg.id, 0, running],
    ]);
    await inTx(async (tx) => {
      await tx.sweep.lapsed(day('2025-06-11'), 10, 'free');
      // What one worker holds another skips.
      expect(
        await home.sql('SELECT subject_id FROM casework_clock WHERE subject_id = ? FOR UPDATE SKIP LOCKED', [
          Buffer.from(leg.id.replaceAll('-', ''), 'hex'),
        ]),
      ).toHaveLength(1);
      await tx.sweep.recordLapsed(both, day('2025-06-11'));
    });
    expect(await lapsed('2025-06-11')).toEqual([]);
    await inTx((tx) =>
      tx.legs.save({ ...leg, clocks: [{ ...running, effective: day('2025-07-10') }, inTime, late] }),
    );
    expect(await lapsed('2025-08-01')).toEqual([]);
  });
});

describe('undecided requests for time', () => {
  it('are found when the limit in question has ended, whichever end decides', async () => {
    const matter = aCase();
    const pendingExtension = {
      of: "C4'",
      days: 10,
      reason: '复杂',
      askedBy: '承办人',
      askedOn: day('2026-02-01'),
    } as const;
    const limit = aClock({ id: "C4'", effective: day('2026-02-10') });
    const leg = aLeg({ state: 'EXTENSION_PENDING', clocks: [limit], pendingExtension });
    await inTx(async (tx) => {
      await tx.cases.insert(matter);
      await tx.legs.insert(leg, matter.id);
    });
    const found = async (today: string) =>
      (await inTx((tx) => tx.sweep.claim('extension', day(today), 10))).map(({ legId }) => legId);
    expect([await found('2026-02-10'), await found('2026-02-11')]).toEqual([[], [leg.id]]);
    const { pendingExtension: _, ...decided } = leg;
    await inTx((tx) => tx.legs.save({ ...decided, state: 'HANDLING' }));
    expect(await found('2026-02-11')).toEqual([]);
  });
});

describe('what belongs to a case', () => {
  it('items, papers and meetings come back whole and in order; a seal takes the texts only', async () => {
    const matter = aCase();
    const legId = uuidV7();
    const visit = {
      id: uuidV7(),
      caseId: matter.id,
      number: '登〔2026〕2号',
      form: 'visit',
      source: 'own',
      receivedOn: day('2026-03-02'),
      people: 9,
      visit: { batches: 1, persons: 9 },
      representatives: 3,
    };
    const letter = {
      id: uuidV7(),
      caseId: matter.id,
      number: '3',
      form: 'letter',
      source: 'own',
      receivedOn: day('2026-03-03'),
      people: 1,
    };
    const report = {
      id: uuidV7(),
      caseId: matter.id,
      legId,
      kind: 'report',
      number: '县教发〔2026〕8号',
      on: day('2026-04-01'),
      unit: 'agency:education',
      signer: '局长',
      text: '已补发',
      paper: { number: '县教发〔2026〕8号', signer: '局长', result: '已补发', money: 12000.5 },
    } as const;
    const later = { ...report, id: uuidV7(), number: '9号' };
    const { legId: _, paper: __, ...plain } = report;
    const proposal = { ...plain, id: uuidV7(), kind: 'proposal' } as const;
    const held = {
      id: uuidV7(),
      caseId: matter.id,
      originNumber: matter.originNumber,
      number: '纪要1号',
      kind: 'coordination',
      convenedBy: 'city',
      heldOn: day('2026-04-02'),
      parties: ['agency:court', 'city'],
      lead: 'agency:court',
      co: [],
    };
    await inTx(async (tx) => {
      await tx.cases.insert(matter);
      await tx.items.insert(visit);
      await tx.items.insert(letter);
      for (const paper of [report, later, proposal]) await tx.documents.insert(paper);
      await tx.meetings.insert(held);
      expect(await tx.documents.latestPaper(legId)).toEqual(later);
      expect(await tx.documents.latestPaper(uuidV7())).toBeUndefined();
    });
    expect(await reads.items(matter.id)).toEqual([visit, letter]);
    expect(await reads.documents(matter.id)).toEqual([report, later, proposal]);
    const { caseId: _case, ...shown } = held;
    expect((await reads.agenda.meetings({}, { limit: 1 })).items).toMatchObject([
      { ...shown, state: 'CONCLUDED' },
    ]);
    await inTx((tx) => tx.documents.sealCase(matter.id));
    const sealed = await reads.documents(matter.id);
    expect(sealed.map(({ number, text, paper }) => [number, text, paper])).toEqual([
      [report.number, '', undefined],
      ['9号', '', undefined],
      [report.number, '', undefined],
    ]);
  });

  it('a petitioner is kept apart, corrected, and gone when removed', async () => {
    const id = uuidV7();
    const get = () => inTx((tx) => tx.petitioners.get(id));
    await inTx((tx) => tx.petitioners.save(id, { name: '某某', phone: '1' }, false));
    await inTx((tx) => tx.petitioners.save(id, { name: '某某' }, true));
    expect(await get()).toEqual({ petitioner: { name: '某某' }, secrecy: true });
    await inTx((tx) => tx.petitioners.remove(id));
    expect(await get()).toBeUndefined();
  });

  it('the history is read page by page, oldest first, each line once', async () => {
    const matter = aCase();
    const legId = uuidV7();
    const onPaper = { recordedBy: '登记员', source: 'telephone' } as const;
    await inTx((tx) =>
      tx.history.add([
        aLine(matter.id),
        aLine(matter.id, {
          legId,
          act: 'leg.sign',
          by: { unit: 'unit:x', user: '所长', role: 'handler', onPaper },
        }),
        aLine(matter.id, { act: 'close' }),
      ]),
    );
    const first = await reads.historyOfCase(matter.id, { limit: 2 });
    expect(first.items).toEqual([
      { ...aLine(matter.id), seq: expect.any(Number) },
      expect.objectContaining({ legId, by: { unit: 'unit:x', user: '所长', role: 'handler', onPaper } }),
    ]);
    const second = await reads.historyOfCase(matter.id, { limit: 2, after: first.next ?? '' });
    expect(second.items.map(({ act }) => act)).toEqual(['close']);
    expect(second.next).toBeNull();
    expect((await reads.historyOfLeg(legId, { limit: 10 })).items).toHaveLength(1);
    expect(await reads.historyOfLeg(legId, { limit: 10, after: 'x; DROP' })).toEqual({
      items: [],
      next: null,
    });
  });

  it('cases are listed newest first, each once, also when one is added between two pages', async () => {
    const three = [aCase(), aCase(), aCase()];
    for (const matter of three) await inTx((tx) => tx.cases.insert(matter));
    const first = await reads.cases({ limit: 2 });
    await inTx((tx) => tx.cases.insert(aCase()));
    const second = await reads.cases({ limit: 1, after: first.next ?? '' });
    expect([...first.items, ...second.items].map(({ matter }) => matter.id)).toEqual(
      three.map(({ id }) => id).reverse(),
    );
  });
});

describe('the books of the office', () => {
  it('thirty numbers taken at once have no gap and no double; a rolled-back act gives its number back', async () => {
    const next = () => inTx((tx) => tx.numbers.next('临人信交', 2026));
    const taken = await Promise.all(Array.from({ length: 30 }, next));
    expect([...taken].sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    await inTx(async (tx) => {
      await tx.numbers.next('临人信交', 2026);
      throw new Error('refused');
    }).catch(() => undefined);
    expect(await next()).toBe(31);
    expect(await inTx((tx) => tx.numbers.next('临人信交', 2027))).toBe(1);
  });

  it('a lesson is learned once', async () => {
    const lesson = { topic: '社会保障/社保关系', to: 'agency:hr', minutes: '纪要1号' };
    await inTx((tx) => tx.competences.teach(lesson));
    await inTx((tx) => tx.competences.teach(lesson));
    expect(await reads.learned()).toEqual([lesson]);
    expect(await inTx((tx) => tx.competences.learned())).toEqual([lesson]);
  });

  it('the same key posted four times at once does the act once, and all get its answer', async () => {
    let acts = 0;
    const post = (key: string) =>
      inTx(async (tx) => {
        const before = await tx.answers.find(key);
        if (before !== undefined) return before.answer;
        acts += 1;
        await tx.answers.save(key, 'fingerprint', { done: acts }, new Date());
        return { done: acts };
      });
    expect(await Promise.all(['k', 'k', 'k', 'k'].map(post))).toEqual(
      Array.from({ length: 4 }, () => ({ done: 1 })),
    );
    expect(acts).toBe(1);
    expect(await inTx((tx) => tx.answers.find('k'))).toEqual({
      fingerprint: 'fingerprint',
      answer: { done: 1 },
    });
  });

  it('a refused act leaves its key free', async () => {
    await inTx(async (tx) => {
      expect(await tx.answers.find('again')).toBeUndefined();
      throw new Error('refused');
    }).catch(() => undefined);
    expect(await inTx((tx) => tx.answers.find('again'))).toBeUndefined();
  });
});
