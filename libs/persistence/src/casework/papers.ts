import { In } from 'typeorm';
import type { CaseworkTx } from '#casework';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import {
  actionColumns,
  document,
  documentColumns,
  historyRow,
  itemColumns,
  meetingColumns,
} from './mappers.js';
import { actionRecord, documentRecord, itemRecord, meetingRecord, petitionerRecord } from './records.js';

type Stores = Pick<CaseworkTx, 'items' | 'petitioners' | 'history' | 'documents' | 'meetings'>;

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
        if (actions.length > 0) await uow.writer().insert(actionRecord, actions.map(actionColumns));
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
