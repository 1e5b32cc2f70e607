import type { ListOrder, WorklistQuestion } from '#casework';
import type { KeptList, Worklist } from '#domain';
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

/** Which part of the table a worklist is: a range of one of its keys. Undefined: nothing can be on it. */
export function rangeOf({
  list,
  today,
  reader,
  filter,
}: Pick<WorklistQuestion, 'list' | 'today' | 'reader' | 'filter'>): readonly Condition[] | undefined {
  if (list === 'mine' && reader === undefined) return undefined;
  const mine = list === 'mine' ? reader : undefined;
  return [
    { sql: 'e.list = ?', values: [KEPT_AS[list]] },
    ...(mine === undefined ? [] : [{ sql: 'e.unit = ? AND e.user = ?', values: [mine.unit, mine.user] }]),
    ...(filter.of === undefined ? [] : [{ sql: 'e.unit = ?', values: [filter.of] }]),
    // Overdue is whatever ended before today, and nothing else says so.
    ...(list === 'overdue' ? [{ sql: 'e.sort_key < ?', values: [`0.${today}`] }] : []),
    // What went out today is still on its way.
    ...(list === 'unopened' ? [{ sql: 'e.since < ?', values: [today] }] : []),
  ];
}

/** How rows follow each other, where a page goes on, and the cursor of a row. */
export interface Order {
  readonly by: string;
  after(cursor: string): Condition | undefined;
}

const NUMBER = /^\d{1,15}$/u;
const KEY = /^\d\.\d{4}-\d{2}-\d{2}\.\d{12}\.\d{3}$/u;

/** The order of a worklist; its cursor is the key of the last row, with the case's position before it where that leads. */
export function entryOrder(order: ListOrder): Order {
  if (order === 'due') {
    return {
      by: 'e.sort_key',
      after: (cursor) => (KEY.test(cursor) ? { sql: 'e.sort_key > ?', values: [cursor] } : undefined),
    };
  }
  const [way, beyond] = order === 'newest' ? (['DESC', '<'] as const) : (['ASC', '>'] as const);
  return {
    // One way for both parts: a key is read forwards or backwards, never half of each.
    by: `e.position ${way}, e.sort_key ${way}`,
    after: (cursor) => {
      const [position = '', ...rest] = cursor.split('|');
      const key = rest.join('|');
      if (!NUMBER.test(position) || !KEY.test(key)) return undefined;
      return {
        sql: `(e.position ${beyond} ? OR (e.position = ? AND e.sort_key ${beyond} ?))`,
        values: [Number(position), Number(position), key],
      };
    },
  };
}

/** The key of the table that has a worklist in this order. */
export function entryKey(list: Worklist, { of }: WorklistQuestion['filter'], order: ListOrder): string {
  if (order !== 'due') return 'by_case';
  if (list === 'mine') return 'of_user';
  return of === undefined ? 'PRIMARY' : 'of_unit';
}

export const entryCursor = (order: ListOrder, row: { position: number; sort_key: string }): string =>
  order === 'due' ? row.sort_key : `${row.position}|${row.sort_key}`;

/** The same for the list of all cases. */
export function caseOrder(order: ListOrder): Order {
  if (order === 'due') {
    return {
      by: 'c.ends_on, c.position',
      after: (cursor) => {
        const [day = '', position = ''] = cursor.split('|');
        if (!/^\d{4}-\d{2}-\d{2}$/u.test(day) || !NUMBER.test(position)) return undefined;
        return {
          sql: '(c.ends_on > ? OR (c.ends_on = ? AND c.position > ?))',
          values: [day, day, Number(position)],
        };
      },
    };
  }
  const [way, beyond] = order === 'newest' ? (['DESC', '<'] as const) : (['ASC', '>'] as const);
  return {
    by: `c.position ${way}`,
    after: (cursor) =>
      NUMBER.test(cursor) ? { sql: `c.position ${beyond} ?`, values: [Number(cursor)] } : undefined,
  };
}

export const caseCursor = (order: ListOrder, row: { position: number; ends_on: string }): string =>
  order === 'due' ? `${row.ends_on}|${row.position}` : String(row.position);
