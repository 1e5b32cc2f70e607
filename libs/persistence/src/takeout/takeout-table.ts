/** How a column's value is written: see `KINDS`. */
export type ColumnKind = keyof typeof KINDS;

/** Kind → what a reader finds in the file. */
export const KINDS = {
  id: 'UUID as text, e.g. `01909f2e-…`',
  day: 'legal day, `YYYY-MM-DD`',
  instant: 'instant in UTC, ISO 8601 with milliseconds',
  text: 'text',
  number: 'number',
  flag: '`true` or `false`',
  json: 'nested JSON',
} as const;

/** Column → how it is written, and what it means. */
export type Columns = Readonly<Record<string, readonly [kind: ColumnKind, means: string]>>;

/** One file of a takeout: a table, row by row. */
export interface TakeoutTable {
  /** Without its ending. */
  readonly file: string;
  readonly table: string;
  /** In which order the rows stand. */
  readonly order: string;
  readonly zh: string;
  readonly en: string;
  readonly columns: Columns;
}

export const POSITION = ['number', 'order in which the rows were made here'] as const;
export const CASE_ID = ['id', 'the case: `id` of cases.jsonl'] as const;
export const LEG_ID = ['id', 'the leg: `id` of legs.jsonl; null: none'] as const;
