import type { CaseworkTx, CaseworkUnitOfWork, MatterIndexing } from '#casework';
import type { WorklistPlace } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { agendaStore } from './agenda.js';
import { caseStore } from './cases.js';
import { changeStore } from './changes.js';
import { intakeStore } from './intake.js';
import { guardStore } from './guards.js';
import { leaderStore } from './leaders.js';
import { legStore } from './legs.js';
import { matterStore } from './matter.js';
import { paperStores } from './papers.js';
import { recountStore } from './recount.js';
import { registerStores } from './registers.js';
import { successionStore } from './succession.js';
import { supervisionStore } from './supervision.js';
import { sweepStore } from './sweep.js';
import { touching } from './worklist-touch.js';

/**
 * The casework's unit of work on MariaDB or MySQL; joins the node's open unit (the inbox's, for example).
 * @param node id of this node: legs addressed to it are the ones it received.
 * @param indexing by what its cases are found again.
 * @param place what the lists of this node are judged by; they are written with what they follow from.
 */
export function caseworkUnitOfWork(
  uow: UnitOfWork,
  node: string,
  indexing: MatterIndexing,
  place: WorklistPlace,
): CaseworkUnitOfWork {
  const tx: CaseworkTx = {
    intake: intakeStore(uow),
    changes: changeStore(uow),
    cases: caseStore(uow, indexing),
    matter: matterStore(uow),
    legs: legStore(uow, node),
    guards: guardStore(uow),
    agenda: agendaStore(uow),
    successions: successionStore(uow),
    leaders: leaderStore(uow),
    supervisions: supervisionStore(uow),
    ...paperStores(uow),
    ...registerStores(uow),
    sweep: sweepStore(uow, node),
    recounts: recountStore(uow),
  };
  const touched = touching(tx, uow, place);
  return { run: (work) => uow.run(() => work(touched)) };
}
