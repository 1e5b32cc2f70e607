import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { aStream, drained } from '../../support/exchange-offices.js';
import { auditedPair, type AuditedOffice, type AuditedPair } from '../../support/audited-pair.js';

// Making two schemas takes seconds on a busy machine.
jest.setTimeout(120_000);

let pair: AuditedPair;
let sent: readonly string[];

beforeAll(async () => {
  pair = await auditedPair();
  const { city, yi } = pair;
  const stream = aStream();
  sent = await city.office.send('township:yi', stream, [{ n: 1, act: 'answer' }, { n: 2 }, { n: 3 }]);
  await drained([city.office, yi.office]);
  // A second round: what the first left at the other end is countersigned by it.
  await city.office.send('township:yi', stream, [{ n: 4, act: 'answer' }]);
  await drained([city.office, yi.office]);
  await Promise.all([city.office.stop(), yi.office.stop()]);
});
afterAll(async () => {
  await pair.close();
});

/** Changes something behind the office's back, looks what the audit says, and puts it back. */
async function flipped(
  office: AuditedOffice,
  { table, where, set }: { readonly table: string; readonly where: string; readonly set: string },
): Promise<readonly string[]> {
  await office.home.sql(`CREATE TABLE kept_row AS SELECT * FROM ${table} WHERE ${where}`);
  await office.home.sql(`UPDATE ${table} SET ${set} WHERE ${where}`);
  const { flaws } = await office.audit();
  await office.home.sql(`REPLACE INTO ${table} SELECT * FROM kept_row`);
  await office.home.sql('DROP TABLE kept_row');
  return flaws.map(
    (flaw) => `${flaw.table} ${flaw.flaw}${flaw.heldBy === undefined ? '' : ` ${flaw.heldBy}`}`,
  );
}
const bytes = (id: string): string => `X'${id.replaceAll('-', '')}'`;

