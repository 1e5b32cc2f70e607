import type { PageOf } from '#casework';
import type { EntityManager } from 'typeorm';
import type { Condition, Shortcut } from './worklist-conditions.js';

/**
 * How a filtered page of a long list is read without reading the list: where a condition leaves few cases, from those;
 * otherwise in the order of the list, a bounded part at a time. So no filter, however rare its rows, makes a page slow.
 */
export interface Scan<R> {
  /** Alias and table whose rows are listed. */
  readonly of: 'e' | 'c';
  /** What is read of each row, from `e` (a worklist) and `c` (the case). */
  readonly select: string;
  /** The key that has the list in its order: told to the server, which would sort a part of the table instead. */
  readonly key: string;
  /** The part of the table that the list is, by a key. */
  readonly range: readonly Condition[];
  readonly conditions: readonly Condition[];
  readonly shortcuts: readonly Shortcut[];
  readonly by: string;
  after(cursor: string): Condition | undefined;
  cursor(row: R): string;
}

/** How far a page looks. */
export interface Reach {
  /** A condition that leaves at most so many cases leads to the rows; with more of them the list itself is as quick. */
  readonly few: number;
  /** Rows of the list that a page looks through: first a short part, then a longer one, then it stops and says so. */
  readonly parts: readonly number[];
}
export const USUAL_REACH: Reach = { few: 2_000, parts: [1_000, 8_000] };

const TABLE = { e: 'worklist_entry', c: 'worklist_case' } as const;

/** One page. It may be shorter than asked for and have a next one: then the part that was looked through held no more. */
export async function scanPage<R>(
  manager: EntityManager,
  scan: Scan<R>,
  { limit, after }: { readonly limit: number; readonly after?: string },
  reach: Reach,
): Promise<PageOf<R>> {
  const start = after === undefined ? undefined : scan.after(after);
  if (after !== undefined && start === undefined) return { items: [], next: null };
  const shortcut = await shortest(manager, scan.shortcuts, reach.few);
  if (shortcut !== undefined) {
    const rows = await fromFew<R>(manager, scan, shortcut, start, limit + 1);
    return pageOf(scan, rows, limit, null);
  }
  return scan.conditions.length === 0
    ? pageOf(scan, await fromPart<R>(manager, scan, start, limit + 1, limit + 1), limit, null)
    : inParts(manager, scan, start, limit, reach.parts);
}

async function inParts<R>(
  manager: EntityManager,
  scan: Scan<R>,
  start: Condition | undefined,
  limit: number,
  parts: readonly number[],
): Promise<PageOf<R>> {
  const rows: R[] = [];
  let from = start;
  let end: string | null = null;
  for (const part of parts) {
    rows.push(...(await fromPart<R>(manager, scan, from, part, limit + 1 - rows.length)));
    if (rows.length > limit) return pageOf(scan, rows, limit, null);
    end = await endOfPart(manager, scan, from, part);
    if (end === null) break;
    from = scan.after(end);
  }
  return pageOf(scan, rows, limit, end);
}

const pageOf = <R>(scan: Scan<R>, rows: readonly R[], limit: number, end: string | null): PageOf<R> => {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? scan.cursor(last) : end };
};

/** The condition that leaves fewest cases, if any leaves few. */
async function shortest(
  manager: EntityManager,
  shortcuts: readonly Shortcut[],
  few: number,
): Promise<Shortcut | undefined> {
  if (shortcuts.length === 0) return undefined;
  const counts = shortcuts.map(
    ({ sql }, at) => `(SELECT COUNT(*) FROM (${sql} LIMIT ${few + 1}) s) AS n${at}`,
  );
  const [row] = await manager.query<readonly Record<string, unknown>[]>(
    `SELECT ${counts.join(', ')}`,
    shortcuts.flatMap(({ values }) => values),
  );
  const held = shortcuts.map((shortcut, at) => ({ shortcut, n: Number(row?.[`n${at}`] ?? few + 1) }));
  const [best] = held.toSorted((a, b) => a.n - b.n);
  return best !== undefined && best.n <= few ? best.shortcut : undefined;
}

const all = (conditions: readonly Condition[]): string =>
  conditions.length === 0 ? '' : ` WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
const valuesOf = (conditions: readonly Condition[]): readonly unknown[] =>
  conditions.flatMap(({ values }) => values);
const given = (one: Condition | undefined): readonly Condition[] => (one === undefined ? [] : [one]);

function fromFew<R>(
  manager: EntityManager,
  scan: Scan<R>,
  shortcut: Shortcut,
  start: Condition | undefined,
  limit: number,
): Promise<readonly R[]> {
  const conditions = [...scan.range, ...scan.conditions, ...given(start)];
  const entries = scan.of === 'e' ? ' STRAIGHT_JOIN worklist_entry e ON e.position = s.position' : '';
  return manager.query<readonly R[]>(
    `SELECT ${scan.select} FROM (SELECT DISTINCT position FROM (${shortcut.sql}) f) s${entries}
     STRAIGHT_JOIN worklist_case c ON c.position = s.position${all(conditions)} ORDER BY ${scan.by} LIMIT ?`,
    [...shortcut.values, ...valuesOf(conditions), limit],
  );
}

function fromPart<R>(
  manager: EntityManager,
  scan: Scan<R>,
  start: Condition | undefined,
  part: number,
  limit: number,
): Promise<readonly R[]> {
  const range = [...scan.range, ...given(start)];
  const matters = scan.of === 'e' ? ' STRAIGHT_JOIN worklist_case c ON c.position = e.position' : '';
  return manager.query<readonly R[]>(
    `SELECT ${scan.select} FROM (SELECT * FROM ${TABLE[scan.of]} ${scan.of} FORCE INDEX (${scan.key})${all(range)} ORDER BY ${scan.by} LIMIT ?)
     ${scan.of}${matters}${all(scan.conditions)} ORDER BY ${scan.by} LIMIT ?`,
    [...valuesOf(range), part, ...valuesOf(scan.conditions), limit],
  );
}

/** The cursor of the last row of a part; null: the list ends in it. */
async function endOfPart<R>(
  manager: EntityManager,
  scan: Scan<R>,
  start: Condition | undefined,
  part: number,
): Promise<string | null> {
  const range = [...scan.range, ...given(start)];
  const key = scan.of === 'e' ? 'e.position, e.sort_key' : 'c.position, c.ends_on';
  const [last] = await manager.query<readonly R[]>(
    `SELECT ${key} FROM ${TABLE[scan.of]} ${scan.of} FORCE INDEX (${scan.key})${all(range)} ORDER BY ${scan.by} LIMIT 1 OFFSET ?`,
    [...valuesOf(range), part - 1],
  );
  return last === undefined ? null : scan.cursor(last);
}
