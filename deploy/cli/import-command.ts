import { createHash } from 'node:crypto';
import type { ActBody } from '#contract';
import { readCsv } from './import-csv.js';
import { cellName, looksLikeWorkbook, readSheet } from './import-xlsx.js';
import { mappingShape, missingColumns, readRows, type ReadRow } from './import-mapping.js';

/** How a node answered one registration. */
export type Registered =
  | { readonly kind: 'registered'; readonly originNumber: string; readonly before: boolean }
  | { readonly kind: 'refused'; readonly why: string };

export type PostItem = (body: ActBody<'register'>, key: string) => Promise<Registered>;

export interface ImportRequest {
  /** CSV, or an Excel workbook: told apart by what they hold, never by a name. */
  readonly table: Uint8Array;
  /** Which sheet of a workbook. */
  readonly sheet?: string;
  /** The text of the mapping file. */
  readonly mapping: string;
  readonly actor: { readonly unit: string; readonly user?: string };
  readonly dryRun: boolean;
}

/** 0: everything is registered (or would be); 1: the node refused some rows; 2: the file or the mapping is wrong. */
export interface Imported {
  readonly code: 0 | 1 | 2;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/**
 * Takes over an older register. Nothing is posted while any row is wrong: the list of problems is the work to do first.
 * Run again after a break it goes on where it stopped, because every item has the key of its old number.
 */
export async function importRegister(request: ImportRequest, post: PostItem): Promise<Imported> {
  const read = readAll(request);
  if (!read.ok) return { code: 2, out: [], err: read.problems };
  const wrong = read.rows.flatMap((row) =>
    row.ok ? [] : row.problems.map((problem) => `line ${row.line}: ${problem}`),
  );
  if (wrong.length > 0)
    return { code: 2, out: [], err: [...wrong, `${count(read.rows)}; nothing was registered.`] };
  if (request.dryRun)
    return { code: 0, out: [`${count(read.rows)}; dry run, nothing was registered.`], err: [] };

  const out: string[] = [];
  const err: string[] = [];
  for (const row of read.rows) {
    if (!row.ok) continue;
    const done = await post(row.body, keyOf(row.body));
    if (done.kind === 'refused') err.push(`line ${row.line} (${row.number}): ${done.why}`);
    else out.push(`${row.number} → ${done.originNumber}${done.before ? ' (registered before)' : ''}`);
  }
  return {
    code: err.length > 0 ? 1 : 0,
    out: [...out, `${out.length} of ${read.rows.length} rows are in the register.`],
    err,
  };
}

function readAll({
  table: file,
  sheet,
  mapping,
  actor,
}: ImportRequest):
  | { readonly ok: true; readonly rows: readonly ReadRow[] }
  | { readonly ok: false; readonly problems: readonly string[] } {
  const shape = mappingShape.safeParse(jsonOf(mapping));
  if (!shape.success) {
    const problems = shape.error.issues.map(
      ({ path, message }) => `mapping, ${path.map(String).join('.') || 'file'}: ${message}`,
    );
    return { ok: false, problems };
  }
  const workbook = looksLikeWorkbook(file);
  if (!workbook && sheet !== undefined)
    return { ok: false, problems: ['--sheet is for Excel workbooks; this file is none.'] };
  const table = workbook ? readSheet(file, sheet) : readCsv(file);
  if (!table.ok) return { ok: false, problems: [table.problem] };
  const [header, ...rows] = table.rows;
  if (header === undefined)
    return { ok: false, problems: ['The table is empty; its first line names the columns.'] };
  const missing = missingColumns(header, shape.data);
  return missing.length > 0
    ? { ok: false, problems: missing }
    : { ok: true, rows: readRows(rows, header, shape.data, actor, workbook ? cellName : undefined) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const count = (rows: readonly ReadRow[]): string => {
  const good = rows.filter(({ ok }) => ok).length;
  return `${rows.length} rows read, ${good} can be registered`;
};

/** The same row is the same post, however often it is sent. */
const keyOf = (body: ActBody<'register'>): string =>
  `import-${createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 40)}`;
