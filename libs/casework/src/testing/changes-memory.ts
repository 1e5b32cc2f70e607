import type { ChangeStore } from '../ports/changes.js';
import type { Memory } from './memory.js';

/** What happened since a version, in memory. */
export function changeStore(memory: Memory): ChangeStore {
  return {
    since: async (id, version, limit) => {
      const from = memory.marks.get(`${id} ${version + 1}`);
      if (from === undefined) return [];
      const caseId = memory.legs.get(id)?.caseId ?? id;
      return memory.history
        .map((line, at) => ({ ...line, seq: at + 1 }))
        .filter((line) => line.seq > from && line.caseId === caseId && (caseId === id || line.legId === id))
        .slice(0, limit);
    },
  };
}
