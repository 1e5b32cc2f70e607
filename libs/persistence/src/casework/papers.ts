import { In } from 'typeorm';
import type { Action, CaseworkTx } from '#casework';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes } from '../exchange/columns.js';
import { document, documentColumns, historyRow, itemColumns, meetingColumns } from './mappers.js';
import { actionRecord, documentRecord, itemRecord, meetingRecord, petitionerRecord } from './records.js';

type Stores = Pick<CaseworkTx, 'items' | 'petitioners' | 'history' | 'documents' | 'meetings'>;

/** A line of history in the order of the INSERT below. */
const actionRow = ({ caseId, legId, on, at, by, act, basis, text }: Action): readonly unknown[] => [
  ...[
    idBytes(caseId),
    legId === undefined ? null : idBytes(legId),
    on,
    new Date(at),
    by.unit,
    by.user,
    by.role,
  ],
  ...[by.onPaper === undefined ? null : JSON.stringify(by.onPaper), act, basis, text],
];

/** What belongs to a case beside its state: items, people, history, papers, meetings. */
export function paperStores(uow: UnitOfWork): Stores {
  return {
    items: {
      async insert(item) {
        await uow.writer().insert(itemRecord, itemColumns(item));
      },
    },
    petitioners: {
      async save(caseId, petitioner, secrecy) {
        await uow
          .writer()
          .upsert(petitionerRecord, { caseId, petitioner, secrecy: secrecy ? 1 : 0 }, ['caseId']);
      },
      async get(caseId) {
        const row = await uow.writer().findOne(petitionerRecord, { where: { caseId } });
        return row === null ? undefined : { petitioner: row.petitioner, secrecy: row.secrecy === 1 };
      },
      async remove(caseId) {
        await uow.writer().delete(petitionerRecord, { caseId });
      },
    },
    history: {
      async add(actions) {
        if (actions.length === 0) return;
        // Every act writes some, a sweep hundreds: in one statement of our own, a third of what an entity costs.
        await uow
          .writer()
          .query(
            `INSERT INTO casework_action (case_id, leg_id, day, at, unit, user, role, on_paper, act, basis, text) VALUES ?`,
            [actions.map(actionRow)],
          );
      },
      async ofLeg(legId) {
        const rows = await uow.writer().find(actionRecord, { where: { legId }, order: { seq: 'ASC' } });
        return rows.map(historyRow);
      },
    },
    documents: {
      async insert(paper) {
        await uow.writer().insert(documentRecord, documentColumns(paper));
      },
      async latestPaper(legId) {
        const row = await uow.writer().findOne(documentRecord, {
          where: { legId, kind: In(['report', 'verification', 'slip']) },
          order: { position: 'DESC' },
        });
        return row === null ? undefined : document(row);
      },
      async sealCase(caseId) {
        await uow.writer().update(documentRecord, { caseId }, { text: '', paper: null });
      },
    },
    meetings: {
      async insert(held) {
        await uow.writer().insert(meetingRecord, meetingColumns(held));
      },
    },
  };
}
