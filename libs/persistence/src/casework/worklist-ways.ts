import type { CaseFilter, ListOrder, WorklistQuestion } from '#casework';
import { type LocalDate, UNOPENED_RANK, addDays, daysBetween } from '#domain';
import { type Condition, aboutToken } from './worklist-conditions.js';
import { KEPT_AS, type EndRange, dayOrder, endRange } from './worklist-range.js';
import type { Branch, Way } from './worklist-scan.js';

/** A range of days is one branch a day; a longer one is looked for along the list. */
const MOST_DAYS = 62;

const is = (column: string, value: unknown): Condition => ({ sql: `${column} = ?`, values: [value] });
const after = (column: string, value: string): Condition => ({ sql: `${column} >= ?`, values: [value] });
const before = (column: string, value: string): Condition => ({ sql: `${column} < ?`, values: [value] });

/** The days of a range of receipt, if it is short. */
function daysOf({ receivedFrom, receivedTo }: CaseFilter): readonly LocalDate[] | undefined {
  if (receivedFrom === undefined || receivedTo === undefined) return undefined;
  const days = daysBetween(receivedFrom, receivedTo) + 1;
  if (days < 1 || days > MOST_DAYS) return undefined;
  return Array.from({ length: days }, (_, at) => addDays(receivedFrom, at));
}

/** The keys that have the cases of a filter in the order of a list of cases; what usually leaves least comes first. */
export function caseWays(filter: CaseFilter, tokens: readonly number[], order: ListOrder): readonly Way[] {
  if (order === 'due') return [];
  const column = (name: string, key: string, values: readonly string[] | undefined): readonly Way[] =>
    values === undefined
      ? []
      : [
          {
            answers: [name],
            branches: [...new Set(values)].map((value) => ({ key, range: [is(`c.${name}`, value)] })),
          },
        ];
  const party = (kind: string, name: string | undefined): readonly Way[] =>
    name === undefined
      ? []
      : [
          {
            answers: [kind],
            branches: [
              {
                table: 'worklist_party',
                key: 'PRIMARY',
                range: [is('k.kind', kind), is('k.name', name)],
              },
            ],
          },
        ];
  const days = daysOf(filter);
  return [
    ...tokens.map((token): Way => ({
      answers: [aboutToken(token)],
      branches: [{ table: 'matter_posting', key: 'PRIMARY', range: [is('k.token_id', token)] }],
    })),
    ...party('respondent', filter.respondent),
    ...party('unit', filter.unit),
    ...(days === undefined
      ? []
      : [
          {
            answers: ['received'],
            branches: days.map((day) => ({ key: 'received', range: [is('c.received_on', day)] })),
          },
        ]),
    ...column('leader', 'of_leader', filter.leader === undefined ? undefined : [filter.leader]),
    ...column('urgency', 'of_urgency', filter.urgencies),
    ...column('route', 'of_route', filter.routes),
    ...column('category', 'of_category', filter.categories),
    ...column('source', 'of_source', filter.sources),
    ...column('form', 'of_form', filter.forms),
    ...column('state', 'of_state', filter.states),
  ];
}

/** The list of all cases. */
export function allCases(filter: CaseFilter, order: ListOrder, today: LocalDate): Way {
  if (order !== 'due') return { answers: [], branches: [{ key: 'PRIMARY', range: [] }] };
  const ends = endRange(filter, today);
  return {
    answers: ends.answers,
    branches: [
      {
        key: 'due',
        range: [
          ...(ends.from === undefined ? [] : [after('c.ends_on', ends.from)]),
          ...(ends.before === undefined ? [] : [before('c.ends_on', ends.before)]),
        ],
      },
    ],
  };
}

type Asked = Pick<WorklistQuestion, 'list' | 'today' | 'reader' | 'filter' | 'order'>;

/** The keys that have the rows of a filter in the order of a worklist. */
export function entryWays({ list, filter, today, order }: Asked): readonly Way[] {
  if (order !== 'due' || list === 'mine') return [];
  const ends = endsOn(list, filter, today);
  const shared = [is('e.list', KEPT_AS[list]), ...ends.range];
  const states = filter.legStates;
  const days = daysOf(filter);
  return [
    ...(states === undefined
      ? []
      : [
          {
            answers: ['list', 'leg state', ...ends.answers],
            branches: [...new Set(states)].map((state) => ({
              key: 'of_state',
              range: [...shared, is('e.leg_state', state)],
            })),
          },
        ]),
    ...(days === undefined
      ? []
      : [
          {
            answers: ['list', 'received', ...ends.answers],
            branches: days.map((day) => ({
              key: 'of_receipt',
              range: [...shared, is('e.received_on', day)],
            })),
          },
        ]),
  ];
}

