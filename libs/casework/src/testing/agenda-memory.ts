import type { StagedMeeting, Topic } from '#domain';
import type { Action } from '../ports.js';
import type { AgendaStore, Invitation, Versioned } from '../ports/agenda.js';

/** Meetings and topics of one node, in memory. */
export interface AgendaMemory {
  readonly meetings: Map<string, Versioned<StagedMeeting>>;
  readonly invitations: Map<string, Versioned<Invitation>>;
  readonly topics: Map<string, Topic>;
}

export const emptyAgenda = (): AgendaMemory => ({
  meetings: new Map(),
  invitations: new Map(),
  topics: new Map(),
});

export function agendaStore(memory: {
  readonly agenda: AgendaMemory;
  readonly history: readonly Action[];
}): AgendaStore {
  const { meetings, invitations, topics } = memory.agenda;
  return {
    open: async (value) => void meetings.set(value.id, { value, version: 1 }),
    peek: async (id) => meetings.get(id),
    load: async (id) => meetings.get(id),
    save: async (value) =>
      void meetings.set(value.id, { value, version: (meetings.get(value.id)?.version ?? 0) + 1 }),
    invitation: async (id) => invitations.get(id),
    saveInvitation: async (value) =>
      void invitations.set(value.id, { value, version: (invitations.get(value.id)?.version ?? 0) + 1 }),
    putTopic: async (topic) => void topics.set(topic.id, topic),
    topicsOf: async (meetingId) => [...topics.values()].filter((topic) => topic.meetingId === meetingId),
    topicsOfCase: async (caseId) => [...topics.values()].filter((topic) => topic.caseId === caseId),
    objections: async (caseId) =>
      memory.history.flatMap(({ caseId: of, legId, act, on, text }) =>
        of === caseId && legId !== undefined && act === 'leg.object' ? [{ legId, on, text }] : [],
      ),
  };
}
