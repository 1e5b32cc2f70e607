import type { ListOrder, WorklistQuestion } from '#casework';
import { NO_END, type KeptList, type LocalDate, type Worklist } from '#domain';
import type { Condition } from './worklist-conditions.js';

/** Under which list the rows of a worklist are kept. */
export const KEPT_AS = {
  'to-do': 'to-do',
  'to-sign': 'to-sign',
  'to-review': 'to-review',
  overdue: 'open',
  waiting: 'waiting',
  unopened: 'unopened',
  returned: 'returned',
  mine: 'open',
  unit: 'open',
} as const satisfies Record<Worklist, KeptList>;

/** Which part of the table a worklist is. Undefined: nothing can be on it. */
export function rangeOf({
  list,
  today,
  reader,
  filter,
}: Pick<WorklistQuestion, 'list' | 'today' | 'reader' | 'filter'>): readonly Condition[] | undefined {
  if (list === 'mine' && reader === undefined) return undefined;
  const mine = list === 'mine' ? reader : undefined;
  return [
    { sql: 'e.list = ?', values: [KEPT_AS[list]], about: 'list' },
    ...(mine === undefined
      ? []
      : [{ sql: 'e.unit = ? AND e.user = ?', values: [mine.unit, mine.user], about: 'mine' }]),
    ...(filter.of === undefined ? [] : [{ sql: 'e.unit = ?', values: [filter.of], about: 'of' }]),
    // Overdue is whatever ended before today, and nothing else says so.
    ...(list === 'overdue' ? [{ sql: 'e.sort_key < ?', values: [`0.${today}`], about: 'overdue' }] : []),
    // What went out today is still on its way.
    ...(list === 'unopened' ? [{ sql: 'e.since < ?', values: [today], about: 'since' }] : []),
  ];
}

/** The days between which every row that meets a filter ends: a range of a key that is ordered by ends. */
export interface EndRange {
  /** Of this day or later. */
  readonly from?: string;
  readonly before?: string;
  /** The conditions that say no more than this. */
  readonly answers: readonly string[];
}

/** `overdue`: the list is of what ended before today. */
export function endRange(
  { lamps, dueBefore }: WorklistQuestion['filter'],
  today: LocalDate,
  overdue = false,
): EndRange {
  const late = overdue || lamps?.every((lamp) => lamp === '红') === true;
  const running = lamps?.every((lamp) => lamp !== '绿' && lamp !== '灰') === true;
  const ends = [
    ...(dueBefore === undefined ? [] : [dueBefore]),
    ...(late ? [today] : []),
    ...(running ? [NO_END] : []),
  ].toSorted();
  const from = lamps === undefined || lamps.includes('红') ? undefined : today;
  return {
    ...(from === undefined ? {} : { from }),
    ...(ends[0] === undefined ? {} : { before: ends[0] }),
    answers: ['before', 'overdue', ...(lamps?.every((lamp) => lamp === '红') === true ? ['lamp'] : [])],
  };
}

/** Whose columns a condition names: the row's own, or those of a table that leads to it. */
export type Alias = 'c' | 'e' | 'k';

/** How rows follow each other, and where a page goes on. A cursor is the key of the last row. */
export interface Order {
  /** The columns that order, most important first; all of them one way, so that a key is read forwards or backwards. */
  readonly keys: readonly string[];
  readonly way: 'ASC' | 'DESC';
  /** Undefined for a cursor that no page gave. */
  after(cursor: string, of: Alias): Condition | undefined;
  /** Up to and with the row of a cursor. */
  until(cursor: string, of: Alias): Condition;
}

const NUMBER = /^\d{1,15}$/u;
const DAY = /^\d{4}-\d{2}-\d{2}$/u;
const KEY = /^\d\.(?<day>\d{4}-\d{2}-\d{2})\.\d{12}\.(?<place>\d{3})$/u;

