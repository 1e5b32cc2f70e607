import type { PageOf } from '#casework';
import type { EntityManager } from 'typeorm';
import type { Condition, Shortcut } from './worklist-conditions.js';
import type { Alias, Order } from './worklist-range.js';

/** A range of one key that has its rows in the order of the list. */
export interface Branch {
  /** The table whose key it is; absent: the listed one. */
  readonly table?: 'matter_posting' | 'worklist_party';
  readonly key: string;
  /** Of its own columns: `k` names another table than the listed one. */
  readonly range: readonly Condition[];
  /** Where the key has the order of the list in other columns. */
  readonly order?: Order;
}

/** Branches that have every row of the list that meets some conditions, each row once. */
export interface Way {
  /** What these conditions are about. */
  readonly answers: readonly string[];
  readonly branches: readonly Branch[];
}

/**
 * How a filtered page of a long list is read without reading the list: along a key that answers every condition, one
 * branch for each value; else, where a condition leaves few cases, from those; else along the best key or the list
 * itself, a bounded part of it, so that no filter, however rare its rows, makes a page slow.
 */
export interface Scan<R> {
  /** Alias and table whose rows are listed. */
  readonly of: 'e' | 'c';
  /** What is read of each row, from `e` (a worklist) and `c` (the case). */
  readonly select: string;
  /** All that a row must be like, with what makes it a row of this list. */
  readonly conditions: readonly Condition[];
  /** The list itself. */
  readonly list: Way;
  /** Shorter ones, the best first. */
  readonly ways: readonly Way[];
  readonly shortcuts: readonly Shortcut[];
  readonly order: Order;
  cursor(row: R): string;
}

/** How far a page looks. */
export interface Reach {
  /** A condition that leaves at most so many cases leads to the rows; with more of them the list itself is as quick. */
  readonly few: number;
  /** Rows that a page looks through: first a short part, then a longer one, then it stops and says where to go on. */
  readonly parts: readonly number[];
}
export const USUAL_REACH: Reach = { few: 2_000, parts: [1_000, 4_000] };

const TABLE = { e: 'worklist_entry', c: 'worklist_case' } as const;

/** The next page: how many rows after which. */
interface Asked {
  readonly limit: number;
  readonly after?: string;
}

/** One page. It may be shorter than asked for and have a next one: then the part that was looked through held no more. */
export async function scanPage<R>(
  manager: EntityManager,
  scan: Scan<R>,
  asked: Asked,
  { few, parts }: Reach,
): Promise<PageOf<R>> {
  const { limit, after } = asked;
  if (after !== undefined && scan.order.after(after, scan.of) === undefined) return { items: [], next: null };
  const ways = [...scan.ways, scan.list];
  const whole = ways.find((way) => left(scan, way).length === 0);
  if (whole !== undefined) return pageOf(scan, await along<R>(manager, scan, whole, asked), limit, null);
  const shortcut = await shortest(manager, scan.shortcuts, few);
  if (shortcut !== undefined)
    return pageOf(scan, await fromFew<R>(manager, scan, shortcut, asked), limit, null);
  return inParts(manager, scan, ways[0] ?? scan.list, asked, parts);
}

async function inParts<R>(
  manager: EntityManager,
  scan: Scan<R>,
  way: Way,
  { limit, after }: Asked,
  parts: readonly number[],
): Promise<PageOf<R>> {
  const rows: R[] = [];
  let end: string | null = null;
  let from = after;
  for (const part of parts) {
    const next = { limit: limit - rows.length, ...(from === undefined ? {} : { after: from }) };
    end = await endOf(manager, scan, way, next, part);
    rows.push(...(await along<R>(manager, scan, way, next, end ?? undefined)));
    if (rows.length > limit || end === null) break;
    from = end;
  }
  return pageOf(scan, rows, limit, end);
}

const pageOf = <R>(scan: Scan<R>, rows: readonly R[], limit: number, end: string | null): PageOf<R> => {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? scan.cursor(last) : end };
};

/** What a way leaves to be looked at. */
const left = <R>({ conditions }: Scan<R>, { answers }: Way): readonly Condition[] =>
  conditions.filter(({ about }) => about === undefined || !answers.includes(about));

