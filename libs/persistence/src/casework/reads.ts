import { LessThan, MoreThan, type EntitySchema, type FindOptionsWhere } from 'typeorm';
import type { CaseworkReads, HistoryRow, LearnedCompetence, PageOf, PageRequest } from '#casework';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes } from '../exchange/columns.js';
import { agendaReads } from './agenda.js';
import { enclosureReads } from './enclosures.js';
import { guardReads } from './guards.js';
import { caseRow, document, historyRow, item, legRow } from './mappers.js';
import {
  actionRecord,
  caseRecord,
  documentRecord,
  itemRecord,
  legRecord,
  type ActionRecord,
} from './records.js';
import { learnedSql } from './registers.js';
import { leaderReads } from './leader-reads.js';
import { successionReads } from './succession.js';
import { supervisionReads } from './supervision-reads.js';
import { LEG_READ, readLeg, type StoredLeg } from './unit/columns.js';

/** The rows of a page plus one, which says whether there is a next page. */
interface Slice {
  readonly take: number;
  /** Position after which the page goes on. */
  readonly after?: number;
}

/** Undefined for a cursor that no page gave. */
function sliceOf({ limit, after }: PageRequest): Slice | undefined {
  const take = Math.min(Math.max(limit, 1), 200) + 1;
  if (after === undefined) return { take };
  return /^\d{1,15}$/.test(after) ? { take, after: Number(after) } : undefined;
}

function pageOf<R, T>(
  rows: readonly R[],
  slice: Slice,
  at: (row: R) => number,
  read: (row: R) => T,
): PageOf<T> {
  const shown = rows.slice(0, slice.take - 1);
  const last = shown.at(-1);
  const next = rows.length === slice.take && last !== undefined ? String(at(last)) : null;
  return { items: shown.map(read), next };
}

/** What the screens read: by position, so that a page never shifts under the reader. */
export function caseworkReads(uow: UnitOfWork): CaseworkReads {
  const newestFirst = async <R extends { readonly position: number }, T>(
    record: EntitySchema<R>,
    where: (before: number) => FindOptionsWhere<R>,
    request: PageRequest,
    read: (row: R) => T,
  ): Promise<PageOf<T>> => {
    const slice = sliceOf(request);
    if (slice === undefined) return { items: [], next: null };
    const rows = await uow
      .reader()
      .createQueryBuilder(record, 'r')
      .where(slice.after === undefined ? {} : where(slice.after))
      .orderBy('r.position', 'DESC')
      .take(slice.take)
      .getMany();
    return pageOf(rows, slice, (row) => row.position, read);
  };

  const history = async (
    where: FindOptionsWhere<ActionRecord>,
    request: PageRequest,
  ): Promise<PageOf<HistoryRow>> => {
    const slice = sliceOf(request);
    if (slice === undefined) return { items: [], next: null };
    const rows = await uow.reader().find(actionRecord, {
      where: slice.after === undefined ? where : { ...where, seq: MoreThan(slice.after) },
      order: { seq: 'ASC' },
      take: slice.take,
    });
    return pageOf(rows, slice, (row) => row.seq, historyRow);
  };

  return {
    guards: guardReads(uow),
    enclosures: enclosureReads(uow),
    successions: successionReads(uow),
    leaders: leaderReads(uow),
    supervision: supervisionReads(uow),
    cases: (page) => newestFirst(caseRecord, (at) => ({ position: LessThan(at) }), page, caseRow),
    legs: (page) => newestFirst(legRecord, (at) => ({ position: LessThan(at) }), page, legRow),
    agenda: agendaReads(uow),

    async caseById(id) {
      const row = await uow.reader().findOne(caseRecord, { where: { id } });
      return row === null ? undefined : caseRow(row);
    },
    async caseByOrigin(originNumber) {
      const row = await uow.reader().findOne(caseRecord, { where: { originNumber } });
      return row === null ? undefined : caseRow(row);
    },
    async items(caseId) {
      const rows = await uow.reader().find(itemRecord, { where: { caseId }, order: { position: 'ASC' } });
      return rows.map(item);
    },
    async documents(caseId) {
      const rows = await uow.reader().find(documentRecord, { where: { caseId }, order: { position: 'ASC' } });
      return rows.map(document);
    },
    async legsOfCases(caseIds) {
      if (caseIds.length === 0) return [];
      const rows = await uow
        .reader()
        .query<readonly StoredLeg[]>(
          `SELECT ${LEG_READ} FROM casework_leg WHERE case_id IN (?) ORDER BY position`,
          [caseIds.map(idBytes)],
        );
      return rows.map((stored) => readLeg(stored).row);
    },
    async legById(id) {
      const row = await uow.reader().findOne(legRecord, { where: { id } });
      return row === null ? undefined : legRow(row);
    },
    historyOfCase: (caseId, page) => history({ caseId }, page),
    historyOfLeg: (legId, page) => history({ legId }, page),
    learned: (): Promise<readonly LearnedCompetence[]> => uow.reader().query(learnedSql),
  };
}
