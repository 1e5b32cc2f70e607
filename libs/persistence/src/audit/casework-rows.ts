import type { EntityManager } from 'typeorm';
import { byBytes, idBytes } from '../exchange/columns.js';
import { CASEWORK_TABLES, type CoveredCasework, type CoveredTable } from './casework-tables.js';
import { type Leaf, numberKey, REMOVED } from './leaves.js';

/** Digest of a row as the server holds it. HEX keeps the columns apart; a NULL is no text. */
export function digestSql({ covered, columns }: CoveredTable): string {
  const parts = columns.map((column) => `IFNULL(HEX(\`${column}\`), '-')`).join(', ');
  return `UNHEX(SHA2(CONCAT_WS('|', '${covered}', ${parts}), 256))`;
}

interface Part {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** What one unit of work changed of the casework. */
export class CaseworkChanges {
  /** First seq and count of each insert into the history. */
  readonly lines: { readonly first: number; readonly count: number }[] = [];
  /** By table and column, the ids that it was changed by. */
  readonly #touched = new Map<CoveredCasework, Map<string, Set<string>>>();
  /** Rows between two values of the column by which the table is paged. */
  readonly #pages: { readonly table: CoveredTable; readonly first: unknown; readonly last: unknown }[] = [];

  /** A row was written or taken away; several, where `column` is not its key. */
  touch(covered: CoveredCasework, id: string, column?: string): void {
    const by = column ?? tableOf(covered).key.column;
    const columns = this.#touched.get(covered) ?? new Map<string, Set<string>>();
    const ids = columns.get(by) ?? new Set<string>();
    this.#touched.set(covered, columns.set(by, ids.add(id)));
  }

  /** A page of a table that is covered from now on. */
  cover(table: CoveredTable, first: unknown, last: unknown): void {
    this.#pages.push({ table, first, last });
  }

  /** Leaves of the rows as they are before COMMIT, in one statement; lines of history come first, in their order. */
  async leaves(manager: EntityManager): Promise<readonly Leaf[]> {
    const parts = [...this.#parts()];
    if (parts.length === 0) return [];
    const rows = await manager.query<readonly { t: number; k: Buffer | null; n: number | null; d: Buffer }[]>(
      parts.map(({ sql }) => sql).join(' UNION ALL '),
      parts.flatMap(({ values }) => values),
    );
    const found = rows.flatMap(({ t, k, n, d }): Leaf[] => {
      const covered = CASEWORK_TABLES[t]?.covered;
      return covered === undefined ? [] : [{ covered, key: k ?? numberKey(n ?? 0), digest: d }];
    });
    return [...found, ...this.#removed(found)];
  }

  *#parts(): Generator<Part> {
    for (const { first, count } of this.lines)
      yield part(tableOf('casework_action'), 'seq BETWEEN ? AND ?', [first, first + count - 1]);
    for (const [covered, columns] of this.#touched)
      for (const [column, ids] of columns)
        yield part(tableOf(covered), `${column} IN (?)`, [[...ids].map(idBytes).sort(byBytes)]);
    for (const { table, first, last } of this.#pages)
      yield part(table, `${table.pages} BETWEEN ? AND ?`, [first, last]);
  }

  /** Rows that are not there any more: a leg to a unit that got a node goes over to it, a wall is taken down. */
  #removed(found: readonly Leaf[]): readonly Leaf[] {
    const there = new Set(found.map(({ covered, key }) => `${covered} ${key.toString('hex')}`));
    return [...this.#touched].flatMap(([covered, columns]) =>
      [...(columns.get(tableOf(covered).key.column) ?? [])]
        .map(idBytes)
        .filter((key) => !there.has(`${covered} ${key.toString('hex')}`))
        .map((key) => ({ covered, key, digest: REMOVED })),
    );
  }
}

const TABLES = new Map(CASEWORK_TABLES.map((table) => [table.covered, table]));

function tableOf(covered: CoveredCasework): CoveredTable {
  const table = TABLES.get(covered);
  if (table === undefined) throw new Error(`${covered} is not among the covered tables`);
  return table;
}

function part(table: CoveredTable, where: string, values: readonly unknown[]): Part {
  const { key, covered } = table;
  const columns = key.is === 'number' ? `NULL AS k, ${key.column} AS n` : `${key.column} AS k, NULL AS n`;
  const at = CASEWORK_TABLES.indexOf(table);
  return {
    sql: `SELECT ${at} AS t, ${columns}, ${digestSql(table)} AS d FROM ${covered} WHERE ${where}`,
    values,
  };
}
