import type { WorklistPlace } from '#domain';
import type { EntityManager } from 'typeorm';
import { byBytes, idBytes } from '../exchange/columns.js';
import { worklistFacts } from './worklist-facts.js';
import {
  CASE_COLUMNS,
  ENTRY_COLUMNS,
  PARTY_COLUMNS,
  worklistRows,
  type Row,
  type Value,
  type WorklistRows,
} from './worklist-rows.js';

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** Places of the primary key among the columns. */
  readonly key: readonly number[];
  readonly rows: (of: WorklistRows) => readonly Row[];
}

const TABLES: readonly [Table, ...Table[]] = [
  { name: 'worklist_case', columns: CASE_COLUMNS, key: [0], rows: ({ matter }) => [matter] },
  { name: 'worklist_entry', columns: ENTRY_COLUMNS, key: [0, 1], rows: ({ entries }) => entries },
  { name: 'worklist_party', columns: PARTY_COLUMNS, key: [0, 1, 2], rows: ({ parties }) => parties },
];

const text = (row: readonly Value[]): string =>
  JSON.stringify(row.map((value) => (Buffer.isBuffer(value) ? value.toString('hex') : value)));

/**
 * Brings the lists of some cases to what follows from their truth, in the open unit of work, and says how many rows
 * were otherwise. Two units that touch one case at once meet at its row here: the later one reads what the earlier
 * one has committed.
 */
export async function refreshWorklists(
  writer: EntityManager,
  place: WorklistPlace,
  caseIds: readonly string[],
  writing = true,
  held?: Parameters<typeof worklistFacts>[2],
): Promise<number> {
  const ids = caseIds.map(idBytes).sort(byBytes);
  if (ids.length === 0) return 0;
  const [matters, ...others] = TABLES;
  const listed = await writer.query<readonly Record<string, Value>[]>(
    `SELECT ${CASE_COLUMNS.join(', ')} FROM worklist_case WHERE case_id IN (?) ORDER BY case_id${writing ? ' FOR UPDATE' : ''}`,
    [ids],
  );
  const wanted = (await worklistFacts(writer, caseIds, held)).map((found) => worklistRows(found, place));
  const positions = wanted.map(({ position }) => position);
  if (positions.length === 0) return 0;
  let differences = await bring(
    writer,
    matters,
    plainRows(matters, listed),
    wanted.flatMap(matters.rows),
    writing,
  );
  for (const table of others) {
    const rows = await writer.query<readonly Record<string, Value>[]>(
      `SELECT ${table.columns.join(', ')} FROM ${table.name} WHERE position IN (?)`,
      [positions],
    );
    differences += await bring(writer, table, plainRows(table, rows), wanted.flatMap(table.rows), writing);
  }
  return differences;
}

const plainRows = ({ columns }: Table, rows: readonly Record<string, Value>[]): readonly Row[] =>
  rows.map((row) => columns.map((column) => plain(column, row[column] ?? null)));

/** BIGINT comes as text. */
const plain = (column: string, value: Value): Value => (column === 'position' ? Number(value) : value);

async function bring(
  writer: EntityManager,
  { name, columns, key }: Table,
  held: readonly Row[],
  wanted: readonly Row[],
  writing: boolean,
): Promise<number> {
  const keyOf = (row: Row): Row => key.map((at) => row[at] ?? null);
  const now = new Map(held.map((row) => [text(keyOf(row)), row]));
  const then = new Map(wanted.map((row) => [text(keyOf(row)), row]));
  const gone = [...now].filter(([id]) => !then.has(id)).map(([, row]) => keyOf(row));
  const changed = [...then]
    .filter(([id, row]) => {
      const before = now.get(id);
      return before === undefined || text(before) !== text(row);
    })
    .map(([, row]) => row);
  if (writing) {
    const keys = key.map((at) => columns[at]).join(', ');
    for (let from = 0; from < gone.length; from += DELETED_AT_ONCE)
      await writer.query(`DELETE FROM ${name} WHERE (${keys}) IN (?)`, [
        gone.slice(from, from + DELETED_AT_ONCE),
      ]);
  }
  if (writing && changed.length > 0) await writeRows(writer, name, columns, changed);
  return gone.length + changed.length;
}

/** Measured: of some hundred pairs of columns the server makes no ranges any more, and reads and locks the whole table. */
const DELETED_AT_ONCE = 50;

/** Rows at once: few statements, none too long for the server. */
const AT_ONCE = 1_000;

async function writeRows(
  writer: EntityManager,
  name: string,
  columns: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await writer.query(
      `INSERT INTO ${name} (${columns.join(', ')}) VALUES ?
       ON DUPLICATE KEY UPDATE ${columns.map((column) => `${column} = VALUES(${column})`).join(', ')}`,
      [rows.slice(from, from + AT_ONCE)],
    );
  }
}

/** Writes the lists of cases that have none yet (a seed, an import of a whole register), without comparing. */
export async function writeWorklists(writer: EntityManager, made: readonly WorklistRows[]): Promise<void> {
  for (const { name, columns, rows } of TABLES) await writeRows(writer, name, columns, made.flatMap(rows));
}
