/** One line of the table with its place in the file, so that a problem can be found again. */
export interface CsvRow {
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export type ReadCsv =
  { readonly ok: true; readonly rows: readonly CsvRow[] } | { readonly ok: false; readonly problem: string };

/** A register of a few thousand items a year, for many years. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads a table as spreadsheets save it: RFC 4180, with or without a byte order mark, any line end, comma, semicolon
 * or tab. A file that is no UTF-8 is read as GB18030, which is what Excel in Chinese writes as "CSV".
 */
export function readCsv(bytes: Uint8Array): ReadCsv {
  if (bytes.length > MOST_BYTES)
    return { ok: false, problem: `The file is larger than ${MOST_BYTES / 1024 / 1024} MiB.` };
  const text = decoded(bytes);
  if (text === undefined) return { ok: false, problem: 'The file is neither UTF-8 nor GB18030 text.' };
  if (text.includes('\u0000'))
    return { ok: false, problem: 'The file holds NUL: it is no text; save the table as CSV.' };
  const rows = parse(text, separatorOf(text));
  return rows === undefined
    ? { ok: false, problem: 'A quotation mark is opened and never closed.' }
    : { ok: true, rows: rows.filter(({ cells }) => cells.some((cell) => cell !== '')) };
}

function decoded(bytes: Uint8Array): string | undefined {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next encoding.
    }
  }
  return undefined;
}

/** The one that stands most often in the first line. */
function separatorOf(text: string): string {
  const first = /^[^\r\n]*/u.exec(text)?.[0] ?? '';
  const count = (sign: string): number => first.split(sign).length;
  return [',', '\t', ';'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** Undefined when a quotation mark is left open. */
function parse(text: string, separator: string): readonly CsvRow[] | undefined {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let begins = 1;
  const endCell = (): void => {
    cells.push(cell.trim());
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (sign === '\n') line += 1;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (sign === separator) endCell();
    else if (sign === '\n') {
      endCell();
      rows.push({ line: begins, cells });
      cells = [];
      begins = line;
    } else if (sign !== '\r') cell += sign;
  }
  if (quoted) return undefined;
  if (cell !== '' || cells.length > 0) {
    endCell();
    rows.push({ line: begins, cells });
  }
  return rows;
}