/** The order of a worklist; its cursor is the key of the last row, with the case's position before it where that leads. */
export function entryOrder(order: ListOrder): Order {
  if (order === 'due') {
    return {
      ...{ keys: ['sort_key'], way: 'ASC' },
      after: (cursor) => (KEY.test(cursor) ? { sql: 'e.sort_key > ?', values: [cursor] } : undefined),
      until: (cursor) => ({ sql: 'e.sort_key <= ?', values: [cursor] }),
    };
  }
  const { way, beyond, within } = WAYS[order];
  return {
    ...{ keys: ['position', 'sort_key'], way },
    after: (cursor) => {
      const place = positioned(cursor);
      return place === undefined
        ? undefined
        : inTwo('e', ['position', 'sort_key'], [place.position, place.key], beyond, beyond);
    },
    until: (cursor) => {
      const { position = 0, key = '' } = positioned(cursor) ?? {};
      return inTwo('e', ['position', 'sort_key'], [position, key], within, `${within}=`);
    },
  };
}

const WAYS = {
  newest: { way: 'DESC', beyond: '<', within: '>' },
  oldest: { way: 'ASC', beyond: '>', within: '<' },
} as const;

/** One column decides, the other where that is equal; the first stands alone too, as a range of a key. */
const inTwo = (
  of: Alias,
  [first = '', second = '']: readonly string[],
  [one, other]: readonly (string | number)[],
  sign: string,
  last: string,
): Condition => ({
  sql: `${of}.${first} ${sign}= ? AND (${of}.${first} ${sign} ? OR ${of}.${second} ${last} ?)`,
  values: [one, one, other],
});

function positioned(cursor: string): { readonly position: number; readonly key: string } | undefined {
  const [position = '', ...rest] = cursor.split('|');
  const key = rest.join('|');
  return NUMBER.test(position) && KEY.test(key) ? { position: Number(position), key } : undefined;
}

/**
 * The order by position within the rows that end on one day, which is the order of the primary key there:
 * `0.day.position.place`.
 */
export function dayOrder(order: Exclude<ListOrder, 'due'>, day: LocalDate): Order {
  const { way, beyond, within } = WAYS[order];
  const bound = (cursor: string): string | undefined => {
    const place = positioned(cursor);
    if (place === undefined) return undefined;
    const groups = KEY.exec(place.key)?.groups;
    const other = groups?.['day'] ?? '';
    // Rows of the same case: those of an earlier end come before the cursor's row, those of a later one after it.
    const rest = other === day ? (groups?.['place'] ?? '') : day < other ? '~' : '';
    return `0.${day}.${String(place.position).padStart(12, '0')}.${rest}`;
  };
  return {
    ...{ keys: ['sort_key'], way },
    after: (cursor) => {
      const at = bound(cursor);
      return at === undefined ? undefined : { sql: `e.sort_key ${beyond} ?`, values: [at] };
    },
    until: (cursor) => ({ sql: `e.sort_key ${within}= ?`, values: [bound(cursor) ?? ''] }),
  };
}

export const entryCursor = (order: ListOrder, row: { position: number; sort_key: string }): string =>
  order === 'due' ? row.sort_key : `${row.position}|${row.sort_key}`;

/** The same for the list of all cases. */
export function caseOrder(order: ListOrder): Order {
  if (order === 'due') {
    const parsed = (cursor: string): readonly [string, number] | undefined => {
      const [day = '', position = ''] = cursor.split('|');
      return DAY.test(day) && NUMBER.test(position) ? [day, Number(position)] : undefined;
    };
    const keys = ['ends_on', 'position'];
    return {
      ...{ keys, way: 'ASC' },
      after: (cursor) => {
        const at = parsed(cursor);
        return at === undefined ? undefined : inTwo('c', keys, at, '>', '>');
      },
      until: (cursor) => inTwo('c', keys, parsed(cursor) ?? ['', 0], '<', '<='),
    };
  }
  const { way, beyond, within } = WAYS[order];
  return {
    ...{ keys: ['position'], way },
    after: (cursor, of) =>
      NUMBER.test(cursor) ? { sql: `${of}.position ${beyond} ?`, values: [Number(cursor)] } : undefined,
    until: (cursor, of) => ({ sql: `${of}.position ${within}= ?`, values: [Number(cursor)] }),
  };
}

export const caseCursor = (order: ListOrder, row: { position: number; ends_on: string }): string =>
  order === 'due' ? `${row.ends_on}|${row.position}` : String(row.position);