const all = (conditions: readonly Condition[]): string =>
  conditions.length === 0 ? '' : ` WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
const valuesOf = (conditions: readonly Condition[]): readonly unknown[] =>
  conditions.flatMap(({ values }) => values);
const given = (one: Condition | undefined): readonly Condition[] => (one === undefined ? [] : [one]);
const ordered = ({ keys, way }: Order, of?: Alias): string =>
  keys.map((key) => `${of === undefined ? '' : `${of}.`}${key} ${way}`).join(', ');

interface Part {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** One after another in the order of the list. */
function merged(parts: readonly Part[], order: Order, limit: number): Part {
  const [only] = parts;
  const values = parts.flatMap((part) => part.values);
  if (parts.length === 1 && only !== undefined) return only;
  const sql = parts.map((part) => `(${part.sql})`).join(' UNION ALL ');
  return { sql: `${sql} ORDER BY ${ordered(order)} LIMIT ?`, values: [...values, limit] };
}

/** The next rows of a way, one more than the page has; `end`: up to and with the row of this cursor. */
async function along<R>(
  manager: EntityManager,
  scan: Scan<R>,
  way: Way,
  { limit, after }: Asked,
  end?: string,
): Promise<readonly R[]> {
  const rest = left(scan, way);
  const most = limit + 1;
  const ofCase = rest.some(({ sql }) => /\bc\./u.test(sql));
  const parts = way.branches.map((branch): Part => {
    const of = branch.table === undefined ? scan.of : 'k';
    const order = branch.order ?? scan.order;
    const conditions = [
      ...branch.range,
      ...(after === undefined ? [] : given(order.after(after, of))),
      ...(end === undefined ? [] : [order.until(end, of)]),
      ...rest,
    ];
    const keys = scan.of === 'e' ? 'e.list, e.sort_key, e.position' : 'c.position, c.ends_on';
    const matters = of === 'k' || (of === 'e' && ofCase) ? ofPosition(of) : '';
    return {
      sql: `SELECT ${keys} FROM ${from(scan, branch)}${matters}${all(conditions)} ORDER BY ${ordered(order, of)} LIMIT ?`,
      values: [...valuesOf(conditions), most],
    };
  });
  const { sql, values } = merged(parts, scan.order, most);
  const rows =
    scan.of === 'c'
      ? `(${sql}) c`
      : `(${sql}) s STRAIGHT_JOIN worklist_entry e ON e.list = s.list AND e.sort_key = s.sort_key${ofPosition('e')}`;
  return manager.query<readonly R[]>(
    `SELECT ${scan.select} FROM ${rows} ORDER BY ${ordered(scan.order, scan.of)}`,
    [...values],
  );
}

const ofPosition = (of: Alias): string => ` STRAIGHT_JOIN worklist_case c ON c.position = ${of}.position`;
const from = <R>(scan: Scan<R>, { table, key }: Branch): string =>
  `${table ?? TABLE[scan.of]} ${table === undefined ? scan.of : 'k'} FORCE INDEX (${key})`;

/** Where a page stops looking: so many rows on, on all branches together; null: all of them end before. */
async function endOf<R>(
  manager: EntityManager,
  scan: Scan<R>,
  way: Way,
  { after }: Asked,
  part: number,
): Promise<string | null> {
  const each = Math.max(1, Math.floor(part / way.branches.length));
  const parts = way.branches.map((branch): Part => {
    const of = branch.table === undefined ? scan.of : 'k';
    const order = branch.order ?? scan.order;
    const conditions = [...branch.range, ...(after === undefined ? [] : given(order.after(after, of)))];
    const keys = scan.order.keys.map((key) => `${of}.${key}`).join(', ');
    return {
      sql: `SELECT ${keys} FROM ${from(scan, branch)}${all(conditions)} ORDER BY ${ordered(order, of)} LIMIT 1 OFFSET ?`,
      values: [...valuesOf(conditions), each - 1],
    };
  });
  const { sql, values } = merged(parts, scan.order, 1);
  const [last] = await manager.query<readonly R[]>(sql, [...values]);
  return last === undefined ? null : scan.cursor(last);
}

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

function fromFew<R>(
  manager: EntityManager,
  scan: Scan<R>,
  shortcut: Shortcut,
  { limit, after }: Asked,
): Promise<readonly R[]> {
  const start = after === undefined ? undefined : scan.order.after(after, scan.of);
  const conditions = [...scan.conditions, ...given(start)];
  const entries = scan.of === 'e' ? ' STRAIGHT_JOIN worklist_entry e ON e.position = s.position' : '';
  return manager.query<readonly R[]>(
    `SELECT ${scan.select} FROM (SELECT DISTINCT position FROM (${shortcut.sql}) f) s${entries}
     STRAIGHT_JOIN worklist_case c ON c.position = s.position${all(conditions)} ORDER BY ${ordered(scan.order, scan.of)} LIMIT ?`,
    [...shortcut.values, ...valuesOf(conditions), limit + 1],
  );
}
