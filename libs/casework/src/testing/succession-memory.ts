import type { Succession, SuccessionStore } from '../ports/succession.js';

/** The twin of the table of handovers. */
export const successionStore = (memory: Map<string, Succession>): SuccessionStore => ({
  save: async (succession) => void memory.set(succession.legId, succession),
  get: async (legId) => memory.get(legId),
  remove: async (legId) => void memory.delete(legId),
  open: async (limit) => [...memory.values()].slice(0, limit),
});
