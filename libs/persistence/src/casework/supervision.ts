import type { SupervisionRow, SupervisionStore } from '#casework';
import type { LocalDate, Supervision, Urgency } from '#domain';
import type { FindOptionsWhere } from 'typeorm';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, orNull } from '../exchange/columns.js';
import { EVENT_COLUMNS, eventColumns, ladderEvent, type EventColumns } from './ladder-event.js';
import { ladderStanding } from './ladder-standing.js';
import {
  selectionRecord,
  superiorLetterRecord,
  supervisionRecord,
  type SupervisionRecord,
} from './supervision-records.js';

export function supervisionRow({
  paper,
  caseId,
  messageId,
  deliveredAt,
  refusal,
}: SupervisionRecord): SupervisionRow {
  return {
    supervision: paper,
    caseId,
    ...(messageId === null ? {} : { messageId }),
    ...(deliveredAt === null ? {} : { deliveredAt: deliveredAt.toISOString() }),
    ...(refusal === null ? {} : { refusal }),
  };
}

/** The day by which a letter must still be answered; NULL once it rests. */
const waitingUntil = ({ replyDue, settled }: Supervision): LocalDate | null =>
  settled === undefined ? orNull(replyDue, (due) => due.effective) : null;

/** Reminders, letters and ladders. Everything is written under the lock of its case. */
export function supervisionStore(uow: UnitOfWork): SupervisionStore {
  const papers = async (where: FindOptionsWhere<SupervisionRecord>): Promise<readonly SupervisionRow[]> => {
    const rows = await uow.writer().find(supervisionRecord, { where, order: { position: 'ASC' } });
    return rows.map(supervisionRow);
  };
  const write = (paper: Supervision): Promise<unknown> =>
    uow.writer().update(supervisionRecord, { id: paper.id }, { paper, replyDue: waitingUntil(paper) });

  return {
    async insert({ supervision, caseId, messageId, deliveredAt }) {
      const { id, legId, kind, issuedOn } = supervision;
      await uow.writer().insert(supervisionRecord, {
        ...{ id, caseId, legId, kind, issuedOn, refusal: null },
        messageId: messageId ?? null,
        replyDue: waitingUntil(supervision),
        deliveredAt: orNull(deliveredAt, (at) => new Date(at)),
        paper: supervision,
      });
    },
    async save(supervision) {
      await write(supervision);
    },
    async get(id) {
      return (await papers({ id }))[0];
    },
    ofLeg: (legId) => papers({ legId }),
    async markDelivered(messageId, at) {
      await uow
        .writer()
        .query(
          'UPDATE casework_supervision SET delivered_at = COALESCE(delivered_at, ?) WHERE message_id = ?',
          [new Date(at), idBytes(messageId)],
        );
    },
    async markRefused(messageId, reason) {
      await uow
        .writer()
        .query('UPDATE casework_supervision SET refusal = ? WHERE message_id = ?', [
          reason.slice(0, 255),
          idBytes(messageId),
        ]);
    },
    async seal(caseId) {
      for (const { supervision } of await papers({ caseId })) await write(withoutTexts(supervision));
    },

    async planLadder(legId, caseId, next) {
      if (next === undefined) {
        await uow.writer().query('DELETE FROM casework_ladder WHERE leg_id = ?', [idBytes(legId)]);
        return;
      }
      await uow.writer().query(
        `INSERT INTO casework_ladder (leg_id, case_id, next_on) VALUES (?, ?, ?)
         ON DUPLICATE KEY UPDATE next_on = VALUES(next_on)`,
        [idBytes(legId), idBytes(caseId), next],
      );
    },
    async planLadders(plans) {
      const over = plans.filter(({ next }) => next === undefined).map(({ legId }) => idBytes(legId));
      if (over.length > 0)
        await uow.writer().query('DELETE FROM casework_ladder WHERE leg_id IN (?)', [over]);
      const planned = plans.flatMap(({ legId, caseId, next }) =>
        next === undefined ? [] : [[idBytes(legId), idBytes(caseId), next]],
      );
      if (planned.length === 0) return;
      await uow.writer().query(
        `INSERT INTO casework_ladder (leg_id, case_id, next_on) VALUES ?
         ON DUPLICATE KEY UPDATE next_on = VALUES(next_on)`,
        [planned],
      );
    },
    standing: (legs) => ladderStanding(uow, legs),
    async fired(legId) {
      const rows = await uow
        .writer()
        .query<readonly EventColumns[]>(
          `SELECT ${EVENT_COLUMNS} FROM casework_ladder_event e WHERE e.leg_id = ? ORDER BY e.position`,
          [idBytes(legId)],
        );
      return rows.map(ladderEvent);
    },
    async fire(event) {
      const { legId, place, name } = event;
      // The lock of the case keeps two workers apart, so the row is there or not, for certain.
      const known = await uow
        .writer()
        .query<readonly unknown[]>(
          'SELECT 1 FROM casework_ladder_event WHERE leg_id = ? AND place = ? AND name = ?',
          [idBytes(legId), place, name],
        );
      if (known.length > 0) return false;
      await uow.writer().query(
        `INSERT INTO casework_ladder_event
           (leg_id, place, name, case_id, level, day, due, state, unit, post, text) VALUES (?)`,
        [eventColumns(event)],
      );
      return true;
    },
    async fireAll(events) {
      if (events.length === 0) return;
      await uow.writer().query(
        `INSERT INTO casework_ladder_event
           (leg_id, place, name, case_id, level, day, due, state, unit, post, text) VALUES ?`,
        [events.map(eventColumns)],
      );
    },
    async setState({ legId, place, name }, state, text) {
      await uow
        .writer()
        .query(
          'UPDATE casework_ladder_event SET state = ?, text = ? WHERE leg_id = ? AND place = ? AND name = ?',
          [state, text, idBytes(legId), place, name],
        );
    },

    async urgencyOf(caseId) {
      const rows = await uow
        .writer()
        .query<readonly { urgency: Urgency }[]>('SELECT urgency FROM casework_urgency WHERE case_id = ?', [
          idBytes(caseId),
        ]);
      return rows[0]?.urgency ?? 'normal';
    },
    async setUrgency(caseId, urgency) {
      await uow.writer().query(
        `INSERT INTO casework_urgency (case_id, urgency) VALUES (?, ?)
         ON DUPLICATE KEY UPDATE urgency = VALUES(urgency)`,
        [idBytes(caseId), urgency],
      );
    },
    async superiorsOf(caseId) {
      const rows = await uow
        .writer()
        .find(superiorLetterRecord, { where: { caseId }, order: { position: 'ASC' } });
      return rows.map((row) => row.letter);
    },
    async saveSuperior(letter) {
      const { id, caseId } = letter;
      const replyBy = letter.answer === undefined ? letter.replyBy : null;
      await uow.writer().upsert(superiorLetterRecord, { id, caseId, replyBy, letter }, ['id']);
    },
    async select({ caseId, month, why, on, by }) {
      // Under the lock of the case, so that the row is there or not, for certain.
      if (await uow.writer().existsBy(selectionRecord, { month, caseId })) return false;
      await uow.writer().insert(selectionRecord, { caseId, month, why, day: on, actor: by });
      return true;
    },
  };
}

/** What a sealed copy keeps: numbers and dates. */
function withoutTexts({ call, reply, ...paper }: Supervision): Supervision {
  return {
    ...paper,
    text: '',
    ...(call === undefined ? {} : { call: { promised: '' } }),
    ...(reply === undefined ? {} : { reply: { ...reply, text: '' } }),
  };
}