describe('the audit chain of two offices', () => {
  it('verifies at both, with its end countersigned by the other', async () => {
    for (const [office, peer] of [
      [pair.city, 'township:yi'],
      [pair.yi, 'city'],
    ] as const) {
      const report = await office.audit();
      expect(report.flaws).toEqual([]);
      expect(report.entries).toBeGreaterThan(4);
      expect(report.countersigned).toEqual([{ peer, sequence: expect.any(Number), is: 'holds' }]);
    }
  });

  it('takes one entry for a frame, however many messages it brought', async () => {
    const rows = await pair.yi.home.sql(
      "SELECT LENGTH(covers) DIV 49 AS n FROM audit_entry WHERE act = 'exchange.received' ORDER BY seq LIMIT 1",
    );
    // Three messages and what each came to, and the answer that went back.
    expect(rows[0]?.['n']).toBe(3 * 2 + 1);
  });

  it.each([
    ['a sent message says another matter', 'exchange_outbox', "subject = 'CS-2026-000002'", 'changed'],
    ['a sent message looks refused', 'exchange_outbox', 'status = 4', 'changed'],
    ['a sent message has a status that no program writes', 'exchange_outbox', 'status = 99', 'changed'],
  ])('finds the row when %s', async (_name, table, set, flaw) => {
    const where = `id = ${bytes(sent[0] ?? '')}`;
    expect(await flipped(pair.city, { table, where, set })).toContain(`${table} ${flaw} township:yi`);
  });

  it.each([
    [
      'a received message',
      'exchange_inbox',
      'digest = INSERT(digest, 3, 1, CHAR(ASCII(SUBSTR(digest, 3, 1)) ^ 1))',
    ],
    ['what it came to', 'exchange_inbox', 'at = at + INTERVAL 1 SECOND'],
  ])('finds one bit of %s, and who holds the same', async (_name, table, set) => {
    const where = `id = ${bytes(sent[1] ?? '')}`;
    const found = await flipped(pair.yi, { table, where, set });
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((line) => line.endsWith(' changed city'))).toBe(true);
  });

  it.each([
    ['exchange_body', 'sealed = INSERT(sealed, 40, 1, CHAR(ASCII(SUBSTR(sealed, 40, 1)) ^ 1))', '1 = 1'],
    ['exchange_receipt', 'bytes = INSERT(bytes, 40, 1, CHAR(ASCII(SUBSTR(bytes, 40, 1)) ^ 1))', '1 = 1'],
    ['exchange_in_frame', 'leaves = INSERT(leaves, 4, 1, CHAR(ASCII(SUBSTR(leaves, 4, 1)) ^ 1))', '1 = 1'],
    [
      'exchange_in_frame',
      'signature = INSERT(signature, 4, 1, CHAR(ASCII(SUBSTR(signature, 4, 1)) ^ 1))',
      '1 = 1',
    ],
  ])('finds one bit of %s', async (table, set, where) => {
    const found = await flipped(pair.city, { table, where, set });
    expect(found.some((line) => line.startsWith(`${table} `) && line.endsWith(' township:yi'))).toBe(true);
  });

  it('finds a message that was slipped in, and one that was taken away', async () => {
    const { home } = pair.yi;
    await home.sql(
      `CREATE TABLE kept_row AS SELECT * FROM exchange_inbox WHERE id = ${bytes(sent[2] ?? '')}`,
    );
    await home.sql(`UPDATE exchange_inbox SET id = X'${'ab'.repeat(16)}' WHERE id = ${bytes(sent[2] ?? '')}`);
    const { flaws } = await pair.yi.audit();
    await home.sql(`DELETE FROM exchange_inbox WHERE id = X'${'ab'.repeat(16)}'`);
    await home.sql('INSERT INTO exchange_inbox SELECT * FROM kept_row');
    await home.sql('DROP TABLE kept_row');
    expect(flaws).toContainEqual(
      expect.objectContaining({ table: 'exchange_inbox', row: sent[2], flaw: 'gone' }),
    );
    expect(flaws.some(({ flaw, row }) => flaw === 'unknown' && row.startsWith('abababab'))).toBe(true);
    expect((await pair.yi.audit()).flaws).toEqual([]);
  });

  it.each([
    ['an entry', "user = 'somebody'", 'changed'],
    [
      'the rows that an entry covers',
      'covers = INSERT(covers, 20, 1, CHAR(ASCII(SUBSTR(covers, 20, 1)) ^ 1))',
      'changed',
    ],
    ['a hash', 'hash = INSERT(hash, 5, 1, CHAR(ASCII(SUBSTR(hash, 5, 1)) ^ 1))', 'chain-broken'],
  ])('finds one bit of %s', async (_name, set, flaw) => {
    const found = await flipped(pair.city, { table: 'audit_entry', where: 'seq = 3 AND place = 0', set });
    expect(found).toContain(`audit_entry ${flaw}`);
  });

  it('cannot be cut or written anew, because the peer has signed how long it was', async () => {
    const { home } = pair.city;
    const [signed] = (await pair.city.audit()).countersigned;
    const cut = signed?.sequence ?? 0;
    await home.sql('CREATE TABLE kept_row AS SELECT * FROM audit_entry WHERE seq >= ?', [cut]);
    await home.sql('CREATE TABLE kept_head AS SELECT * FROM audit_head');
    await home.sql('DELETE FROM audit_entry WHERE seq >= ?', [cut]);
    await home.sql(
      `UPDATE audit_head h JOIN audit_entry e ON e.seq = ? AND e.place = 0 SET h.seq = e.seq, h.hash = e.hash`,
      [cut - 1],
    );
    const { flaws } = await pair.city.audit();
    await home.sql('INSERT INTO audit_entry SELECT * FROM kept_row');
    await home.sql('REPLACE INTO audit_head SELECT * FROM kept_head');
    await home.sql('DROP TABLE kept_row, kept_head');
    expect(flaws).toContainEqual(
      expect.objectContaining({
        table: 'audit_entry',
        row: `${cut}/0`,
        flaw: 'chain-cut',
        heldBy: 'township:yi',
      }),
    );
    expect((await pair.city.audit()).flaws).toEqual([]);
  });

  it('names nobody but the accounts that acted: no text and no name of a petition', async () => {
    const rows = await pair.city.home.sql(
      "SELECT CONCAT_WS(' ', act, unit, user, peer, note) AS said FROM audit_entry ORDER BY seq",
    );
    const said = rows.map((row) => String(row['said'])).join('\n');
    expect(said).toMatch(/^audit\.begin/);
    expect(said).not.toMatch(/CS-2026|王小明/);
  });
});
