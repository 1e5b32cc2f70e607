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

const TABLES: readonly Table[] = [
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
): Promise<number> {
  const ids = caseIds.map(idBytes).sort(byBytes);
  if (ids.length === 0) return 0;
  if (writing)
    await writer.query(
      'SELECT position FROM worklist_case WHERE case_id IN (?) ORDER BY case_id FOR UPDATE',
      [ids],
    );
  const wanted = (await worklistFacts(writer, caseIds)).map((found) => worklistRows(found, place));
  const positions = wanted.map(({ position }) => position);
  if (positions.length === 0) return 0;
  let differences = 0;
  for (const table of TABLES) {
    const { name, columns } = table;
    const rows = await writer.query<readonly Record<string, Value>[]>(
      `SELECT ${columns.join(', ')} FROM ${name} WHERE position IN (?)`,
      [positions],
    );
    const held = rows.map((row) => columns.map((column) => plain(column, row[column] ?? null)));
    differences += await bring(writer, table, held, wanted.flatMap(table.rows), writing);
  }
  return differences;
}

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
  if (writing && gone.length > 0) {
    const keys = key.map((at) => columns[at]).join(', ');
    await writer.query(`DELETE FROM ${name} WHERE (${keys}) IN (?)`, [gone]);
  }
  if (writing && changed.length > 0) await writeRows(writer, name, columns, changed);
  return gone.length + changed.length;
}

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
