import type { Cell } from '#casework';

/** What makes a spreadsheet take a text for a formula, at its beginning; full-width forms too. */
const STARTS_A_FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u;
const NEEDS_QUOTES = /[",\r\n]/u;

/** Excel opens a file with it as UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** One line of RFC 4180. A number stays a number; a text that would be a formula is marked as text. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = STARTS_A_FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
