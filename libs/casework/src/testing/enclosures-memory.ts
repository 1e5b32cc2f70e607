import { MOST_SPOILT, PROBLEMS_FOR_SOMEBODY } from '#contract';
import type { EnclosureKey, EnclosureReads, EnclosureRow, EnclosureStore } from '../ports/enclosures.js';

/** What of the office's memory this section is. */
interface Host {
  enclosures: EnclosureRow[];
}

const same = (one: EnclosureKey, other: EnclosureKey): boolean =>
  one.legId === other.legId && one.ref === other.ref && one.way === other.way;

/** The twin of the enclosures' store and reads. */
export function memoryEnclosures(memory: Host): EnclosureStore & EnclosureReads {
  const change = (which: (row: EnclosureRow) => boolean, to: (row: EnclosureRow) => EnclosureRow): void => {
    memory.enclosures = memory.enclosures.map((row) => (which(row) ? to(row) : row));
  };
  const isWanted = ({ way, state }: EnclosureRow): boolean => way === 'in' && state === 'wanted';
  const pending = ({ way, state }: EnclosureRow): boolean =>
    state === 'wanted' || state === 'offered' || (way === 'out' && state === 'there');
  return {
    add: async (enclosures) => {
      const now = new Date().toISOString();
      for (const one of enclosures) {
        if (memory.enclosures.some((row) => same(row, one))) continue;
        const state = one.way === 'in' ? 'wanted' : 'offered';
        memory.enclosures.push({ ...one, state, tries: 0, spoilt: 0, since: now, nextTryAt: now });
      }
    },
    ofLeg: async (legId) => memory.enclosures.filter((row) => row.legId === legId),
    ofCase: async (caseId) => memory.enclosures.filter((row) => row.caseId === caseId),
    wanted: async (id) => memory.enclosures.find((row) => row.id === id && isWanted(row)),
    settle: async (key, state, problem) =>
      change(
        (row) => same(row, key),
        ({ problem: _before, ...row }) => ({ ...row, state, ...(problem === undefined ? {} : { problem }) }),
      ),
    postpone: async (id, problem, waitMs) =>
      change(
        (row) => row.id === id && isWanted(row),
        (row) => ({
          ...row,
          problem,
          tries: row.tries + 1,
          spoilt: row.spoilt + (problem === 'digest' ? 1 : 0),
          nextTryAt: new Date(Date.now() + waitMs).toISOString(),
        }),
      ),
    withdraw: async (legId) =>
      change(
        (row) => pending(row) && row.legId === legId,
        (row) => ({ ...row, state: 'withdrawn' }),
      ),
    seal: async (caseId) =>
      change(
        (row) => row.caseId === caseId,
        ({ name: _gone, ...row }) => ({ ...row, state: pending(row) ? 'withdrawn' : row.state }),
      ),
    due: async (limit, but) =>
      memory.enclosures
        .filter((row) => isWanted(row) && !but.includes(row.peer) && Date.parse(row.nextTryAt) <= Date.now())
        .slice(0, limit),
    offered: async (peer, ref) =>
      memory.enclosures.find(
        (row) =>
          row.way === 'out' &&
          row.peer === peer &&
          row.ref === ref &&
          (row.state === 'offered' || row.state === 'there'),
      ),
    taken: async (peer, ref) =>
      memory.enclosures.find(
        (row) => row.way === 'in' && row.peer === peer && row.ref === ref && row.state === 'there',
      ),
    wantedIds: async () => memory.enclosures.filter(isWanted).map(({ id }) => id),
    figures: async () => {
      const wanted = memory.enclosures.filter(isWanted);
      const ages = wanted.map(({ since }) => Date.now() - Date.parse(since));
      return {
        wanted: wanted.length,
        oldestMs: Math.max(0, ...ages),
        failing: wanted.filter(isFailing).length,
      };
    },
  };
}

const isFailing = ({ problem, spoilt }: EnclosureRow): boolean =>
  problem !== undefined &&
  (problem === 'digest' ? spoilt >= MOST_SPOILT : PROBLEMS_FOR_SOMEBODY.includes(problem));
