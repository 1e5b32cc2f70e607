import { type Wall, samePerson } from '#domain';
import type { Conflict, GuardStore } from '../ports/guards.js';

/** The walls and conflicts of one node, in memory. */
export interface GuardMemory {
  readonly walls: Map<string, Wall>;
  readonly conflicts: Conflict[];
}

export const emptyGuards = (): GuardMemory => ({ walls: new Map(), conflicts: [] });

export const guardStore = ({ walls, conflicts }: GuardMemory): GuardStore => ({
  wall: async (caseId) => walls.get(caseId),
  saveWall: async (caseId, wall) => void walls.set(caseId, wall),
  removeWall: async (caseId) => void walls.delete(caseId),
  declare: async (conflict) => {
    const known = conflicts.some((one) => one.caseId === conflict.caseId && samePerson(one, conflict));
    if (!known) conflicts.push(conflict);
  },
  conflicts: async (caseId) => conflicts.filter((one) => one.caseId === caseId),
  isExcluded: async (caseId, person) =>
    conflicts.some((one) => one.caseId === caseId && samePerson(one, person)),
});
