import type { UnitOfWork } from '../connection/unit-of-work.js';
import { CASEWORK_TABLES, COVERED_LATER, type CoveredTable } from './casework-tables.js';
import { COVERED_ANEW } from './chain.js';
import { auditTrailOf } from './trail.js';

/** Rows of a table in one entry: 49 bytes each, and twice that in the statement. */
const PAGE = 20_000;

/** Where the last page of a table begins: after this. */
type After = number | Buffer | undefined;

/**
 * Covers what was in a table before the chain covered it, as it is now. Once for each table; also when it is empty. Stopped
 * on the way, it begins again: the same rows are no flaw.
 */
export async function widenCoverage(uow: UnitOfWork): Promise<void> {
  const known = await uow
    .reader()
    .query<readonly { readonly name: string }[]>('SELECT name FROM audit_coverage');
  const names = new Set(known.map(({ name }) => name));
  const tables = CASEWORK_TABLES.filter(({ covered }) => COVERED_LATER.has(covered) && !names.has(covered));
  if (tables.length === 0) return;
  const ends = new Map<CoveredTable, After>();
  for (const table of tables) ends.set(table, await coverFullPages(uow, table));
  await uow.run(async () => {
    for (const [table, after] of ends) await coverPage(uow, table, after);
    auditTrailOf(uow).note({
      act: COVERED_ANEW,
      note: tables.map(({ covered }) => `${covered} done`).join('; '),
    });
    await uow
      .writer()
      .query('INSERT INTO audit_coverage (name) VALUES ?', [tables.map(({ covered }) => [covered])]);
  });
}

async function coverFullPages(uow: UnitOfWork, table: CoveredTable): Promise<After> {
  for (let after: After; ;) {
    const [beyond] = await uow
      .reader()
      .query<readonly unknown[]>(
        `SELECT 1 FROM ${table.covered} ${since(table, after)} LIMIT 1 OFFSET ${PAGE}`,
        [after],
      );
    if (beyond === undefined) return after;
    after = await uow.run(async () => {
      auditTrailOf(uow).note({ act: COVERED_ANEW, note: table.covered });
      return await coverPage(uow, table, after);
    });
  }
}

/** @returns the end of the page. */
async function coverPage(uow: UnitOfWork, table: CoveredTable, after: After): Promise<After> {
  const { covered, pages } = table;
  const rows = await uow
    .writer()
    .query<readonly { readonly p: number | Buffer }[]>(
      `SELECT ${pages} AS p FROM ${covered} ${since(table, after)} ORDER BY ${pages} LIMIT ${PAGE}`,
      [after],
    );
  const [first, last] = [rows[0]?.p, rows.at(-1)?.p];
  if (first !== undefined) auditTrailOf(uow).changes.cover(table, first, last);
  return last;
}

const since = ({ pages }: CoveredTable, after: After): string =>
  after === undefined ? 'WHERE ? IS NULL' : `WHERE ${pages} > ?`;
