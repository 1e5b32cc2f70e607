import type { CaseRow, WorklistCounting, WorklistHit, WorklistReads } from '#casework';
import { NO_END, type LocalDate, type Urgency, type Worklist, type WorklistReason } from '#domain';
import { In, type EntityManager } from 'typeorm';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idText } from '../exchange/columns.js';
import { caseRow, legRow } from './mappers.js';
import { knownIds, positionOf } from './matter-index.js';
import { caseRecord, legRecord } from './records.js';
import {
  caseConditions,
  caseShortcuts,
  dateConditions,
  entryConditions,
  type Condition,
  type Shortcut,
} from './worklist-conditions.js';
import {
  KEPT_AS,
  caseCursor,
  caseOrder,
  entryCursor,
  entryKey,
  entryOrder,
  rangeOf,
} from './worklist-range.js';
import { type Reach, scanPage, USUAL_REACH } from './worklist-scan.js';

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

  const casesAt = async (positions: readonly number[]): Promise<ReadonlyMap<number, CaseRow>> => {
    if (positions.length === 0) return new Map();
    const rows = await uow.reader().find(caseRecord, { where: { position: In([...positions]) } });
    return new Map(rows.map((row) => [positionOf(row.position), caseRow(row)]));
  };

  const hits = async (rows: readonly EntryColumns[]): Promise<WorklistHit[]> => {
    const legIds = [...new Set(rows.flatMap(({ leg_id: id }) => (id === null ? [] : idText(id))))];
    const [cases, legs] = await Promise.all([
      casesAt([...new Set(rows.map(({ position }) => positionOf(position)))]),
      legIds.length === 0 ? [] : uow.reader().find(legRecord, { where: { id: In(legIds) } }),
    ]);
    const legOf = new Map(legs.map((leg) => [leg.id, legRow(leg)]));
    return rows.flatMap((row) => {
      const found = cases.get(positionOf(row.position));
      const leg = row.leg_id === null ? undefined : legOf.get(idText(row.leg_id));
      return found === undefined
        ? []
        : { ...standing(row), row: found, ...(leg === undefined ? {} : { leg }) };
    });
  };

  return {
    async page({ list, today, reader, filter, order, ...page }) {
      const range = rangeOf({ list, today, filter, ...(reader === undefined ? {} : { reader }) });
      const tokens = await tokensOf(filter.words);
      if (range === undefined || tokens === undefined) return NOTHING;
      const kept = KEPT_AS[list];
      const ends: readonly Shortcut[] = [
        ...ofUnit(kept, 'from_unit', filter.from),
        ...ofUnit(kept, 'to_unit', filter.to),
      ];
      const { items, next } = await scanPage<EntryColumns>(
        uow.reader(),
        {
          of: 'e',
          key: entryKey(list, filter, order),
          select: ENTRY,
          range,
          conditions: [...entryConditions(filter, today), ...caseConditions(filter, tokens)],
          shortcuts: [...ends, ...caseShortcuts(filter, tokens)],
          ...entryOrder(order),
          cursor: (row) => entryCursor(order, row),
        },
        page,
        reach,
      );
      return { items: await hits(items), next };
    },

    async cases({ today, filter, order, ...page }) {
      const tokens = await tokensOf(filter.words);
      if (tokens === undefined) return NOTHING;
      const late = lateOnly(filter, today);
      const { items, next } = await scanPage<CaseColumns>(
        uow.reader(),
        {
          of: 'c',
          key: order === 'due' ? 'due' : 'PRIMARY',
          select: 'c.position, c.ends_on',
          range: [],
          conditions: [...dateConditions(filter, today, 'c'), ...caseConditions(filter, tokens)],
          shortcuts: [...late, ...caseShortcuts(filter, tokens)],
          ...caseOrder(order),
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

    async counts(asked, most) {
      const counted = asked.lists.flatMap((list) => {
        const range = rangeOf({ list, today: asked.today, filter: filterOf(asked), ...readerOf(asked) });
        return range === undefined ? [] : [{ list, range }];
      });
      const parts = counted.map(
        ({ range }, at) =>
          `(SELECT COUNT(*) FROM (SELECT 1 FROM worklist_entry e WHERE ${range.map(({ sql }) => sql).join(' AND ')} LIMIT ?) s) AS n${at}`,
      );
      if (parts.length === 0) return new Map<Worklist, number>();
      const [row] = await uow.reader().query<readonly Record<string, unknown>[]>(
        `SELECT ${parts.join(', ')}`,
        counted.flatMap(({ range }) => [...range.flatMap(({ values }) => values), most]),
      );
      return new Map(counted.map(({ list }, at) => [list, Number(row?.[`n${at}`] ?? 0)]));
    },
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

const filterOf = ({ of }: WorklistCounting) => (of === undefined ? {} : { of });
const readerOf = ({ reader }: WorklistCounting) => (reader === undefined ? {} : { reader });

const ofUnit = (
  list: string,
  column: 'from_unit' | 'to_unit',
  unit: string | undefined,
): readonly Shortcut[] =>
  unit === undefined
    ? []
    : [{ sql: `SELECT position FROM worklist_entry WHERE list = ? AND ${column} = ?`, values: [list, unit] }];

/** Ends before a day are a short range of their own key. */
function lateOnly(
  { dueBefore, lamps }: { readonly dueBefore?: LocalDate; readonly lamps?: readonly string[] },
  today: LocalDate,
): readonly Shortcut[] {
  const before = dueBefore ?? (lamps?.length === 1 && lamps[0] === '红' ? today : undefined);
  return before === undefined
    ? []
    : [{ sql: 'SELECT position FROM worklist_case WHERE ends_on < ?', values: [before] }];
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
