import { read, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { z } from 'zod';
import type { CsvRow } from './import-csv.js';
import { safeZip } from './import-zip.js';

export type ReadSheet =
  { readonly ok: true; readonly rows: readonly CsvRow[] } | { readonly ok: false; readonly problem: string };

/** A register of a few thousand items a year, for many years. */
const MOST_ROWS = 200_000;
const MOST_COLUMNS = 200;

const OLD_EXCEL = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/** Whether a file begins as a workbook does, whatever its name. */
export const looksLikeWorkbook = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0x50 && bytes[1] === 0x4b) || isOldExcel(bytes);

const isOldExcel = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 4)).equals(OLD_EXCEL);

/**
 * Reads one sheet of an Excel workbook as a table of texts. Nothing in it is run or counted: of a formula the value that
 * was last shown is taken. Dates become YYYY-MM-DD whatever their format.
 * @param sheet its name; without one the workbook must have one sheet only
 */
export function readSheet(bytes: Uint8Array, sheet: string | undefined): ReadSheet {
  if (isOldExcel(bytes))
    return no('This is an old Excel file (.xls) or has a password: save it as .xlsx without one.');
  const zip = safeZip(bytes);
  if (!zip.ok) return zip;
  if (
    !zip.names.includes('[Content_Types].xml') ||
    !zip.names.some((name) => /^xl\/workbook\.(xml|bin)$/u.test(name))
  )
    return no('This is no Excel workbook, whatever its name says.');
  const book = opened(bytes);
  if (book === undefined) return no('The workbook cannot be read: open it in Excel and save it again.');
  const visible = book.SheetNames;
  const name = sheet ?? (visible.length === 1 ? visible[0] : undefined);
  if (name === undefined)
    return no(`The workbook has ${visible.length} sheets: name one with --sheet, of ${visible.join('、')}.`);
  const found = book.Sheets[name];
  return found === undefined
    ? no(`There is no sheet “${name}”; there are ${visible.join('、')}.`)
    : rowsOf(found, book.Workbook?.WBProps?.date1904 === true);
}

const no = (problem: string): ReadSheet => ({ ok: false, problem });

function opened(bytes: Uint8Array): WorkBook | undefined {
  try {
    return read(bytes, {
      type: 'array',
      cellFormula: false,
      cellHTML: false,
      cellText: false,
      cellNF: true,
      bookVBA: false,
      sheetRows: MOST_ROWS + 2,
    });
  } catch {
    return undefined;
  }
}

function rowsOf(sheet: WorkSheet, from1904: boolean): ReadSheet {
  const rows = new Map<number, string[]>();
  for (const [address, held] of Object.entries<unknown>(sheet)) {
    const [, letters = '', digits = ''] = /^([A-Z]{1,3})(\d{1,7})$/u.exec(address) ?? [];
    if (digits === '') continue;
    const read = cell.safeParse(held);
    const text = read.success ? textOf(read.data, from1904) : '';
    if (text === '') continue;
    const [line, column] = [Number(digits), columnOf(letters)];
    if (line > MOST_ROWS + 1) return no(`The sheet has more than ${MOST_ROWS} rows.`);
    if (column >= MOST_COLUMNS)
      return no(`Cell ${address}: the sheet has more than ${MOST_COLUMNS} columns.`);
    const cells = rows.get(line) ?? [];
    while (cells.length <= column) cells.push('');
    cells[column] = text;
    rows.set(line, cells);
  }
  return {
    ok: true,
    rows: [...rows].toSorted(([a], [b]) => a - b).map(([line, cells]) => ({ line, cells })),
  };
}

/** A cell as the reader gives it: its type, what it holds, its number format. */
const cell = z.looseObject({
  t: z.enum(['b', 'd', 'e', 'n', 's', 'z']),
  v: z.unknown().optional(),
  z: z.unknown().optional(),
});

function textOf({ t, v, z: format }: z.infer<typeof cell>, from1904: boolean): string {
  switch (t) {
    case 'n':
      if (typeof v !== 'number') return '';
      return typeof format === 'string' && isDateFormat(format) ? dayOfSerial(v, from1904) : String(v);
    case 's':
      return typeof v === 'string' ? v.trim() : '';
    case 'b':
      return v === true ? 'TRUE' : 'FALSE';
    case 'd':
      return v instanceof Date ? v.toISOString().slice(0, 10) : '';
    // What Excel itself could not count is a mistake to be seen, not a value.
    case 'e':
      return '#ERROR';
    case 'z':
      return '';
  }
}

/** A format that shows a year or a day; its quoted and bracketed parts say nothing. */
const isDateFormat = (format: string): boolean =>
  /[yd]/iu.test(format.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./gu, '').replace(/general/iu, ''));

const DAY_MS = 86_400_000;
/** Where Excel's count begins, its leap day of 1900 that never was allowed for; that of old Macintoshes in 1904. */
const FIRST_DAY = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) } as const;

/** The day of Excel's count, as YYYY-MM-DD: 45964 is 2025-11-03. */
export function dayOfSerial(serial: number, from1904 = false): string {
  const day = new Date(FIRST_DAY[from1904 ? 1904 : 1900] + Math.floor(serial) * DAY_MS);
  return Number.isNaN(day.getTime()) ? String(serial) : day.toISOString().slice(0, 10);
}

/** A → 0, Z → 25, AA → 26. */
const columnOf = (letters: string): number =>
  Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** The name of a cell as Excel shows it: line 3, second column → B3. */
export function cellName(line: number, column: number): string {
  let letters = '';
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26))
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  return `${letters}${line}`;
}
