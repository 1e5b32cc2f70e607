import type { CaseworkTx, LadderEvent } from '#casework';
import type { WorklistPlace } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import type { CurrentUnit } from './unit/casework-unit.js';
import { refreshWorklists } from './worklist-write.js';

/** What one unit of work changed. */
interface Touched {
  readonly cases: Set<string>;
  readonly legs: Set<string>;
}

/**
 * The same transaction, remembering which cases it changed. Their lists are made anew once, right before COMMIT, so
 * that they are never written apart from what they follow from.
 */
export function touching(
  tx: CaseworkTx,
  uow: UnitOfWork,
  place: WorklistPlace,
  current: CurrentUnit,
): CaseworkTx {
  const units = new WeakMap<object, Touched>();

  const touched = (): Touched => {
    const unit = uow.current();
    if (unit === undefined) throw new Error('This needs an open unit of work: call it inside uow.run().');
    const known = units.get(unit);
    if (known !== undefined) return known;
    const fresh: Touched = { cases: new Set(), legs: new Set() };
    units.set(unit, fresh);
    uow.beforeCommit(async () => {
      // Whatever a later hook changes starts a new gathering.
      units.delete(unit);
      const held = current();
      await held.flush();
      const cases = new Set([...fresh.cases, ...(await held.legs.casesOf([...fresh.legs]))]);
      await refreshWorklists(uow.writer(), place, [...cases], true, (id) => held.standing(id));
    });
    return fresh;
  };

  const ofCase = (id: string): void => void touched().cases.add(id);
  const ofLeg = (id: string): void => void touched().legs.add(id);
  /** Only a draft is work for somebody; a notice is not. */
  const fired = ({ caseId, state }: LadderEvent): void => {
    if (state === 'draft') ofCase(caseId);
  };

  const { cases, legs, history, supervisions, matter, leaders } = tx;
  return {
    ...tx,
    cases: {
      ...cases,
      insert: (one) => (ofCase(one.id), cases.insert(one)),
      save: (one) => (ofCase(one.id), cases.save(one)),
    },
    legs: {
      ...legs,
      insert: (leg, caseId, at) => (ofCase(caseId), legs.insert(leg, caseId, at)),
      save: (leg) => (ofLeg(leg.id), legs.save(leg)),
      markDelivered: (id, at) => (ofLeg(id), legs.markDelivered(id, at)),
      remove: (id, caseId) => (ofCase(caseId), legs.remove(id, caseId)),
    },
    history: {
      ...history,
      add: (actions) => {
        // Whose work it is follows from who acted; what the system did changes nothing by its line alone.
        for (const { caseId, by } of actions) if (by.role !== 'system') ofCase(caseId);
        return history.add(actions);
      },
    },
    supervisions: {
      ...supervisions,
      insert: (row) => (ofCase(row.caseId), supervisions.insert(row)),
      save: (one) => (ofLeg(one.legId), supervisions.save(one)),
      fire: (event) => (fired(event), supervisions.fire(event)),
      fireAll: (events) => {
        for (const event of events) fired(event);
        return supervisions.fireAll(events);
      },
      setState: (event, state, text) => (ofLeg(event.legId), supervisions.setState(event, state, text)),
      setUrgency: (caseId, urgency) => (ofCase(caseId), supervisions.setUrgency(caseId, urgency)),
      saveSuperior: (letter) => (ofCase(letter.caseId), supervisions.saveSuperior(letter)),
    },
    leaders: {
      ...leaders,
      insertTask: (task) => (ofCase(task.caseId), leaders.insertTask(task)),
      saveTask: (task) => (ofCase(task.caseId), leaders.saveTask(task)),
    },
    matter: {
      ...matter,
      across: {
        ...matter.across,
        answered: (answer) => (ofCase(answer.caseId), matter.across.answered(answer)),
      },
    },
  };
}
