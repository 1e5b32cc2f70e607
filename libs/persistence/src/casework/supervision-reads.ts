import { In, IsNull, Not } from 'typeorm';
import type { DraftRow, SelectedRow, SupervisionReads } from '#casework';
import { isLimit, type LocalDate, type Supervision } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idText } from '../exchange/columns.js';
import { caseRecord, clockRecord, legRecord } from './records.js';
import { EVENT_COLUMNS, ladderEvent, type EventColumns } from './ladder-event.js';
import { supervisionRow } from './supervision.js';
import { selectionRecord, superiorLetterRecord, supervisionRecord } from './supervision-records.js';

/** A bulletin names the units of one month; no office misses more than this. */
const MOST_MISSED = 5000;

type DraftColumns = EventColumns & { readonly origin_number: string; readonly to_unit: string };
const draftRow = (row: DraftColumns): DraftRow => ({
  ...ladderEvent(row),
  originNumber: row.origin_number,
  to: row.to_unit,
});

/** What the screens read of reminders, letters and ladders. */
export function supervisionReads(uow: UnitOfWork): SupervisionReads {
  const events = async (where: string, values: readonly unknown[]): Promise<readonly DraftRow[]> => {
    const rows = await uow.reader().query<readonly DraftColumns[]>(
      // The page first, by its key, and then its legs: joined before the LIMIT, every draft of the office was sorted.
      `SELECT ${EVENT_COLUMNS}, l.origin_number, l.to_unit
       FROM (SELECT e.* FROM casework_ladder_event e WHERE ${where} ORDER BY e.day, e.position LIMIT ?) e
       STRAIGHT_JOIN casework_leg l ON l.id = e.leg_id ORDER BY e.day, e.position`,
      [...values],
    );
    return rows.map(draftRow);
  };

  return {
    async ofLeg(legId) {
      const rows = await uow
        .reader()
        .find(supervisionRecord, { where: { legId }, order: { position: 'ASC' } });
      return rows.map(supervisionRow);
    },
    async openLetters(limit) {
      const rows = await uow.reader().find(supervisionRecord, {
        where: { replyDue: Not(IsNull()) },
        order: { replyDue: 'ASC', position: 'ASC' },
        take: limit,
      });
      return rows.map(supervisionRow);
    },
    drafts: (limit) => events("e.state = 'draft'", [limit]),
    notices: (on) => events("e.state = 'notice' AND e.day = ?", [on, MOST_MISSED]),
    selected: (month) => selected(uow, month),
    async openSuperiors(limit) {
      const rows = await uow.reader().find(superiorLetterRecord, {
        where: { replyBy: Not(IsNull()) },
        order: { replyBy: 'ASC', position: 'ASC' },
        take: limit,
      });
      return rows.map((row) => row.letter);
    },
    async missed(node, from, to) {
      const keys = await uow.reader().query<readonly { subject_id: Buffer; place: number }[]>(
        `SELECT c.subject_id, c.place
         FROM casework_clock c JOIN casework_leg l ON l.id = c.subject_id
         WHERE c.overdue_on BETWEEN ? AND ? AND c.subject = 'leg' AND l.from_node = ?
         ORDER BY l.to_unit, c.due, l.position, c.place LIMIT ?`,
        [from, to, node, MOST_MISSED],
      );
      if (keys.length === 0) return [];
      const ids = [...new Set(keys.map((key) => idText(key.subject_id)))];
      const clocks = await uow.reader().find(clockRecord, { where: { subjectId: In(ids) } });
      const legs = await uow.reader().find(legRecord, { where: { id: In(ids) } });
      const clockAt = new Map(clocks.map((one) => [`${one.subjectId} ${String(one.place)}`, one.clock]));
      const legOf = new Map(legs.map((one) => [one.id, one.leg]));
      return keys.flatMap((key) => {
        const id = idText(key.subject_id);
        const clock = clockAt.get(`${id} ${String(key.place)}`);
        const leg = legOf.get(id);
        if (clock === undefined || leg === undefined || !isLimit(clock)) return [];
        const { originNumber, letterNumber } = leg;
        const done = clock.metOn === undefined ? {} : { doneOn: clock.metOn };
        return [{ unit: leg.to, legId: id, originNumber, letterNumber, due: clock.effective, ...done }];
      });
    },
  };
}

async function selected(uow: UnitOfWork, month: string): Promise<readonly SelectedRow[]> {
  const rows = await uow.reader().find(selectionRecord, { where: { month }, order: { position: 'ASC' } });
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.caseId);
  const cases = await uow.reader().find(caseRecord, { where: { id: In(ids) } });
  const letters = await uow
    .reader()
    .find(supervisionRecord, { where: { caseId: In(ids), kind: 'letter' }, order: { position: 'ASC' } });
  return rows.flatMap(({ caseId, why, day: on, actor: by }) => {
    const matter = cases.find((one) => one.id === caseId)?.matter;
    if (matter === undefined) return [];
    const [answeredOn] = [
      ...letters.filter((one) => one.caseId === caseId).flatMap((one) => settledOn(one.paper)),
      ...(matter.answered === undefined ? [] : [matter.answered.on]),
    ].toSorted();
    const { originNumber } = matter;
    return [
      { caseId, month, why, on, by, originNumber, ...(answeredOn === undefined ? {} : { answeredOn }) },
    ];
  });
}

/** The day on which a letter got its reply, or the result that is one. A leg that ended without either answers nothing. */
const settledOn = ({ settled }: Supervision): LocalDate[] =>
  settled === undefined || settled.how === 'ended' ? [] : [settled.on];
