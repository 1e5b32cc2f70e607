import type { CaseRow, CaseworkTx, MatterIndexing } from '#casework';
import { isLinkedAway, type Case, type Dossier } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { markVersion } from './changes.js';
import { saveClocks } from './clocks.js';
import { caseColumns, caseRow } from './mappers.js';
import { dropFromIndex, indexMatters, positionOf } from './matter-index.js';
import { idBytes } from '../exchange/columns.js';
import { caseRecord } from './records.js';

const locked = { mode: 'pessimistic_write' } as const;

/** Cases under their lock. */
export function caseStore(uow: UnitOfWork, indexing: MatterIndexing): CaseworkTx['cases'] {
  const clocksOf = async (matter: Case): Promise<void> => {
    await saveClocks(uow, { kind: 'case', id: matter.id, caseId: matter.id }, matter.clocks, true);
    // A linked item owes nothing of its own, in time or late; its clocks wait for the link to be undone.
    if (isLinkedAway(matter)) {
      await uow
        .writer()
        .query('UPDATE casework_clock SET due = NULL, judged_with = NULL WHERE subject_id = ?', [
          idBytes(matter.id),
        ]);
    }
  };

  /** What the case is found by follows its dossier: entered, corrected, or gone with it. */
  const indexed = async (
    position: number,
    before: Dossier | undefined,
    after: Dossier | undefined,
  ): Promise<void> => {
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    if (before !== undefined) await dropFromIndex(uow.writer(), indexing, { position, dossier: before });
    if (after !== undefined) await indexMatters(uow.writer(), indexing, [{ position, dossier: after }]);
  };

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
      const made = await uow
        .writer()
        .findOneOrFail(caseRecord, { where: { id: matter.id }, select: { position: true } });
      await indexed(positionOf(made.position), undefined, matter.dossier);
      return { matter, version: 1 };
    },

    async save(matter): Promise<CaseRow> {
      const before = await uow.writer().findOneOrFail(caseRecord, {
        where: { id: matter.id },
        select: { position: true, version: true, matter: true },
        lock: locked,
      });
      const version = before.version + 1;
      await uow.writer().update(caseRecord, { id: matter.id }, { ...caseColumns(matter), version });
      await markVersion(uow, matter.id, matter.id, version);
      await clocksOf(matter);
      await indexed(positionOf(before.position), before.matter.dossier, matter.dossier);
      return { matter, version };
    },
  };
}
