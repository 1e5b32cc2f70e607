import type { CaseRow, WorklistHit, WorklistQuestion, WorklistReads } from '#casework';
import { NO_END, type LocalDate, type Urgency, type WorklistReason } from '#domain';
import type { EntityManager } from 'typeorm';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from '../exchange/columns.js';
import { knownIds, positionOf } from './matter-index.js';
import { CASE_READ, LEG_READ, readCase, readLeg, type StoredCase, type StoredLeg } from './unit/columns.js';
import {
  caseConditions,
  caseShortcuts,
  dateConditions,
  entryConditions,
  type Condition,
  type Shortcut,
} from './worklist-conditions.js';
import { countLists } from './worklist-counts.js';
import { KEPT_AS, caseCursor, caseOrder, entryCursor, entryOrder, rangeOf } from './worklist-range.js';
import { type Reach, scanPage, USUAL_REACH } from './worklist-scan.js';
import { allCases, caseWays, entryWays, wholeList } from './worklist-ways.js';

interface EntryColumns {
  readonly position: number;
  readonly sort_key: string;
  readonly unit: string;
  readonly user: string;
  readonly why: WorklistReason;
  readonly leg_id: Buffer | null;
  readonly since: LocalDate;
  readonly ends_on: LocalDate;
  readonly yellow_on: LocalDate;
  readonly provisional: number;
  readonly closed_late: number;
  readonly urgency: Urgency;
  readonly leader: string | null;
}
const ENTRY =
  'e.position, e.sort_key, e.unit, e.user, e.why, e.leg_id, e.since, e.ends_on, e.yellow_on, e.provisional, e.closed_late, c.urgency, c.leader';

interface CaseColumns {
  readonly position: number;
  readonly ends_on: LocalDate;
}

const NOTHING = { items: [], next: null };

/** The lists as the screens read them. `reach`: how far a filtered page looks; another one only in tests. */
export function worklistReads(uow: UnitOfWork, reach: Reach = USUAL_REACH): WorklistReads {
  /** Undefined: a word that stands in no case. */
  const tokensOf = async (words: readonly string[] = []): Promise<readonly number[] | undefined> => {
    if (words.length === 0) return [];
    const ids = [...(await knownIds(uow.reader(), words)).values()];
    return ids.length === words.length ? ids : undefined;
  };

  /** The month in which the first row of a list ends: 202609. */
  const firstMonth = async (list: string): Promise<number | undefined> => {
    const [row] = await uow
      .reader()
      .query<readonly { readonly m: number }[]>(
        'SELECT ends_month AS m FROM worklist_entry FORCE INDEX (of_month) WHERE list = ? ORDER BY ends_month LIMIT 1',
        [list],
      );
    return row?.m;
  };

  const casesAt = async (positions: readonly number[]): Promise<ReadonlyMap<number, CaseRow>> => {
    if (positions.length === 0) return new Map();
    const rows = await uow
      .reader()
      .query<readonly StoredCase[]>(`SELECT ${CASE_READ} FROM casework_case WHERE position IN (?)`, [
        positions,
      ]);
    return new Map(rows.map(readCase).map(({ position, row }) => [position, row]));
  };

  const legsOf = (ids: readonly string[]): Promise<readonly StoredLeg[]> =>
    uow
      .reader()
      .query<readonly StoredLeg[]>(`SELECT ${LEG_READ} FROM casework_leg WHERE id IN (?)`, [
        ids.map(idBytes),
      ]);

  const hits = async (rows: readonly EntryColumns[]): Promise<WorklistHit[]> => {
    const legIds = [...new Set(rows.flatMap(({ leg_id: id }) => (id === null ? [] : idText(id))))];
    const [cases, legs] = await Promise.all([
      casesAt([...new Set(rows.map(({ position }) => positionOf(position)))]),
      legIds.length === 0 ? [] : legsOf(legIds),
    ]);
    const legOf = new Map(legs.map((stored) => readLeg(stored).row).map((row) => [row.leg.id, row]));
    return rows.flatMap((row) => {
      const found = cases.get(positionOf(row.position));
      const leg = row.leg_id === null ? undefined : legOf.get(idText(row.leg_id));
      return found === undefined
        ? []
        : { ...standing(row), row: found, ...(leg === undefined ? {} : { leg }) };
    });
  };

  return {
    async page({ limit, after, ...asked }) {
      const { list, today, filter, order } = asked;
      const range = rangeOf(asked);
      const tokens = await tokensOf(filter.words);
      if (range === undefined || tokens === undefined) return NOTHING;
      const kept = KEPT_AS[list];
      const since = list === 'overdue' && order !== 'due' ? await firstMonth(kept) : undefined;
      const { items, next } = await scanPage<EntryColumns>(
        uow.reader(),
        {
          of: 'e',
          select: ENTRY,
          conditions: [...range, ...entryConditions(filter, today), ...caseConditions(filter, tokens)],
          list: wholeList(asked, since),
          ways: entryWays(asked),
          shortcuts: [...entryShortcuts(asked), ...caseShortcuts(filter, tokens)],
          order: entryOrder(order),
          cursor: (row) => entryCursor(order, row),
        },
        { limit, ...(after === undefined ? {} : { after }) },
        reach,
      );
      return { items: await hits(items), next };
    },

    async cases({ today, filter, order, ...page }) {
      const tokens = await tokensOf(filter.words);
      if (tokens === undefined) return NOTHING;
      const { items, next } = await scanPage<CaseColumns>(
        uow.reader(),
        {
          of: 'c',
          select: 'c.position, c.ends_on',
          conditions: [...dateConditions(filter, today, 'c'), ...caseConditions(filter, tokens)],
          list: allCases(filter, order, today),
          ways: caseWays(filter, tokens, order),
          shortcuts: [...endsSoon(filter, today), ...caseShortcuts(filter, tokens)],
          order: caseOrder(order),
          cursor: (row) => caseCursor(order, row),
        },
        page,
        reach,
      );
      const rows = await casesAt(items.map(({ position }) => positionOf(position)));
      return { items: items.flatMap(({ position }) => rows.get(positionOf(position)) ?? []), next };
    },

    async total({ list, today, reader, filter }) {
      const range = rangeOf({ list, today, filter, ...(reader === undefined ? {} : { reader }) });
      const tokens = await tokensOf(filter.words);
      if (range === undefined || tokens === undefined) return 0;
      return countAll(
        uow.reader(),
        'worklist_entry e STRAIGHT_JOIN worklist_case c ON c.position = e.position',
        [...range, ...entryConditions(filter, today), ...caseConditions(filter, tokens)],
      );
    },

    async totalCases({ today, filter }) {
      const tokens = await tokensOf(filter.words);
      if (tokens === undefined) return 0;
      return countAll(uow.reader(), 'worklist_case c', [
        ...dateConditions(filter, today, 'c'),
        ...caseConditions(filter, tokens),
      ]);
    },

    counts: (asked, most) => countLists(uow.reader(), asked, most),
  };
}