/** A worklist itself. `since`: the month in which its first row ends (202609), where that must be known. */
export function wholeList({ list, filter, today, reader, order }: Asked, since: number | undefined): Way {
  const kept = is('e.list', KEPT_AS[list]);
  if (order !== 'due') {
    return list === 'overdue' && since !== undefined
      ? { answers: ['list', 'overdue'], branches: overdueBranches(kept, order, today, since) }
      : { answers: ['list'], branches: [{ key: 'by_case', range: [kept] }] };
  }
  if (list === 'unopened') return unopened(filter.of, kept, today);
  const ends = endsOn(list, filter, today);
  const mine = list === 'mine' ? reader : undefined;
  if (mine !== undefined) {
    const range = [kept, is('e.unit', mine.unit), is('e.user', mine.user), ...ends.range];
    return { answers: ['list', 'mine', ...ends.answers], branches: [{ key: 'of_user', range }] };
  }
  return filter.of === undefined
    ? {
        answers: ['list', ...ends.answers],
        branches: [{ key: 'PRIMARY', range: [kept, ...ends.range] }],
      }
    : {
        answers: ['list', 'of', ...ends.answers],
        branches: [{ key: 'of_unit', range: [kept, is('e.unit', filter.of), ...ends.range] }],
      };
}

/** What nobody opened: in the order of sending within each rank, and what went out today is still on its way. */
function unopened(of: string | undefined, kept: Condition, today: LocalDate): Way {
  const key = of === undefined ? 'PRIMARY' : 'of_unit';
  const shared = [kept, ...(of === undefined ? [] : [is('e.unit', of)])];
  const ranks = [...new Set(Object.values(UNOPENED_RANK))].toSorted((a, b) => a - b);
  return {
    answers: ['list', 'since', 'of'],
    branches: ranks.map((rank) => ({
      key,
      range: [...shared, after('e.sort_key', `${rank}.`), before('e.sort_key', `${rank}.${today}`)],
    })),
  };
}

/** A list in the order of its ends: which part of it a filter leaves. What nobody opened is in the order of sending. */
function endsOn(
  list: Asked['list'],
  filter: Asked['filter'],
  today: LocalDate,
): Pick<EndRange, 'answers'> & { readonly range: readonly Condition[] } {
  if (list === 'unopened') return { answers: [], range: [] };
  const ends = endRange(filter, today, list === 'overdue');
  return {
    answers: ends.answers,
    range: [
      ...(ends.from === undefined ? [] : [after('e.sort_key', `0.${ends.from}`)]),
      ...(ends.before === undefined ? [] : [before('e.sort_key', `0.${ends.before}`)]),
    ],
  };
}

/**
 * What is overdue, in the order of the cases: months that are over by their key, and each day of this month by the
 * primary key. So it is read without a mark that would have to be set when a day passes.
 */
function overdueBranches(
  kept: Condition,
  order: 'newest' | 'oldest',
  today: LocalDate,
  since: number,
): readonly Branch[] {
  const [year = 0, month = 0, day = 0] = today.split('-').map(Number);
  const now = year * 12 + month - 1;
  const first = Math.min(now, Math.floor(since / 100) * 12 + (since % 100) - 1);
  const months = Array.from({ length: now - first }, (_, at) => {
    const one = first + at;
    return Math.floor(one / 12) * 100 + (one % 12) + 1;
  });
  const days = Array.from({ length: day - 1 }, (_, at) => addDays(today, at + 1 - day));
  const branches: readonly Branch[] = [
    ...months.map((one) => ({ key: 'of_month', range: [kept, is('e.ends_month', one)] })),
    ...days.map((one) => ({
      key: 'PRIMARY',
      range: [kept, after('e.sort_key', `0.${one}`), before('e.sort_key', `0.${addDays(one, 1)}`)],
      order: dayOrder(order, one),
    })),
  ];
  // On the first of a month of which nothing came before: a branch without rows.
  return branches.length > 0 ? branches : [{ key: 'of_month', range: [kept, is('e.ends_month', 0)] }];
}
