import type { CaseworkTx, CaseworkUnitOfWork, MatterIndexing } from '#casework';
import type { WorklistPlace } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { auditedCasework } from '../audit/audited-casework.js';
import { auditTrailOf } from '../audit/trail.js';
import { agendaStore } from './agenda.js';
import { caseStore } from './cases.js';
import { changeStore } from './changes.js';
import { intakeStore } from './intake.js';
import { enclosureStore } from './enclosures.js';
import { guardStore } from './guards.js';
import { leaderStore } from './leaders.js';
import { legStore } from './legs.js';
import { matterStore } from './matter.js';
import { paperStores } from './papers.js';
import { recountStore } from './recount.js';
import { registerStores } from './registers.js';
import { successionStore } from './succession.js';
import { heldSupervisions } from './held-supervisions.js';
import { supervisionStore } from './supervision.js';
import { sweepStore } from './sweep.js';
import { afterFlush, caseworkUnits } from './unit/casework-unit.js';
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
  const rows = supervisionStore(uow);
  const current = caseworkUnits(uow, indexing, rows);
  const after = <S extends object>(store: S): S => afterFlush(store, current);
  const tx: CaseworkTx = {
    expect: (about) => current().expect(about),
    cases: caseStore(current),
    legs: legStore(uow, node, current),
    ...paperStores(uow, current),
    supervisions: heldSupervisions(rows, current),
    // Tables of their own, which nothing else is written to.
    guards: guardStore(uow),
    enclosures: enclosureStore(uow),
    leaders: leaderStore(uow),
    ...registerStores(uow),
    intake: after(intakeStore(uow)),
    changes: after(changeStore(uow)),
    matter: after(matterStore(uow)),
    agenda: after(agendaStore(uow)),
    successions: after(successionStore(uow)),
    sweep: after(sweepStore(uow, node)),
    recounts: after(recountStore(uow)),
  };
  const touched = touching(auditedCasework(tx, auditTrailOf(uow)), uow, place, current);
  return { run: (work) => uow.run(() => work(touched)) };
}
