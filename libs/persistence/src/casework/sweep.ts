import type { DueKind, DueLeg, SweepStore, SweptKind } from '#casework';
import type { Clock, LocalDate } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from '../exchange/columns.js';
import { hotSql, type HotStatement } from '../hot-sql.js';
import { ownJson } from './unit/columns.js';

interface DueColumns {
  readonly leg_id: Buffer;
  readonly case_id: Buffer;
  readonly day: LocalDate;
  readonly place: number | Buffer;
}

interface LapsedColumns {
  readonly subject_id: Buffer;
  readonly place: number;
  readonly subject: 'case' | 'leg';
  readonly case_id: Buffer;
  readonly clock: string;
}

const SQL = {
  objection: 'legs-past-objection',
  extension: 'extensions-undecided',
  ladder: 'ladders-due',
} as const satisfies Record<SweptKind, HotStatement>;

/** The columns of sweep-due.sql: 1 where something of that kind is due. */
const DUE_COLUMNS: Readonly<Record<DueKind, DueKind>> = {
  recount: 'recount',
  objection: 'objection',
  extension: 'extension',
  ladder: 'ladder',
  lapsed: 'lapsed',
  succession: 'succession',
};

/** Before every day and every place. */
const FIRST = { day: '0001-01-01', number: 0, bytes: Buffer.alloc(0) };

/** What is due here. `node` is this node: only what it received can become accepted by silence. */
export function sweepStore(uow: UnitOfWork, node: string): SweepStore {
  const claims = {
    objection: hotSql(SQL.objection),
    extension: hotSql(SQL.extension),
    ladder: hotSql(SQL.ladder),
  };
  const kindsSql = hotSql('sweep-due');
  const lapsedSql = hotSql('clocks-lapsed');

  const read = async (
    sql: string,
    what: SweptKind,
    today: LocalDate,
    limit: number,
    after?: string,
  ): Promise<readonly DueLeg[]> => {
    const { day, place } = placeOf(what, after);
    const from = [today, day, day, place, limit];
    const rows = await uow
      .writer()
      .query<readonly DueColumns[]>(sql, what === 'objection' ? [node, ...from] : from);
    return rows.map((row) => ({
      legId: idText(row.leg_id),
      caseId: idText(row.case_id),
      cursor: `${row.day} ${Buffer.isBuffer(row.place) ? row.place.toString('hex') : String(row.place)}`,
    }));
  };

  return {
    async kindsDue(today, versions) {
      const [row] = await uow
        .reader()
        .query<readonly Readonly<Record<DueKind, number>>[]>(kindsSql, [
          versions,
          versions,
          node,
          today,
          today,
          today,
          today,
        ]);
      return new Set(Object.values(DUE_COLUMNS).filter((kind) => Number(row?.[kind]) === 1));
    },

    claim: (what, today, limit) => read(claims[what], what, today, limit),
    due: (what, today, limit, after) => read(unlocked(claims[what]), what, today, limit, after),

    async lapsed(today, limit, which) {
      const sql = which === 'free' ? lapsedSql : lapsedSql.replace(/ SKIP LOCKED$/u, '');
      const rows = await uow.writer().query<readonly LapsedColumns[]>(sql, [today, limit]);
      return rows.map((row) => ({
        subject: row.subject,
        subjectId: idText(row.subject_id),
        caseId: idText(row.case_id),
        index: row.place,
        clock: ownJson<Clock>(row.clock),
      }));
    },

    async recordLapsed(lapsed, today) {
      if (lapsed.length === 0) return;
      const keys = lapsed.map(({ subjectId, index }) => [idBytes(subjectId), index]);
      await uow
        .writer()
        .query(
          'UPDATE casework_clock SET overdue_on = ? WHERE (subject_id, place) IN (?) AND overdue_on IS NULL',
          [today, keys],
        );
    },

    async purge(days, now, limit) {
      const before = new Date(now.getTime() - days * 86_400_000);
      const answers = await uow
        .writer()
        .query<{ readonly affectedRows: number }>('DELETE FROM casework_answer WHERE at < ? LIMIT ?', [
          before,
          limit,
        ]);
      return answers.affectedRows;
    },
  };
}

/** The same rows for reading only. */
const unlocked = (sql: string): string => sql.replace(/\nFOR UPDATE SKIP LOCKED$/u, '');

function placeOf(what: SweptKind, after: string | undefined): { day: string; place: number | Buffer } {
  const [day = FIRST.day, place] = after?.split(' ') ?? [];
  if (what === 'ladder') return { day, place: place === undefined ? FIRST.bytes : Buffer.from(place, 'hex') };
  return { day, place: place === undefined ? FIRST.number : Number(place) };
}
