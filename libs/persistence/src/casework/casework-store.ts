import type { CaseworkTx, CaseworkUnitOfWork, MatterIndexing } from '#casework';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { caseStore } from './cases.js';
import { intakeStore } from './intake.js';
import { overdueStore } from './clocks.js';
import { guardStore } from './guards.js';
import { legStore } from './legs.js';
import { matterStore } from './matter.js';
import { paperStores } from './papers.js';
import { registerStores } from './registers.js';
import { supervisionStore } from './supervision.js';

/**
 * The casework's unit of work on MariaDB or MySQL; joins the node's open unit (the inbox's, for example).
 * @param node id of this node: legs addressed to it are the ones it received.
 * @param indexing by what its cases are found again.
 */
export function caseworkUnitOfWork(
  uow: UnitOfWork,
  node: string,
  indexing: MatterIndexing,
): CaseworkUnitOfWork {
  const tx: CaseworkTx = {
    intake: intakeStore(uow),
    cases: caseStore(uow, indexing),
    matter: matterStore(uow),
    legs: legStore(uow, node),
    guards: guardStore(uow),
    supervisions: supervisionStore(uow),
    ...paperStores(uow),
    ...registerStores(uow),
    overdue: overdueStore(uow),
  };
  return { run: (work) => uow.run(() => work(tx)) };
}
