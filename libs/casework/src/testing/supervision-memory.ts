import type { LocalDate, SuperiorLetter, Supervision, Urgency } from '#domain';
import type { LegRow } from '../ports/rows.js';
import type { LadderEvent, Selection, SupervisionRow, SupervisionStore } from '../ports/supervision.js';

/** Reminders, letters and ladders of one node, in memory. */
export interface SupervisionMemory {
  readonly papers: Map<string, SupervisionRow>;
  readonly plans: Map<string, { readonly caseId: string; readonly next: LocalDate }>;
  readonly events: Map<string, LadderEvent>;
  readonly urgencies: Map<string, Urgency>;
  readonly selections: Map<string, Selection>;
  readonly superiors: Map<string, SuperiorLetter>;
}

export const emptySupervision = (): SupervisionMemory => ({
  papers: new Map(),
  plans: new Map(),
  events: new Map(),
  urgencies: new Map(),
  selections: new Map(),
  superiors: new Map(),
});

const keyOf = ({ legId, place, name }: Pick<LadderEvent, 'legId' | 'place' | 'name'>): string =>
  `${legId} ${place} ${name}`;

export function supervisionStore(
  memory: SupervisionMemory,
  legs: ReadonlyMap<string, LegRow>,
): SupervisionStore {
  const { papers, plans, events, urgencies, selections, superiors } = memory;
  const plan = (legId: string, caseId: string, next: LocalDate | undefined): void => {
    if (next === undefined) plans.delete(legId);
    else plans.set(legId, { caseId, next });
  };
  const change = (id: string, next: (row: SupervisionRow) => SupervisionRow): void => {
    const row = papers.get(id);
    if (row !== undefined) papers.set(id, next(row));
  };
  const bySending = (messageId: string) =>
    [...papers.values()].find((row) => row.messageId === messageId)?.supervision.id ?? '';
  return {
    insert: async (row) => void papers.set(row.supervision.id, row),
    save: async (supervision) => change(supervision.id, (row) => ({ ...row, supervision })),
    get: async (id) => papers.get(id),
    ofLeg: async (legId) => [...papers.values()].filter((row) => row.supervision.legId === legId),
    markDelivered: async (messageId, deliveredAt) =>
      change(bySending(messageId), (row) => ({ ...row, deliveredAt })),
    markRefused: async (messageId, refusal) => change(bySending(messageId), (row) => ({ ...row, refusal })),
    seal: async (caseId) => {
      for (const row of papers.values())
        if (row.caseId === caseId)
          papers.set(row.supervision.id, { ...row, supervision: sealed(row.supervision) });
    },
    planLadder: async (legId, caseId, next) => plan(legId, caseId, next),
    planLadders: async (all) => {
      for (const { legId, caseId, next } of all) plan(legId, caseId, next);
    },
    standing: async (asked) =>
      asked.flatMap(({ legId, caseId }) => {
        const row = legs.get(legId);
        if (row === undefined) return [];
        const fired = [...events.values()].filter((event) => event.legId === legId);
        const own = [...papers.values()].map(({ supervision }) => supervision);
        return [
          {
            row,
            fired,
            urgency: urgencies.get(caseId) ?? 'normal',
            papers: own.filter((paper) => paper.legId === legId),
          },
        ];
      }),
    fireAll: async (fired) => fired.forEach((event) => void events.set(keyOf(event), event)),
    fired: async (legId) => [...events.values()].filter((event) => event.legId === legId),
    fire: async (event) => {
      if (events.has(keyOf(event))) return false;
      events.set(keyOf(event), event);
      return true;
    },
    setState: async (key, state, text) => {
      const event = events.get(keyOf(key));
      if (event !== undefined) events.set(keyOf(key), { ...event, state, text });
    },
    urgencyOf: async (caseId) => urgencies.get(caseId) ?? 'normal',
    setUrgency: async (caseId, urgency) => void urgencies.set(caseId, urgency),
    superiorsOf: async (caseId) => [...superiors.values()].filter((letter) => letter.caseId === caseId),
    saveSuperior: async (letter) => void superiors.set(letter.id, letter),
    select: async (selection) => {
      const key = `${selection.caseId} ${selection.month}`;
      if (selections.has(key)) return false;
      selections.set(key, selection);
      return true;
    },
  };
}

/** The texts go; numbers and dates stay. */
function sealed({ call, reply, ...paper }: Supervision): Supervision {
  return {
    ...paper,
    text: '',
    ...(call === undefined ? {} : { call: { promised: '' } }),
    ...(reply === undefined ? {} : { reply: { ...reply, text: '' } }),
  };
}
