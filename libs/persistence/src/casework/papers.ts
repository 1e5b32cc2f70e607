import { In } from 'typeorm';
import type { CaseworkTx } from '#casework';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { document, historyRow, itemColumns, meetingColumns } from './mappers.js';
import { actionRecord, documentRecord, itemRecord, meetingRecord } from './records.js';
import type { CurrentUnit } from './unit/casework-unit.js';

type Stores = Pick<CaseworkTx, 'items' | 'petitioners' | 'history' | 'documents' | 'meetings'>;

/** What belongs to a case beside its state: items, people, history, papers, meetings. */
export function paperStores(uow: UnitOfWork, current: CurrentUnit): Stores {
  return {
    items: {
      async insert(item) {
        await uow.writer().insert(itemRecord, itemColumns(item));
      },
    },
    petitioners: {
      save: async (caseId, petitioner, secrecy) => current().people.save(caseId, { petitioner, secrecy }),
      get: (caseId) => current().people.get(caseId),
      remove: (caseId) => current().people.remove(caseId),
    },
    history: {
      add: async (actions) => current().history.add(actions),
      async ofLeg(legId) {
        await current().flush();
        const rows = await uow.writer().find(actionRecord, { where: { legId }, order: { seq: 'ASC' } });
        return rows.map(historyRow);
      },
    },
    documents: {
      insert: async (paper) => current().papers.add(paper),
      async latestPaper(legId) {
        await current().flush();
        const row = await uow.writer().findOne(documentRecord, {
          where: { legId, kind: In(['report', 'verification', 'slip']) },
          order: { position: 'DESC' },
        });
        return row === null ? undefined : document(row);
      },
      async sealCase(caseId) {
        await current().flush();
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
