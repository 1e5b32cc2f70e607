import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { auditNode } from '#node';
import { type AuditFlaw, beginAudit, caseworkUnitOfWork, type Database } from '#persistence';
import { uuidV7 } from '#platform';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { testDirectory, testKeys, testKeysText } from '../../support/exchange-keys.js';
import { testIndexing, testPlace } from '../../support/matter-indexing.js';
import { aCase, aDay, aLeg } from './a-matter.js';

/* Tables that only a later version covers: what leaders said, letters, meetings, walls, files that went along. */

// Making a schema takes a second on a busy machine.
jest.setTimeout(60_000);

const keys = testKeys(testKeysText('city'));
let home: TestDatabase;
let database: Database;

const matter = aCase();
const leg = aLeg();
const by = { unit: 'city', user: '主任', role: 'leader' } as const;
const on = aDay('2026-03-04');
const due = { start: on, raw: on, effective: on, provisional: false, calendarVersion: '2026' };
const ids = {
  ...{ letter: uuidV7(), above: uuidV7(), reading: uuidV7(), instruction: uuidV7(), task: uuidV7() },
  ...{ asked: uuidV7(), meeting: uuidV7(), topic: uuidV7(), message: uuidV7(), file: uuidV7() },
};

const casework = () => caseworkUnitOfWork(database.uow, 'city', testIndexing(), testPlace());
const flaws = async (): Promise<readonly Pick<AuditFlaw, 'table' | 'row' | 'flaw'>[]> => {
  const found = await auditNode({ node: 'city', database, keys, peers: testDirectory([keys]) });
  return found.flaws.map(({ table, row, flaw }) => ({ table, row, flaw }));
};
/** Each kind of row once, through the stores. */
async function writeAll(): Promise<void> {
  const { id: caseId, originNumber } = matter;
  const of = { caseId, originNumber };
  await casework().run(async (tx) => {
    await tx.cases.insert(matter);
    await tx.legs.insert(leg, caseId, undefined);
    await tx.supervisions.insert({
      caseId,
      messageId: ids.message,
      supervision: {
        ...{ id: ids.letter, legId: leg.id, originNumber, kind: 'slip', ordinal: 1, round: 1, number: '催1' },
        ...{ from: 'prefecture', to: 'city', issuedOn: on, by, text: '请报结果', copyToHead: false },
      },
    });
    await tx.supervisions.saveSuperior({
      ...{ id: ids.above, ...of, from: '省', number: '1', receivedOn: on, replyBy: on, text: '请报' },
    });
    await tx.leaders.insertReading({
      ...{ id: ids.reading, caseId, leader: '主任', submittedOn: on, submittedBy: by, state: 'waiting' },
    });
    await tx.leaders.insertInstruction({
      ...{ id: ids.instruction, caseId, by, on, at: '2026-03-04T01:00:00.000Z', text: '请抓紧', marks: [] },
      told: [],
    });
    await tx.leaders.insertTask({
      ...{ id: ids.task, caseId, instruction: ids.instruction, mark: 'handle', unit: 'city', what: '请办' },
      ...{ setOn: on, setBy: by, due, state: 'open' },
    });
    await tx.leaders.insertFollowUp({ id: ids.asked, caseId, on, by, how: '电话', reached: false });
    await tx.agenda.open({
      ...{ id: ids.meeting, kind: 'coordination', title: '协调会', state: 'PLANNED', convenedBy: 'city' },
      ...{ revision: 0, members: [], agenda: [], hearings: [] },
    });
    await tx.agenda.putTopic({
      ...{ id: ids.topic, ...of, wanted: 'coordination', why: '意见不一', proposedBy: by, proposedOn: on },
      state: 'PROPOSED',
    });
    await tx.successions.save({
      ...{ legId: leg.id, originNumber, letterNumber: '1', topic: '教育', from: 'agency:education' },
      ...{ to: 'agency:health', on, basis: '编〔2026〕1号', offeredBy: by },
    });
    await tx.guards.saveWall(caseId, { guarded: true, accused: [] });
    await tx.enclosures.add([
      {
        ...{ id: ids.file, caseId, legId: leg.id, way: 'out', peer: 'prefecture', ref: ids.file },
        ...{ type: 'application/pdf', size: 10, sha256: 'a'.repeat(64), shows: 'matter' },
      },
    ]);
  });
}