async function countAll(
  manager: EntityManager,
  from: string,
  conditions: readonly Condition[],
): Promise<number> {
  const where = conditions.map(({ sql }) => sql).join(' AND ');
  const [row] = await manager.query<readonly { readonly n: unknown }[]>(
    `SELECT COUNT(*) AS n FROM ${from}${where === '' ? '' : ` WHERE ${where}`}`,
    conditions.flatMap(({ values }) => values),
  );
  return Number(row?.n ?? 0);
}

/** What a worklist's own keys find without its order: one unit's rows, or one person's. */
function entryShortcuts({
  list,
  filter: { from, to, of },
  reader,
  order,
}: Pick<WorklistQuestion, 'list' | 'filter' | 'reader' | 'order'>): readonly Shortcut[] {
  const where = (columns: Readonly<Record<string, string | undefined>>): readonly Shortcut[] => {
    const held = Object.entries(columns).filter(([, value]) => value !== undefined);
    if (held.length < Object.keys(columns).length) return [];
    const sql = ['list', ...held.map(([column]) => column)].map((column) => `${column} = ?`).join(' AND ');
    return [
      {
        sql: `SELECT position FROM worklist_entry WHERE ${sql}`,
        values: [KEPT_AS[list], ...held.map(([, value]) => value)],
      },
    ];
  };
  return [
    ...where({ from_unit: from }),
    ...where({ to_unit: to }),
    ...(order === 'due' ? [] : where({ unit: of })),
    ...(order === 'due' || list !== 'mine' ? [] : where({ unit: reader?.unit, user: reader?.user })),
  ];
}

/** Ends before a day are a short range of their own key, and so is what shines: a case is yellow before it is red. */
function endsSoon(
  { dueBefore, lamps = [] }: { readonly dueBefore?: LocalDate; readonly lamps?: readonly string[] },
  today: LocalDate,
): readonly Shortcut[] {
  const before = dueBefore ?? (lamps.length === 1 && lamps[0] === '红' ? today : undefined);
  const shines = lamps.length > 0 && lamps.every((lamp) => lamp === '红' || lamp === '黄');
  return [
    ...(before === undefined
      ? []
      : [{ sql: 'SELECT position FROM worklist_case WHERE ends_on < ?', values: [before] }]),
    ...(shines ? [{ sql: 'SELECT position FROM worklist_case WHERE yellow_on <= ?', values: [today] }] : []),
  ];
}

const standing = (row: EntryColumns): Omit<WorklistHit, 'row' | 'leg'> => ({
  why: row.why,
  unit: row.unit,
  since: row.since,
  urgency: row.urgency,
  provisional: row.provisional === 1,
  closedLate: row.closed_late === 1,
  ...(row.user === '' ? {} : { user: row.user }),
  ...(row.leader === null ? {} : { leader: row.leader }),
  ...(row.ends_on === NO_END ? {} : { endsOn: row.ends_on }),
  ...(row.yellow_on === NO_END ? {} : { yellowOn: row.yellow_on }),
});
