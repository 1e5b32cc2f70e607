import type { CaseworkTx } from '#casework';
import type { CurrentUnit } from './unit/casework-unit.js';

/** Cases under their lock, held by the unit of work. */
export const caseStore = (current: CurrentUnit): CaseworkTx['cases'] => ({
  load: (id) => current().cases.load(id),
  loadByOrigin: (originNumber) => current().cases.loadByOrigin(originNumber),
  insert: async (matter) => current().cases.insert(matter),
  save: (matter) => current().cases.save(matter),
});
