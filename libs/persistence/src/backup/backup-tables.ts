import type { Connection, RowDataPacket } from 'mysql2/promise';
import { RESTORING } from '../migration/schema-version.js';
import type { BackupTable } from './backup-format.js';

/** Types whose values are bytes; every other value is written as the server writes it. */
const BYTES = new Set(['binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob', 'bit']);

interface ColumnRow extends RowDataPacket {
  readonly t: string;
  readonly c: string;
  readonly kind: string;
}

/** The tables of a schema with the columns that hold something of their own; `schema_migration` is the program's. */
export async function tablesOf(connection: Connection, schema: string): Promise<readonly BackupTable[]> {
  const [rows] = await connection.query<ColumnRow[]>(
    `SELECT c.table_name AS t, c.column_name AS c, c.data_type AS kind
     FROM information_schema.columns c
     JOIN information_schema.tables b ON b.table_schema = c.table_schema AND b.table_name = c.table_name
     WHERE c.table_schema = ? AND b.table_type = 'BASE TABLE' AND c.extra NOT LIKE '%GENERATED%'
     ORDER BY c.table_name, c.ordinal_position`,
    [schema],
  );
  const tables = new Map<string, BackupTable['columns']>();
  for (const { t, c, kind } of rows) {
    if (PROGRAMS_OWN.has(t) || t.startsWith(ASIDE)) continue;
    const columns = tables.get(t) ?? [];
    columns.push({ column: c, kind: BYTES.has(kind) ? 'bytes' : 'text' });
    tables.set(t, columns);
  }
  return [...tables].map(([table, columns]) => ({ table, columns }));
}

/** Before the names of the tables that a restore has put aside, until it is through. */
export const ASIDE = 'aside_';

const PROGRAMS_OWN = new Set(['schema_migration', RESTORING]);
