import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { healTargets } from '#persistence';
import { aStream, drained } from '../../support/exchange-offices.js';
import { auditedPair, type AuditedOffice, type AuditedPair } from '../../support/audited-pair.js';

/* A bit that was flipped behind an office's back is put right from the other end's copy, and the chain says so. */

jest.setTimeout(120_000);

const BY = { unit: 'city', user: '分办员' };
let pair: AuditedPair;
let sent: readonly string[];

beforeAll(async () => {
  pair = await auditedPair();
  const { city, yi } = pair;
  const stream = aStream();
  sent = await city.office.send('township:yi', stream, [{ n: 1, act: 'answer' }, { n: 2 }, { n: 3 }]);
  await drained([city.office, yi.office]);
  await city.office.send('township:yi', stream, [{ n: 4 }]);
  await drained([city.office, yi.office]);
});
afterAll(() => pair?.close());

const bytes = (id: string): string => `X'${id.replaceAll('-', '')}'`;
const flip = (column: string, at = 3): string =>
  `${column} = INSERT(${column}, ${String(at)}, 1, CHAR(ASCII(SUBSTR(${column}, ${String(at)}, 1)) ^ 1))`;

/** Audits, heals what lies with messages, audits again. */
async function heal({ office, database, audit }: AuditedOffice, dryRun = false) {
  const { flaws } = await audit();
  const { messages, others } = await healTargets(database, flaws);
  const healed =
    messages.length === 0 ? [] : (await office.it.heal({ ids: messages, dryRun, by: BY })).messages;
  return { flaws, others, healed, left: (await audit()).flaws };
}

const parts = (healed: Awaited<ReturnType<typeof heal>>['healed']): readonly string[] =>
  [...new Set(healed.flatMap((one) => one.parts))].sort();

