import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseworkReads, CaseworkUnitOfWork, IntakeReads } from '#casework';
import {
  type Actor,
  type Case,
  type FollowUp,
  type Instruction,
  type LocalDate,
  type Reading,
  type Task,
  parseLocalDate,
} from '#domain';
import { caseworkReads, caseworkUnitOfWork, type Database, intakeReads } from '#persistence';
import { uuidV7 } from '#platform';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { testIndexing, testPlace } from '../../support/matter-indexing.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(60_000);

let home: TestDatabase;
let database: Database;
let casework: CaseworkUnitOfWork;
let reads: CaseworkReads;
let intake: IntakeReads;

beforeAll(async () => {
  home = await freshDatabase();
  database = await home.open();
  casework = caseworkUnitOfWork(database.uow, 'city', testIndexing(), testPlace());
  reads = caseworkReads(database.uow);
  intake = intakeReads(database.uow);
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

const clerk: Actor = { unit: 'city', user: '分办员', role: 'dispatcher' };
const leader: Actor = { unit: 'city', user: '副主任', role: 'leader' };
const due = {
  start: day('2026-04-02'),
  raw: day('2026-04-12'),
  effective: day('2026-04-13'),
  provisional: false,
  calendarVersion: '2026',
};

async function aMatter(): Promise<Case> {
  const matter: Case = {
    id: uuidV7(),
    originNumber: `CS-2026-${uuidV7().slice(-8)}`,
    originNode: 'city',
    state: 'SUBMITTED',
    receivedOn: day('2026-04-02'),
    clocks: [],
  };
  await casework.run((tx) => tx.cases.insert(matter));
  return matter;
}

const aReading = (caseId: string, over: Partial<Reading> = {}): Reading => ({
  id: uuidV7(),
  caseId,
  leader: '副主任',
  submittedOn: day('2026-04-02'),
  submittedBy: clerk,
  note: '请批示',
  state: 'waiting',
  ...over,
});

const anInstruction = (caseId: string, over: Partial<Instruction> = {}): Instruction => ({
  id: uuidV7(),
  caseId,
  by: leader,
  on: day('2026-04-03'),
  at: '2026-04-03T01:00:00.000Z',
  text: '请抓紧',
  marks: [{ mark: 'handle', unit: 'agency:education', what: '请办', due }],
  told: [{ unit: 'city', post: '分办员' }],
  ...over,
});

const aTask = (caseId: string, instruction: string, over: Partial<Task> = {}): Task => ({
  id: uuidV7(),
  caseId,
  instruction,
  mark: 'handle',
  unit: 'agency:education',
  what: '请办',
  setOn: day('2026-04-03'),
  setBy: leader,
  due,
  state: 'open',
  ...over,
});

describe('what leaders were shown and said', () => {
  it('a reading waits on its leader’s list until it is instructed, and then stands on the list of that day', async () => {
    const { id, originNumber } = await aMatter();
    const reading = aReading(id);
    await casework.run(async (tx) => {
      await tx.leaders.insertReading(reading);
      await tx.documents.insert({
        ...{ id: uuidV7(), caseId: id, kind: 'proposal', number: '', on: day('2026-04-02') },
        ...{ unit: 'city', signer: '分办员', text: '拟交教育局' },
      });
    });
    const on = (date: string) => reads.leaders.readingsOf('副主任', day(date), 100);
    expect(await on('2026-04-01')).toEqual([]);
    expect(await on('2026-04-02')).toEqual([reading]);
    expect(await reads.leaders.proposals([id])).toEqual(new Map([[id, '拟交教育局']]));
    expect((await reads.leaders.cases([id])).map(({ matter }) => matter.originNumber)).toEqual([
      originNumber,
    ]);
    const done = { ...reading, state: 'instructed', closedOn: day('2026-04-03') } as const;
    await casework.run((tx) => tx.leaders.saveReading(done));
    expect(await on('2026-04-03')).toEqual([done]);
    expect(await on('2026-04-07')).toEqual([]);
    const counted = await reads.leaders.countReadings('副主任', day('2026-04-01'), day('2026-04-30'));
    expect(counted).toEqual({ submitted: 1, waiting: 0 });
  });

  it('instructions and tasks come back as they were written, by leader, day, unit and leg', async () => {
    const { id, originNumber } = await aMatter();
    const instruction = anInstruction(id, { scan: { attachment: uuidV7(), sha256: 'a'.repeat(64) } });
    const leg = uuidV7();
    const [inside, carried] = [
      aTask(id, instruction.id, { unit: 'unit:x' }),
      aTask(id, instruction.id, { leg }),
    ];
    await casework.run(async (tx) => {
      await tx.leaders.insertInstruction(instruction);
      await tx.leaders.insertTask(inside);
      await tx.leaders.insertTask(carried);
    });
    expect(await reads.leaders.instructions(id)).toEqual([instruction]);
    const by = await reads.leaders.instructionsBy('副主任', day('2026-04-03'), day('2026-04-03'), 10);
    expect(by).toContainEqual({ row: instruction, originNumber });
    expect(await reads.leaders.instructedOn(day('2026-04-03'), 10)).toContainEqual({
      row: instruction,
      originNumber,
    });
    expect(await reads.leaders.tasksOfInstructions([instruction.id])).toEqual([inside, carried]);
    expect(await casework.run((tx) => tx.leaders.tasksOfLeg(leg))).toEqual([carried]);
    const done: Task = {
      ...carried,
      state: 'done',
      ended: { on: day('2026-04-10'), by: clerk, note: '办结' },
    };
    await casework.run((tx) => tx.leaders.saveTask(done));
    expect(await casework.run((tx) => tx.leaders.tasksOfLeg(leg))).toEqual([]);
    const open = await reads.leaders.taskList({ unit: 'unit:x', state: 'open', limit: 10 });
    expect(open).toEqual([{ row: inside, originNumber }]);
  });

  it('sealed, the words go and who, when and which unit stay', async () => {
    const { id } = await aMatter();
    const instruction = anInstruction(id, { text: '绝密批语' });
    await casework.run(async (tx) => {
      await tx.leaders.insertReading(aReading(id, { note: '绝密附言' }));
      await tx.leaders.insertInstruction(instruction);
      await tx.leaders.insertTask(aTask(id, instruction.id, { what: '绝密交办' }));
      await tx.leaders.seal(id);
    });
    for (const table of ['casework_reading', 'casework_instruction', 'casework_task']) {
      const rows = await home.sql(`SELECT * FROM ${table}`);
      expect(JSON.stringify(rows)).not.toContain('绝密');
    }
    expect(await reads.leaders.instructions(id)).toMatchObject([{ by: leader, on: '2026-04-03' }]);
    expect(await reads.leaders.tasks(id)).toMatchObject([{ unit: 'agency:education', what: '' }]);
  });

  it('回访 by case and by month', async () => {
    const { id } = await aMatter();
    const asked: FollowUp = {
      ...{ id: uuidV7(), caseId: id, on: day('2026-06-03'), by: clerk, how: '电话', reached: true },
      ...{ rating: 'satisfied', unit: 'agency:education' },
    };
    await casework.run((tx) => tx.leaders.insertFollowUp(asked));
    expect(await reads.leaders.followUps(id)).toEqual([asked]);
    expect(await reads.leaders.followUpsBetween(day('2026-06-01'), day('2026-06-30'))).toEqual([asked]);
    expect(await reads.leaders.followUpsBetween(day('2026-07-01'), day('2026-07-31'))).toEqual([]);
  });

  it('the responsible leader stands in a column of its own, for lists', async () => {
    const matter = await aMatter();
    const responsible = { leader: '副主任', since: day('2026-04-02') };
    await casework.run((tx) => tx.cases.save({ ...matter, responsible }));
    const [row] = await home.sql(
      `SELECT responsible FROM casework_case WHERE origin_number = '${matter.originNumber}'`,
    );
    expect(row).toEqual({ responsible: '副主任' });
  });

  it('what is rolled back leaves nothing', async () => {
    const { id } = await aMatter();
    await expect(
      casework.run(async (tx) => {
        await tx.leaders.insertReading(aReading(id));
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(await casework.run((tx) => tx.leaders.readings(id))).toEqual([]);
  });
});

describe('the lists of leaders read what they show', () => {
  it.each([
    [
      'of_leader',
      "SELECT reading FROM casework_reading WHERE leader = '副主任' AND state = 'waiting' ORDER BY position LIMIT 50",
    ],
    [
      'of_unit',
      "SELECT task FROM casework_task WHERE unit = 'unit:x' AND state = 'open' ORDER BY due, position LIMIT 50",
    ],
    ['by_due', "SELECT task FROM casework_task WHERE state = 'open' ORDER BY due, position LIMIT 50"],
    [
      'of_leader',
      "SELECT instruction FROM casework_instruction WHERE leader = '副主任' AND day BETWEEN '2026-04-01' AND '2026-04-30' ORDER BY day, position LIMIT 50",
    ],
  ])('by the key %s', async (key, statement) => {
    const explained = JSON.stringify(await home.sql(`EXPLAIN ${statement}`));
    expect(explained).toContain(key);
  });
});

describe('the files of a sealed dossier', () => {
  it('lose their names, are listed for the files to go, and keep their digests', async () => {
    const { id } = await aMatter();
    const file = {
      ...{ id: uuidV7(), caseId: id, name: '某人的身份证.pdf', type: 'application/pdf', size: 9 },
      ...{ sha256: 'b'.repeat(64), on: day('2026-04-02'), at: '2026-04-02T01:00:00.000Z' },
      ...{ unit: 'city', user: '登记员', shows: 'petitioner' as const },
    };
    const gone = await casework.run(async (tx) => {
      await tx.intake.addAttachment(file);
      return tx.intake.sealAttachments(id);
    });
    expect(gone).toEqual([file.id]);
    expect(await intake.sealedAttachments()).toContain(file.id);
    expect(await intake.attachment(file.id)).toEqual({ ...file, name: '', type: 'sealed' });
  });

  it('a draft of another post is not touched, and its author is not told that it was', async () => {
    const draft = {
      id: uuidV7(),
      unit: 'city',
      user: '登记员',
      body: {},
      savedAt: '2026-04-02T01:00:00.000Z',
    };
    const other = { ...draft, user: '分办员', body: { place: '丙' } };
    expect(await casework.run((tx) => tx.intake.saveDraft(draft))).toBe(true);
    expect(await casework.run((tx) => tx.intake.saveDraft(other))).toBe(false);
    expect(await intake.drafts('city', '登记员')).toEqual([draft]);
  });
});
