import { ACTS, type ActBody, CATEGORY_WORDS, FORM_WORDS, SOURCE_WORDS } from '#contract';
import { z } from 'zod';
import type { CsvRow } from './import-csv.js';
import { dayOfSerial } from './import-xlsx.js';

/** What a column of the old register can become. */
const FIELDS = [
  'number',
  'receivedOn',
  'form',
  'source',
  'people',
  'batches',
  'persons',
  'representatives',
  'name',
  'address',
  'phone',
  'category',
  'route',
  'topic',
  'place',
  'summary',
  'request',
  'respondents',
  'endedOn',
  'endedHow',
] as const;
type Field = (typeof FIELDS)[number];
const field = z.enum(FIELDS);

/**
 * The mapping file: which column is which field, how its words are read, and what stands where a cell is empty.
 * `register` names the old register: with an item's number it is the key under which an item is taken over once.
 */
export const mappingShape = z.strictObject({
  register: z.string().min(1).max(40),
  columns: z.partialRecord(field, z.string().min(1)),
  values: z.partialRecord(field, z.record(z.string(), z.string())).optional(),
  defaults: z.partialRecord(field, z.string()).optional(),
});
export type Mapping = z.infer<typeof mappingShape>;

/** One row read, or everything that is wrong with it. */
export type ReadRow =
  | { readonly ok: true; readonly line: number; readonly number: string; readonly body: ActBody<'register'> }
  | { readonly ok: false; readonly line: number; readonly problems: readonly string[] };

interface Actor {
  readonly unit: string;
  readonly user?: string;
}

/** The columns that the mapping names and the table lacks; a sentence each. */
export function missingColumns(header: CsvRow, { columns }: Mapping): readonly string[] {
  return Object.entries(columns)
    .filter(([, title]) => !header.cells.includes(title))
    .map(
      ([of, title]) =>
        `The column “${title}” (${of}) is not in the table; it has ${header.cells.join('、')}.`,
    );
}

/** Reads every row; two rows with one number are both told. */
export function readRows(
  rows: readonly CsvRow[],
  header: CsvRow,
  mapping: Mapping,
  actor: Actor,
  /** How a cell is called, where cells have names. */
  cellName?: CellName,
): readonly ReadRow[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const read = readRow(row, header, mapping, actor, cellName);
    if (!read.ok) return read;
    const before = seen.get(read.number);
    seen.set(read.number, row.line);
    return before === undefined
      ? read
      : {
          ok: false,
          line: row.line,
          problems: [
            `${cellName === undefined ? '' : `cell ${cellName(row.line, header.cells.indexOf(mapping.columns.number ?? ''))}, `}number: “${read.number}” stands on line ${before} already`,
          ],
        };
  });
}

type CellName = (line: number, column: number) => string;

function readRow(
  row: CsvRow,
  header: CsvRow,
  mapping: Mapping,
  actor: Actor,
  cellName: CellName | undefined,
): ReadRow {
  const cellOf = (of: Field): string => {
    const column = header.cells.indexOf(mapping.columns[of] ?? '');
    return cellName === undefined || column < 0 ? '' : `cell ${cellName(row.line, column)}, `;
  };
  const get = (of: Field): string | undefined => {
    const title = mapping.columns[of];
    const cell = title === undefined ? '' : (row.cells[header.cells.indexOf(title)] ?? '');
    const given = cell === '' ? (mapping.defaults?.[of] ?? '') : cell;
    return given === '' ? undefined : (mapping.values?.[of]?.[given] ?? WORDS[of]?.get(given) ?? given);
  };
  const number = get('number') ?? '';
  const parsed = ACTS.register.body.safeParse(bodyOf(get, `${mapping.register}/${number}`, number, actor));
  const problems = [
    ...(number === '' ? [`${cellOf('number')}number: is empty; the old number is kept with the item`] : []),
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => told(issue, mapping, cellOf))),
  ];
  return parsed.success && problems.length === 0
    ? { ok: true, line: row.line, number, body: parsed.data }
    : { ok: false, line: row.line, problems: firstOfEach(problems) };
}

function bodyOf(
  get: (of: Field) => string | undefined,
  externalKey: string,
  number: string,
  actor: Actor,
): unknown {
  const endedOn = get('endedOn');
  const visit = get('batches') === undefined && get('persons') === undefined ? undefined : get;
  const ended =
    endedOn === undefined
      ? {}
      : { ended: { on: dayOf(endedOn), how: get('endedHow') ?? '原登记簿记载已办结' } };
  return present({
    actor,
    externalKey,
    fromRegister: { number, ...ended },
    form: get('form'),
    source: get('source') ?? 'own',
    receivedOn: dayOf(get('receivedOn') ?? ''),
    people: numberOf(get('people') ?? '1'),
    visit: visit && {
      batches: numberOf(visit('batches') ?? '1'),
      persons: numberOf(visit('persons') ?? get('people') ?? '1'),
    },
    representatives: numberOf(get('representatives')),
    petitioner: present({ name: get('name'), address: get('address'), phone: get('phone') }),
    category: get('category'),
    route: get('route') ?? (get('category') === 'consultation' ? 'none' : '31(6)'),
    topic: get('topic'),
    place: get('place'),
    summary: get('summary'),
    request: get('request') ?? get('summary')?.slice(0, 4_000),
    respondents: (get('respondents') ?? '').split(/[、；;]/u).filter((name) => name.trim() !== ''),
  });
}

/** The first problem of each field is enough to mend it. */
const firstOfEach = (problems: readonly string[]): readonly string[] =>
  problems.filter((one, at) => problems.findIndex((other) => fieldIn(other) === fieldIn(one)) === at);

const fieldIn = (problem: string): string => problem.replace(/^cell [A-Z]+\d+, |[（:].*$/gsu, '');

const present = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const numberOf = (cell: string | undefined): number | string | undefined =>
  cell !== undefined && /^\d{1,9}$/u.test(cell) ? Number(cell) : cell;

/** 2026-01-05, 2026/1/5, 2026.1.5 and 2026年1月5日; anything else is left for the contract to refuse. */
function dayOf(cell: string): string {
  // A date that lost its format is Excel's count of days: 45964 is 2025-11-03.
  if (/^[2-9]\d{4}$/u.test(cell)) return dayOfSerial(Number(cell));
  const [, year = '', month = '', day = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 0?0:00(?::00)?)?$/u.exec(cell) ?? [];
  return year === '' ? cell : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const wordsOf = (table: Readonly<Record<string, readonly [string, string]>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(table).map(([code, [zh]]) => [zh, code]));

/** The glossary's own words need no line in the mapping. */
const WORDS: Readonly<Partial<Record<Field, ReadonlyMap<string, string>>>> = {
  form: wordsOf(FORM_WORDS),
  source: wordsOf(SOURCE_WORDS),
  category: wordsOf(CATEGORY_WORDS),
};

/** The field, the column that it comes from, and what is wrong; never the cell itself, which may be a person's. */
function told(
  { path, message }: z.core.$ZodIssue,
  { columns }: Mapping,
  cellOf: (of: Field) => string,
): string {
  const named = path.map(String).findLast((part) => field.safeParse(part).success);
  const of = field.safeParse(path[0] === 'fromRegister' && path[1] === 'ended' ? 'endedOn' : named);
  if (!of.success) return `${path.map(String).join('.')}: ${message}`;
  const title = columns[of.data];
  return `${cellOf(of.data)}${of.data}${title === undefined ? '' : `（${title}）`}: ${message}`;
}
