import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseworkReads, CaseworkUnitOfWork, LadderEvent } from '#casework';
import { parseLocalDate, type Case, type Clock, type Leg, type LocalDate, type Supervision } from '#domain';
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

const limit: Clock = {
  id: "C4'",
  rule: "NAT.C4'",
  packVersion: '1',
  article: '[I]',
  start: day('2026-03-02'),
  period: { n: 30, unit: '日' },
  shift: 'next',
  raw: day('2026-04-01'),
  effective: day('2026-04-01'),
  provisional: false,
  calendarVersion: '2026',
};

/** A case with one leg that is overdue, as the city holds it. */
async function overdueLeg(): Promise<{ readonly matter: Case; readonly leg: Leg }> {
  const originNumber = `CS-2026-${uuidV7().slice(-8)}`;
  const matter: Case = {
    id: uuidV7(),
    originNumber,
    originNode: 'city',
    state: 'OUT',
    receivedOn: day('2026-03-02'),
    clocks: [],
  };
  const leg: Leg = {
    id: uuidV7(),
    originNumber,
    kind: 'assign',
    wants: 'result',
    from: 'city',
    to: 'agency:education',
    fromNode: 'city',
    toNode: 'agency:education',
    state: 'HANDLING',
    round: 1,
    letterNumber: '市人信交〔2026〕3号',
    limit: { days: 30 },
    answeredBy: 'handler',
    group: uuidV7(),
    reviewers: { committees: [], rule: 'all' },
    notifies: true,
    senderNumber: '1',
    sentOn: day('2026-03-02'),
    objections: 0,
    reports: 0,
    clocks: [limit],
  };
  await casework.run(async (tx) => {
    await tx.cases.insert(matter);
    await tx.legs.insert(leg, matter.id);
  });
  return { matter, leg };
}

const aLetter = (leg: Leg, changed: Partial<Supervision> = {}): Supervision => ({
  id: uuidV7(),
  legId: leg.id,
  originNumber: leg.originNumber,
  kind: 'letter',
  ordinal: 1,
  round: 1,
  number: '市人信督〔2026〕1号',
  from: 'city',
  to: 'agency:education',
  issuedOn: day('2026-04-02'),
  by: { unit: 'city', user: '督办员', role: 'supervisor' },
  text: '请抓紧办理。',
  copyToHead: true,
  replyDue: {
    start: day('2026-04-02'),
    period: { n: 10, unit: '工作日' },
    raw: day('2026-04-17'),
    effective: day('2026-04-17'),
    provisional: false,
    calendarVersion: '2026',
  },
  ...changed,
});

const aRung = (leg: Leg, caseId: string, changed: Partial<LadderEvent> = {}): LadderEvent => ({
  legId: leg.id,
  caseId,
  place: 0,
  name: 'slip-1',
  level: 'slip-1',
  on: day('2026-04-02'),
  due: day('2026-04-01'),
  state: 'draft',
  text: '拟发催办单（第1次）',
  ...changed,
});

describe('reminders and letters', () => {
  it('come back as they were saved, with the tick of their own message and no other', async () => {
    const { matter, leg } = await overdueLeg();
    const [first, second] = [aLetter(leg), aLetter(leg, { ordinal: 2 })];
    const [messageId, other] = [uuidV7(), uuidV7()];
    await casework.run(async (tx) => {
      await tx.supervisions.insert({ supervision: first, caseId: matter.id, messageId });
      await tx.supervisions.insert({ supervision: second, caseId: matter.id, messageId: other });
      await tx.supervisions.markDelivered(messageId, '2026-04-02T02:00:00.000Z');
      await tx.supervisions.markDelivered(messageId, '2026-04-03T02:00:00.000Z');
      await tx.supervisions.markRefused(other, 'leg-of-another-stream');
    });
    expect(await reads.supervision.ofLeg(leg.id)).toEqual([
      { supervision: first, caseId: matter.id, messageId, deliveredAt: '2026-04-02T02:00:00.000Z' },
      { supervision: second, caseId: matter.id, messageId: other, refusal: 'leg-of-another-stream' },
    ]);
  });

  it('wait until they are answered, and a sealed copy keeps numbers and dates only', async () => {
    const { matter, leg } = await overdueLeg();
    const letter = aLetter(leg);
    await casework.run((tx) => tx.supervisions.insert({ supervision: letter, caseId: matter.id }));
    const waiting = async () =>
      (await reads.supervision.openLetters(200)).filter((row) => row.caseId === matter.id);
    expect(await waiting()).toHaveLength(1);
    const settled = { ...letter, settled: { on: day('2026-04-10'), how: 'report' } as const };
    await casework.run((tx) => tx.supervisions.save(settled));
    expect(await waiting()).toEqual([]);
    await casework.run((tx) => tx.supervisions.seal(matter.id));
    const sealed = await casework.run((tx) => tx.supervisions.get(letter.id));
    expect(sealed?.supervision).toEqual({ ...settled, text: '' });
  });
});

