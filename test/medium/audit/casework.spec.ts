import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { auditNode } from '#node';
import { type AuditFlaw, beginAudit, caseworkUnitOfWork, type Database } from '#persistence';
import { uuidV7 } from '#platform';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { testDirectory, testKeys, testKeysText } from '../../support/exchange-keys.js';
import { testIndexing, testPlace } from '../../support/matter-indexing.js';
import { aCase, aDay, aLeg, aLine } from './a-matter.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(60_000);

const keys = testKeys(testKeysText('city'));
let home: TestDatabase;
let database: Database;
const matter = aCase();
const leg = aLeg();
const paper = uuidV7();

const audit = (): ReturnType<typeof auditNode> =>
  auditNode({ node: 'city', database, keys, peers: testDirectory([keys]) });
const flaws = async (): Promise<readonly Pick<AuditFlaw, 'table' | 'row' | 'flaw'>[]> =>
  (await audit()).flaws.map(({ table, row, flaw }) => ({ table, row, flaw }));
const hex = (id: string): string => `X'${id.replaceAll('-', '')}'`;

beforeAll(async () => {
  home = await freshDatabase();
  // A line from before there was a chain.
  await home.sql(
    `INSERT INTO casework_action (case_id, day, at, unit, user, role, act, basis, text)
     VALUES (${hex(uuidV7())}, '2025-12-30', '2025-12-30', 'city', '登记员', 'registrar', 'register', '', '旧')`,
  );
  database = await home.open();
  await beginAudit(database.uow);
  const casework = caseworkUnitOfWork(database.uow, 'city', testIndexing(), testPlace());
  await casework.run(async (tx) => {
    await tx.cases.insert(matter);
    await tx.legs.insert(leg, matter.id, undefined);
    await tx.history.add([aLine(matter.id), aLine(matter.id, { act: 'leg.sign', legId: leg.id })]);
    await tx.documents.insert({
      ...{ id: paper, caseId: matter.id, legId: leg.id, kind: 'report', number: '1', on: aDay('2026-03-03') },
      ...{ unit: 'city', signer: '局长', text: '已补发' },
    });
  });
  await casework.run(async (tx) => {
    await tx.cases.save({ ...matter, state: 'OUT' });
    await tx.legs.save({ ...leg, state: 'ACCEPTED' });
    await tx.legs.markDelivered(leg.id, '2026-03-02T02:00:00.000Z');
    await tx.history.add([aLine(matter.id, { act: 'leg.accept', legId: leg.id })]);
  });
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

describe('the audit of casework', () => {
  it('has an entry for each act: who by account, which act, which matter', async () => {
    const rows = await home.sql(
      'SELECT seq, place, act, unit, user, LOWER(HEX(case_id)) AS matter FROM audit_entry ORDER BY seq, place',
    );
    const of = { unit: 'city', user: '登记员', matter: matter.id.replaceAll('-', '') };
    expect(rows).toEqual([
      { seq: 1, place: 0, act: 'audit.begin', unit: null, user: null, matter: null },
      { seq: 2, place: 0, act: 'audit.covers', unit: null, user: null, matter: null },
      { seq: 3, place: 0, act: 'register', ...of },
      { seq: 3, place: 1, act: 'leg.sign', ...of },
      { seq: 4, place: 0, act: 'leg.accept', ...of },
    ]);
    expect(await flaws()).toEqual([]);
  });

  it.each([
    ['a line of history', 'casework_action', () => "act = 'leg.sign'", "text = '登计'", '3'],
    ['who did it', 'casework_action', () => "act = 'leg.accept'", "user = '主任'", '4'],
    ['a case', 'casework_case', () => '1 = 1', "state = 'CLOSED'", matter.id],
    ['a tick', 'casework_leg', () => '1 = 1', 'delivered_at = delivered_at - INTERVAL 1 DAY', leg.id],
    ['a paper', 'casework_document', () => '1 = 1', "text = '未补发'", paper],
  ])('finds and names the row when %s is written over', async (_name, table, where, set, row) => {
    await home.sql(`CREATE TABLE kept_row AS SELECT * FROM ${table} WHERE ${where()}`);
    await home.sql(`UPDATE ${table} SET ${set} WHERE ${where()}`);
    const found = await flaws();
    await home.sql(`REPLACE INTO ${table} SELECT * FROM kept_row`);
    await home.sql('DROP TABLE kept_row');
    expect(found).toEqual([{ table, row, flaw: 'changed' }]);
  });

  it('finds a line that was added or taken away behind the program’s back', async () => {
    await home.sql(`CREATE TABLE kept_row AS SELECT * FROM casework_action WHERE seq = 2`);
    await home.sql('UPDATE casework_action SET seq = 77 WHERE seq = 2');
    const found = await flaws();
    await home.sql('UPDATE casework_action SET seq = 2 WHERE seq = 77');
    await home.sql('DROP TABLE kept_row');
    expect(found).toEqual([
      { table: 'casework_action', row: '77', flaw: 'unknown' },
      { table: 'casework_action', row: '2', flaw: 'gone' },
    ]);
  });

  it('accepts a dossier that was sealed by the program: the text goes, the chain holds', async () => {
    const casework = caseworkUnitOfWork(database.uow, 'city', testIndexing(), testPlace());
    await casework.run((tx) => tx.documents.sealCase(matter.id));
    expect(await flaws()).toEqual([]);
  });

  it('adds nothing for a unit of work that was rolled back, and one link for one that was tried again', async () => {
    const casework = caseworkUnitOfWork(database.uow, 'city', testIndexing(), testPlace());
    const before = (await audit()).head?.sequence ?? 0;
    await expect(
      casework.run(async (tx) => {
        await tx.history.add([aLine(matter.id)]);
        throw new Error('refused');
      }),
    ).rejects.toThrow('refused');
    let tries = 0;
    await casework.run(async (tx) => {
      await tx.history.add([aLine(matter.id)]);
      if (++tries === 1) throw Object.assign(new Error('Deadlock found'), { errno: 1213 });
    });
    const after = await audit();
    expect(after.head?.sequence).toBe(before + 1);
    expect(after.flaws).toEqual([]);
  });

  it('gives twenty units of work that end at once twenty links of one chain', async () => {
    const casework = caseworkUnitOfWork(database.uow, 'city', testIndexing(), testPlace());
    const before = (await audit()).head?.sequence ?? 0;
    await Promise.all(
      Array.from({ length: 20 }, () => casework.run((tx) => tx.history.add([aLine(uuidV7())]))),
    );
    const after = await audit();
    expect(after.head?.sequence).toBe(before + 20);
    expect(after.flaws).toEqual([]);
  });
});