describe('an office that heals what an audit found', () => {
  it.each([
    ['the matter of a sent message', flip('subject'), ['row']],
    ['its type', flip('type'), ['row']],
    ['its addressee', flip('dest'), ['row']],
    ['its place in the stream', 'sequence = sequence ^ 64', ['row']],
    ['the stream itself', flip('stream_id'), ['row']],
    ['its chain', flip('prevhash'), ['row']],
    ['its digest', flip('digest'), ['row']],
    ['its epoch', 'epoch = epoch ^ 2', ['row']],
    ['its size', 'size = size ^ 1', ['row']],
    ['its time', 'time = time + INTERVAL 1 SECOND', ['row']],
    ['the key of its matter', flip('body_key'), ['row']],
    ['its answer', 'status = status ^ 4', ['answer']],
    ['its answer, so that it looks unanswered', 'status = status ^ 1', ['answer']],
    ['the reason of its answer', "reason = 'dropped'", ['answer']],
    ['when it was answered', 'settled_at = settled_at - INTERVAL 1 SECOND', ['answer']],
    ['which receipt says so', flip('receipt_id'), ['receipt']],
  ])('puts %s right', async (_what, set, expected) => {
    await pair.city.home.sql(`UPDATE exchange_outbox SET ${set} WHERE id = ${bytes(sent[1] ?? '')}`);
    const { flaws, healed, left } = await heal(pair.city);
    expect(flaws.length).toBeGreaterThan(0);
    expect(parts(healed)).toEqual(expected);
    expect(left).toEqual([]);
  });

  it.each([
    ['the digest of a received message', flip('digest'), ['row']],
    ['who sent it', flip('source'), ['row']],
    ['its matter', flip('subject'), ['row']],
    ['its chain', flip('prevhash'), ['row']],
    ['what it came to', 'status = status ^ 4', ['row']],
    ['what it came to, so that it looks early', 'status = status ^ 1', ['row']],
    ['when it was decided', 'at = at + INTERVAL 1 SECOND', ['row']],
    ['its frame', flip('frame_id'), ['frame']],
    ['its place in the frame', 'place = place ^ 32', ['frame']],
  ])('puts %s right', async (_what, set, expected) => {
    await pair.yi.home.sql(`UPDATE exchange_inbox SET ${set} WHERE id = ${bytes(sent[2] ?? '')}`);
    const { flaws, healed, left } = await heal(pair.yi);
    expect(flaws.length).toBeGreaterThan(0);
    expect(parts(healed)).toEqual(expected);
    expect(left).toEqual([]);
  });

  it.each([
    ['exchange_body', 'sealed', 40, ['body']],
    ['exchange_receipt', 'bytes', 40, ['receipt']],
    ['exchange_in_frame', 'leaves', 4, ['frame', 'receipt']],
    ['exchange_in_frame', 'signature', 4, ['frame', 'receipt']],
    ['exchange_in_frame', 'manifest', 30, ['frame', 'receipt']],
  ] as const)('puts a bit of every %s.%s right', async (table, column, at, expected) => {
    await pair.city.home.sql(`UPDATE ${table} SET ${flip(column, at)}`);
    const { flaws, healed, left } = await heal(pair.city);
    expect(flaws.length).toBeGreaterThan(0);
    expect(parts(healed)).toEqual(expected);
    expect(left).toEqual([]);
  });

  it.each([
    ['a sent message', 'city', 'exchange_outbox', () => sent[1], ['row']],
    ['the last one', 'city', 'exchange_outbox', () => sent[2], ['row']],
    ['a received message', 'yi', 'exchange_inbox', () => sent[1], ['frame', 'row']],
  ] as const)(
    'writes %s again whose row was deleted, and nothing happens twice',
    async (_w, at, table, id, expected) => {
      const { home, office } = pair[at];
      const effects = (): Promise<unknown> => pair.yi.home.sql('SELECT * FROM test_effect ORDER BY place');
      const before = await effects();
      const [row] = await home.sql(`SELECT digest FROM ${table} WHERE id = ${bytes(id() ?? '')}`);
      expect(await home.sql(`SELECT COUNT(*) AS n FROM ${table} WHERE id = ${bytes(id() ?? '')}`)).toEqual([
        { n: 1 },
      ]);
      await home.sql(`DELETE FROM ${table} WHERE id = ${bytes(id() ?? '')}`);
      const { flaws, healed, left } = await heal(pair[at]);
      expect(flaws.map(({ table: of, row: found, flaw }) => [of, found, flaw])).toContainEqual([
        table,
        id(),
        'gone',
      ]);
      expect(parts(healed)).toEqual(expected);
      expect(left).toEqual([]);
      expect(await home.sql(`SELECT digest FROM ${table} WHERE id = ${bytes(id() ?? '')}`)).toEqual([row]);
      await office.stop();
      await office.restart();
      await drained([pair.city.office, pair.yi.office]);
      expect(await effects()).toEqual(before);
    },
  );

  it.each([
    ['receipt', 'city', 'exchange_receipt', ['receipt']],
    ['frame of what came in', 'yi', 'exchange_in_frame', ['frame', 'receipt']],
    ['frame of the answers', 'city', 'exchange_in_frame', ['frame', 'receipt']],
  ] as const)('has every %s that was deleted signed anew', async (_what, at, table, expected) => {
    await pair[at].home.sql(`DELETE FROM ${table}`);
    const { flaws, healed, left } = await heal(pair[at]);
    expect(flaws.map(({ table: of, flaw }) => [of, flaw])).toContainEqual([table, 'gone']);
    expect(expected).toEqual(expect.arrayContaining([...parts(healed)]));
    expect(left).toEqual([]);
  });

  it('says in a dry run what it would put right, and has changed nothing', async () => {
    const where = `WHERE id = ${bytes(sent[1] ?? '')}`;
    await pair.city.home.sql(`UPDATE exchange_outbox SET ${flip('subject')} ${where}`);
    const dry = await heal(pair.city, true);
    expect(dry.healed).toEqual([{ id: sent[1], parts: ['row'] }]);
    expect(dry.left).toEqual(dry.flaws);
    expect((await heal(pair.city)).left).toEqual([]);
  });

  it('writes down in the audit chain, and for the operators, what was healed, by whom, from whom', async () => {
    await pair.city.home.sql(
      `UPDATE exchange_outbox SET ${flip('subject')} WHERE id = ${bytes(sent[0] ?? '')}`,
    );
    await heal(pair.city);
    const [entry] = await pair.city.home.sql(
      'SELECT act, unit, user, note FROM audit_entry ORDER BY seq DESC LIMIT 1',
    );
    expect(entry).toEqual({
      ...{ act: 'exchange.heal', unit: 'city', user: '分办员' },
      note: `${sent[0] ?? ''}: row from township:yi`,
    });
    expect((await pair.city.office.it.operations({ limit: 1 }))[0]).toMatchObject({
      ...{ act: 'heal', target: sent[0], by: BY, outcome: 'row from township:yi' },
    });
  });

  it('says of what no other office holds that nobody does', async () => {
    await pair.city.home.sql("UPDATE audit_entry SET user = 'somebody' WHERE seq = 2 AND place = 0");
    await pair.city.home.sql(`UPDATE exchange_case_key SET ${flip('wrapped', 40)}`);
    const { others, left } = await heal(pair.city);
    expect([...new Set(others.map(({ table }) => table))].sort()).toEqual([
      'audit_entry',
      'exchange_case_key',
    ]);
    expect(left).toEqual(others);
    await pair.city.home.sql(`UPDATE exchange_case_key SET ${flip('wrapped', 40)}`);
    await pair.city.home.sql('UPDATE audit_entry SET user = NULL WHERE seq = 2 AND place = 0');
    expect((await pair.city.audit()).flaws).toEqual([]);
  });

  it('brings no body back that was destroyed with its dossier', async () => {
    const { home, office } = pair.yi;
    await home.sql(`DELETE FROM exchange_body WHERE message_id = ${bytes(sent[2] ?? '')}`);
    const { messages } = await office.it.heal({ ids: [sent[2] ?? ''], dryRun: false, by: BY });
    expect(messages).toEqual([{ id: sent[2], parts: [] }]);
    expect(await home.sql(`SELECT 1 FROM exchange_body WHERE message_id = ${bytes(sent[2] ?? '')}`)).toEqual(
      [],
    );
  });

  it('leaves what is not here, and what a silent peer holds, and says so', async () => {
    const nowhere = '01990000-0000-7000-8000-000000000001';
    await pair.yi.office.stop();
    const asked = { ids: [nowhere, sent[1] ?? ''], dryRun: false, by: BY };
    expect((await pair.city.office.it.heal(asked)).messages).toEqual([
      { id: nowhere, parts: [], left: 'not-here' },
      { id: sent[1], parts: [], left: 'no-answer' },
    ]);
    await pair.yi.office.restart();
  });
});