describe('the ladder', () => {
  it('is due on its day, and one rung of a clock is fired once, however often it is tried', async () => {
    const { matter, leg } = await overdueLeg();
    const isDue = (on: string) =>
      casework.run(async (tx) =>
        (await tx.sweep.claim('ladder', day(on), 500)).some(({ legId }) => legId === leg.id),
      );
    await casework.run((tx) => tx.supervisions.planLadder(leg.id, matter.id, day('2026-04-02')));
    expect([await isDue('2026-04-01'), await isDue('2026-04-02')]).toEqual([false, true]);
    await casework.run(async (tx) => {
      await tx.cases.load(matter.id);
      expect(await tx.supervisions.fire(aRung(leg, matter.id))).toBe(true);
      expect(await tx.supervisions.fire(aRung(leg, matter.id))).toBe(false);
      expect(await tx.supervisions.fire(aRung(leg, matter.id, { place: 1 }))).toBe(true);
      await tx.supervisions.planLadder(leg.id, matter.id, undefined);
    });
    expect(await isDue('2026-12-31')).toBe(false);
    expect((await reads.supervision.drafts(200)).filter((row) => row.legId === leg.id)).toHaveLength(2);
    await casework.run((tx) => tx.supervisions.setState(aRung(leg, matter.id), 'done', '已签发'));
    const [signed] = await casework.run((tx) => tx.supervisions.fired(leg.id));
    expect(signed).toEqual({ ...aRung(leg, matter.id), state: 'done', text: '已签发' });
  });

  it('keeps the notices of a day with whom they told', async () => {
    const { matter, leg } = await overdueLeg();
    const recipient = { unit: 'agency:education', post: '承办人' };
    const notice = aRung(leg, matter.id, { name: 'yellow', level: 'notice', state: 'notice', recipient });
    await casework.run((tx) => tx.supervisions.fire(notice));
    const told = await reads.supervision.notices(day('2026-04-02'));
    expect(told.filter((row) => row.legId === leg.id)).toEqual([
      { ...notice, originNumber: leg.originNumber, to: 'agency:education' },
    ]);
  });

  it('two workers that fire one rung at once: the second waits at the case and finds it fired', async () => {
    const { matter, leg } = await overdueLeg();
    const fire = () =>
      casework.run(async (tx) => {
        await tx.cases.load(matter.id);
        return tx.supervisions.fire(aRung(leg, matter.id));
      });
    const fired = await Promise.all([fire(), fire(), fire()]);
    expect(fired.filter(Boolean)).toHaveLength(1);
  });
});

describe('urgency, selection and bulletin', () => {
  it('a case is 普通 until something else was said', async () => {
    const { matter } = await overdueLeg();
    const urgency = () => casework.run((tx) => tx.supervisions.urgencyOf(matter.id));
    expect(await urgency()).toBe('normal');
    await casework.run((tx) => tx.supervisions.setUrgency(matter.id, 'most-urgent'));
    await casework.run((tx) => tx.supervisions.setUrgency(matter.id, 'urgent'));
    expect(await urgency()).toBe('urgent');
  });

  it('a matter is selected once a month, and counts as answered with the first reply', async () => {
    const { matter, leg } = await overdueLeg();
    const by = { unit: 'city', user: '督办员', role: 'supervisor' } as const;
    const selection = {
      caseId: matter.id,
      month: '2026-04',
      why: 'late',
      on: day('2026-04-02'),
      by,
    } as const;
    expect(await casework.run((tx) => tx.supervisions.select(selection))).toBe(true);
    expect(await casework.run((tx) => tx.supervisions.select(selection))).toBe(false);
    expect(await casework.run((tx) => tx.supervisions.select({ ...selection, month: '2026-05' }))).toBe(true);
    const selected = async () =>
      (await reads.supervision.selected('2026-04')).filter((row) => row.caseId === matter.id);
    expect(await selected()).toEqual([{ ...selection, originNumber: matter.originNumber }]);
    const letter = aLetter(leg, { settled: { on: day('2026-04-09'), how: 'reply' } });
    await casework.run((tx) => tx.supervisions.insert({ supervision: letter, caseId: matter.id }));
    expect((await selected())[0]?.answeredOn).toBe('2026-04-09');
  });

  it('the letter of a superior waits until it is answered', async () => {
    const { matter } = await overdueLeg();
    const letter = {
      ...{ id: uuidV7(), caseId: matter.id, originNumber: matter.originNumber },
      ...{ from: '国家信访局', number: '国信督〔2026〕8号', text: '请督办。' },
      ...{ receivedOn: day('2026-04-02'), replyBy: day('2026-04-20') },
    };
    const by = { unit: 'city', user: '督办员', role: 'supervisor' } as const;
    const waiting = async () =>
      (await reads.supervision.openSuperiors(200)).filter((one) => one.caseId === matter.id);
    await casework.run((tx) => tx.supervisions.saveSuperior(letter));
    expect(await waiting()).toEqual([letter]);
    const answered = { ...letter, answer: { on: day('2026-04-10'), by, number: '1', text: '已办' } };
    await casework.run((tx) => tx.supervisions.saveSuperior(answered));
    expect(await waiting()).toEqual([]);
    expect(await casework.run((tx) => tx.supervisions.superiorsOf(matter.id))).toEqual([answered]);
  });

  it('the bulletin has the limits whose breach was recorded in the month, for legs sent from here', async () => {
    const { matter, leg } = await overdueLeg();
    await casework.run(async (tx) => {
      const lapsed = await tx.sweep.lapsed(day('2026-04-02'), 500, 'free');
      await tx.sweep.recordLapsed(lapsed, day('2026-04-02'));
    });
    const missed = await reads.supervision.missed('city', day('2026-04-01'), day('2026-04-30'));
    expect(missed.filter((one) => one.legId === leg.id)).toEqual([
      {
        unit: 'agency:education',
        legId: leg.id,
        originNumber: matter.originNumber,
        letterNumber: leg.letterNumber,
        due: '2026-04-01',
      },
    ]);
    expect(await reads.supervision.missed('prefecture', day('2026-04-01'), day('2026-04-30'))).toEqual([]);
    expect(await reads.supervision.missed('city', day('2026-05-01'), day('2026-05-31'))).toEqual([]);
  });
});
