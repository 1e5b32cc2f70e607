import type { DraftRow, SelectedRow, SupervisionReads } from '#casework';
import { type Actor, type Case, type Clock, type Leg, type LocalDate, isLimit } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from '../exchange/columns.js';
import {
  EVENT_COLUMNS,
  PAPER_COLUMNS,
  ladderEvent,
  supervisionRow,
  type EventColumns,
  type PaperColumns,
} from './supervision.js';

/** A bulletin names the units of one month; no office misses more than this. */
const MOST_MISSED = 5000;

type DraftColumns = EventColumns & { readonly origin_number: string; readonly to_unit: string };
const draftRow = (row: DraftColumns): DraftRow => ({
  ...ladderEvent(row),
  originNumber: row.origin_number,
  to: row.to_unit,
});

interface SelectedColumns {
  readonly case_id: Buffer;
  readonly month: string;
  readonly why: SelectedRow['why'];
  readonly day: LocalDate;
  readonly actor: string;
  readonly origin_number: string;
  readonly matter: string;
}

/** What the screens read of reminders, letters and ladders. */
export function supervisionReads(uow: UnitOfWork): SupervisionReads {
  const events = async (where: string, values: readonly unknown[]): Promise<readonly DraftRow[]> => {
    const rows = await uow.reader().query<readonly DraftColumns[]>(
      `SELECT ${EVENT_COLUMNS}, l.origin_number, l.to_unit
       FROM casework_ladder_event e JOIN casework_leg l ON l.id = e.leg_id
       WHERE ${where} ORDER BY e.day, e.position LIMIT ?`,
      [...values],
    );
    return rows.map(draftRow);
  };

  return {
    async ofLeg(legId) {
      const rows = await uow
        .reader()
        .query<readonly PaperColumns[]>(
          `SELECT ${PAPER_COLUMNS} FROM casework_supervision s WHERE s.leg_id = ? ORDER BY s.position`,
          [idBytes(legId)],
        );
      return rows.map(supervisionRow);
    },
    async openLetters(limit) {
      const rows = await uow
        .reader()
        .query<readonly PaperColumns[]>(
          `SELECT ${PAPER_COLUMNS} FROM casework_supervision s WHERE s.reply_due IS NOT NULL ORDER BY s.reply_due, s.position LIMIT ?`,
          [limit],
        );
      return rows.map(supervisionRow);
    },
    drafts: (limit) => events("e.state = 'draft'", [limit]),
    notices: (on) => events("e.state = 'notice' AND e.day = ?", [on, MOST_MISSED]),
    async selected(month) {
      const rows = await uow.reader().query<readonly SelectedColumns[]>(
        `SELECT s.case_id, s.month, s.why, s.day, s.actor, c.origin_number, c.matter
         FROM casework_selection s JOIN casework_case c ON c.id = s.case_id
         WHERE s.month = ? ORDER BY s.position`,
        [month],
      );
      return Promise.all(rows.map((row) => selectedRow(uow, row)));
    },
    async missed(node, from, to) {
      const rows = await uow.reader().query<readonly { clock: string; leg: string }[]>(
        `SELECT c.clock, l.leg
         FROM casework_clock c JOIN casework_leg l ON l.id = c.subject_id
         WHERE c.overdue_on BETWEEN ? AND ? AND c.subject = 'leg' AND l.from_node = ?
         ORDER BY l.to_unit, c.due, l.position LIMIT ?`,
        [from, to, node, MOST_MISSED],
      );
      return rows.flatMap((row) => {
        const clock: Clock = JSON.parse(row.clock);
        const leg: Leg = JSON.parse(row.leg);
        if (!isLimit(clock)) return [];
        const { originNumber, letterNumber } = leg;
        const done = clock.metOn === undefined ? {} : { doneOn: clock.metOn };
        return [{ unit: leg.to, legId: leg.id, originNumber, letterNumber, due: clock.effective, ...done }];
      });
    },
  };
}

async function selectedRow(uow: UnitOfWork, row: SelectedColumns): Promise<SelectedRow> {
  const papers = await uow
    .reader()
    .query<readonly { paper: string }[]>(
      "SELECT paper FROM casework_supervision WHERE case_id = ? AND kind = 'letter'",
      [row.case_id],
    );
  const by: Actor = JSON.parse(row.actor);
  const matter: Case = JSON.parse(row.matter);
  const answered = [
    ...papers.flatMap(({ paper }) => settledOn(JSON.parse(paper))),
    ...(matter.answered === undefined ? [] : [matter.answered.on]),
  ].toSorted()[0];
  return {
    caseId: idText(row.case_id),
    month: row.month,
    why: row.why,
    on: row.day,
    by,
    originNumber: row.origin_number,
    ...(answered === undefined ? {} : { answeredOn: answered }),
  };
}

/** The day on which a letter got its reply, or the result that is one. A leg that ended without either answers nothing. */
const settledOn = ({ settled }: { readonly settled?: { readonly on: LocalDate; readonly how: string } }) =>
  settled === undefined || settled.how === 'ended' ? [] : [settled.on];