beforeAll(async () => {
  home = await freshDatabase();
  database = await home.open();
  await beginAudit(database.uow);
  await writeAll();
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

const TABLES: readonly (readonly [string, () => string, string])[] = [
  ['casework_supervision', () => ids.letter, "paper = REPLACE(paper, '结果', '经过')"],
  ['casework_superior_letter', () => ids.above, 'reply_by = reply_by + INTERVAL 30 DAY'],
  ['casework_reading', () => ids.reading, "state = 'seen'"],
  ['casework_instruction', () => ids.instruction, "instruction = REPLACE(instruction, '抓紧', '缓办')"],
  ['casework_task', () => ids.task, 'due = due + INTERVAL 1 DAY'],
  ['casework_follow_up', () => ids.asked, 'day = day - INTERVAL 1 DAY'],
  ['casework_meeting', () => ids.meeting, "state = 'CONCLUDED'"],
  ['casework_topic', () => ids.topic, "state = 'DECIDED'"],
  ['casework_succession', () => leg.id, "to_unit = 'agency:education'"],
  ['casework_wall', () => matter.id, `wall = REPLACE(wall, 'true', 'false')`],
  ['casework_enclosure', () => '1', "sha256 = REPEAT('b', 64)"],
];

/** What the audit says while a table is not as it was. */
async function meanwhile(table: string, change: string): Promise<ReturnType<typeof flaws>> {
  await home.sql(`CREATE TABLE kept_rows AS SELECT * FROM ${table}`);
  await home.sql(change);
  const found = await flaws();
  await home.sql(`REPLACE INTO ${table} SELECT * FROM kept_rows`);
  await home.sql('DROP TABLE kept_rows');
  return found;
}

describe('what only a later version covers', () => {
  it.each(TABLES)('names a row of %s that was written over or taken away', async (table, row, set) => {
    expect(await meanwhile(table, `UPDATE ${table} SET ${set}`)).toEqual([
      { table, row: row(), flaw: 'changed' },
    ]);
    expect(await meanwhile(table, `DELETE FROM ${table}`)).toEqual([{ table, row: row(), flaw: 'gone' }]);
    expect(await flaws()).toEqual([]);
  });

  it('holds when the program itself delivers, answers, seals, and takes down', async () => {
    await casework().run(async (tx) => {
      await tx.supervisions.markDelivered(ids.message, '2026-03-05T01:00:00.000Z');
      await tx.supervisions.seal(matter.id);
      await tx.leaders.seal(matter.id);
      await tx.enclosures.seal(matter.id);
    });
    expect(await flaws()).toEqual([]);
    await casework().run(async (tx) => {
      await tx.guards.removeWall(matter.id);
      await tx.successions.remove(leg.id);
    });
    expect(await flaws()).toEqual([]);
    await casework().run(async (tx) => {
      await tx.guards.saveWall(matter.id, { guarded: true, accused: [] });
    });
    expect(await flaws()).toEqual([]);
  });

  it('of an office whose chain is older is nothing unknown, and is covered from its next start on', async () => {
    await home.sql('DELETE FROM audit_entry WHERE seq > 1');
    await home.sql('DELETE FROM audit_head');
    await home.sql('DELETE FROM audit_coverage');
    const ofTables = async () =>
      (await flaws()).filter(({ table }) => TABLES.some(([name]) => name === table));
    expect(await ofTables()).toEqual([]);
    await beginAudit(database.uow);
    expect(await ofTables()).toEqual([]);
    const [entry] = await home.sql("SELECT note FROM audit_entry WHERE act = 'audit.covers'");
    expect(String(entry?.['note']).split('; ').toSorted()).toEqual(
      TABLES.map(([table]) => `${table} done`).toSorted(),
    );
    expect(await meanwhile('casework_wall', 'DELETE FROM casework_wall')).toContainEqual({
      ...{ table: 'casework_wall', row: matter.id, flaw: 'gone' },
    });
  });

  it('cannot be covered a second time to hide what was changed: that is a flaw of the chain', async () => {
    await home.sql('DELETE FROM audit_coverage');
    await home.sql('DELETE FROM casework_wall');
    await beginAudit(database.uow);
    const found = await flaws();
    expect(found).toContainEqual({ table: 'casework_wall', row: matter.id, flaw: 'gone' });
    expect(found.filter(({ table, flaw }) => table === 'audit_entry' && flaw === 'changed')).toHaveLength(
      TABLES.length,
    );
  });
});
