import type { CaseFilter, WorklistFilter } from '#casework';
import type { LocalDate } from '#domain';
import { NO_END } from '#domain';

/** A condition in SQL with its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
  /** What it is about: a key that answers this needs no look at the condition. */
  readonly about?: string;
}

/** A short way to the rows of a filter: the positions of the cases that one of its conditions leaves. */
export interface Shortcut {
  /** `SELECT position FROM … WHERE …`, to be limited. */
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** The alias under which the row's own dates stand: the entry's, or the case's. */
type Dated = 'c' | 'e';

const condition = (sql: string, ...values: readonly unknown[]): Condition => ({ sql, values });
const about = (what: string, sql: string, ...values: readonly unknown[]): Condition => ({
  ...{ sql, values },
  about: what,
});

/** A text as LIKE takes it: its own signs mean themselves. */
const escaped = (text: string): string => text.replaceAll(/[\\%_]/gu, (sign) => `\\${sign}`);

export const aboutToken = (token: number): string => `token ${token}`;

/** What the case of a row must be like. */
export function caseConditions(filter: CaseFilter, tokens: readonly number[]): readonly Condition[] {
  const { states, forms, sources, categories, routes, urgencies, topic, place, leader } = filter;
  const among = (column: string, values: readonly string[] | undefined): readonly Condition[] =>
    values === undefined ? [] : [about(column, `c.${column} IN (?)`, values)];
  const party = (kind: string, name: string | undefined): readonly Condition[] =>
    name === undefined
      ? []
      : [
          about(
            kind,
            'EXISTS (SELECT 1 FROM worklist_party p WHERE p.kind = ? AND p.name = ? AND p.position = c.position)',
            kind,
            name,
          ),
        ];
  return [
    ...among('state', states),
    ...among('form', forms),
    ...among('source', sources),
    ...among('category', categories),
    ...among('route', routes),
    ...among('urgency', urgencies),
    ...(topic === undefined
      ? []
      : [condition('(c.topic = ? OR c.topic LIKE ?)', topic, `${escaped(topic)}/%`)]),
    ...(place === undefined ? [] : [condition('c.place LIKE ?', `${escaped(place)}%`)]),
    ...(leader === undefined ? [] : [about('leader', 'c.leader = ?', leader)]),
    ...(filter.receivedFrom === undefined
      ? []
      : [about('received', 'c.received_on >= ?', filter.receivedFrom)]),
    ...(filter.receivedTo === undefined ? [] : [about('received', 'c.received_on <= ?', filter.receivedTo)]),
    ...party('respondent', filter.respondent),
    ...party('unit', filter.unit),
    ...tokens.map((token) =>
      about(
        aboutToken(token),
        'EXISTS (SELECT 1 FROM matter_posting t WHERE t.token_id = ? AND t.position = c.position)',
        token,
      ),
    ),
  ];
}

/** What the dates of a row must be like. A lamp is judged on the day of asking. */
export function dateConditions(
  { dueBefore, lamps }: Pick<CaseFilter, 'dueBefore' | 'lamps'>,
  today: LocalDate,
  of: Dated,
): readonly Condition[] {
  const shines = {
    红: condition(`${of}.ends_on < ?`, today),
    黄: condition(
      `(${of}.ends_on >= ? AND ${of}.ends_on <> ? AND ${of}.yellow_on <= ?)`,
      today,
      NO_END,
      today,
    ),
    暂定: condition(
      `(${of}.ends_on >= ? AND ${of}.ends_on <> ? AND ${of}.yellow_on > ? AND ${of}.provisional = 1)`,
      today,
      NO_END,
      today,
    ),
    绿: condition(
      `((${of}.ends_on = ? AND ${of}.closed_late = 0)
        OR (${of}.ends_on >= ? AND ${of}.ends_on <> ? AND ${of}.yellow_on > ? AND ${of}.provisional = 0))`,
      NO_END,
      today,
      NO_END,
      today,
    ),
    灰: condition(`(${of}.ends_on = ? AND ${of}.closed_late = 1)`, NO_END),
  };
  const shown = lamps?.map((lamp) => shines[lamp]) ?? [];
  return [
    ...(dueBefore === undefined ? [] : [about('before', `${of}.ends_on < ?`, dueBefore)]),
    ...(shown.length === 0
      ? []
      : [
          {
            sql: `(${shown.map(({ sql }) => sql).join(' OR ')})`,
            values: shown.flatMap(({ values }) => values),
            about: 'lamp',
          },
        ]),
  ];
}

/** What the row of a worklist itself must be like. */
export function entryConditions(filter: WorklistFilter, today: LocalDate): readonly Condition[] {
  const { legStates, kinds, from, to } = filter;
  return [
    ...(legStates === undefined ? [] : [about('leg state', 'e.leg_state IN (?)', legStates)]),
    ...(kinds === undefined ? [] : [condition('e.kind IN (?)', kinds)]),
    ...(from === undefined ? [] : [condition('e.from_unit = ?', from)]),
    ...(to === undefined ? [] : [condition('e.to_unit = ?', to)]),
    ...dateConditions(filter, today, 'e'),
  ];
}

/** The conditions that an index answers, each by itself. */
export function caseShortcuts(filter: CaseFilter, tokens: readonly number[]): readonly Shortcut[] {
  const column = (name: string, values: readonly string[] | undefined): readonly Shortcut[] =>
    values === undefined
      ? []
      : [
          {
            sql: `SELECT position FROM worklist_case WHERE ${name} IN (?)`,
            values: [values],
          },
        ];
  const party = (kind: string, name: string | undefined): readonly Shortcut[] =>
    name === undefined
      ? []
      : [
          {
            sql: 'SELECT position FROM worklist_party WHERE kind = ? AND name = ?',
            values: [kind, name],
          },
        ];
  const { topic, place, leader, receivedFrom, receivedTo } = filter;
  return [
    ...tokens.map((token) => ({
      sql: 'SELECT position FROM matter_posting WHERE token_id = ?',
      values: [token],
    })),
    ...party('respondent', filter.respondent),
    ...party('unit', filter.unit),
    ...column('state', filter.states),
    ...column('form', filter.forms),
    ...column('source', filter.sources),
    ...column('category', filter.categories),
    ...column('route', filter.routes),
    ...column('urgency', filter.urgencies),
    ...column('leader', leader === undefined ? undefined : [leader]),
    ...(topic === undefined
      ? []
      : [
          {
            sql: 'SELECT position FROM worklist_case WHERE topic = ? OR topic LIKE ?',
            values: [topic, `${escaped(topic)}/%`],
          },
        ]),
    ...(place === undefined
      ? []
      : [{ sql: 'SELECT position FROM worklist_case WHERE place LIKE ?', values: [`${escaped(place)}%`] }]),
    ...(receivedFrom === undefined && receivedTo === undefined
      ? []
      : [
          {
            sql: 'SELECT position FROM worklist_case WHERE received_on BETWEEN ? AND ?',
            values: [receivedFrom ?? '1000-01-01', receivedTo ?? NO_END],
          },
        ]),
  ];
}
