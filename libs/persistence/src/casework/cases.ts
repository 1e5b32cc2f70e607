import type { CaseRow, CaseworkTx } from '#casework';
import type { Case } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { saveClocks } from './clocks.js';
import { caseColumns, caseRow } from './mappers.js';
import { caseRecord } from './records.js';

const locked = { mode: 'pessimistic_write' } as const;

/** Cases under their lock. */
export function caseStore(uow: UnitOfWork): CaseworkTx['cases'] {
  const clocksOf = (matter: Case): Promise<void> =>
    saveClocks(uow, { kind: 'case', id: matter.id, caseId: matter.id }, matter.clocks, true);

  return {
    async load(id): Promise<CaseRow | undefined> {
      const row = await uow.writer().findOne(caseRecord, { where: { id }, lock: locked });
      return row === null ? undefined : caseRow(row);
    },

    async loadByOrigin(originNumber): Promise<CaseRow | undefined> {
      const row = await uow.writer().findOne(caseRecord, { where: { originNumber }, lock: locked });
      return row === null ? undefined : caseRow(row);
    },

    async insert(matter): Promise<CaseRow> {
      await uow.writer().insert(caseRecord, { ...caseColumns(matter), version: 1 });
      await clocksOf(matter);
      return { matter, version: 1 };
    },

    async save(matter): Promise<CaseRow> {
      const before = await uow
        .writer()
        .findOneOrFail(caseRecord, { where: { id: matter.id }, select: { version: true }, lock: locked });
      const version = before.version + 1;
      await uow.writer().update(caseRecord, { id: matter.id }, { ...caseColumns(matter), version });
      await clocksOf(matter);
      return { matter, version };
    },
  };
}
