import type { SupervisionStore } from '#casework';
import type { CurrentUnit } from './unit/casework-unit.js';

/** Reminders and letters, their ladders held by the unit of work. */
export const heldSupervisions = (rows: SupervisionStore, current: CurrentUnit): SupervisionStore => ({
  ...rows,
  planLadder: async (legId, caseId, next) => current().ladders.plan([{ legId, caseId, next }]),
  planLadders: async (plans) => current().ladders.plan(plans),
  fired: (legId) => current().ladders.firedOf(legId),
  fire: (event) => {
    current().ladders.forget(event.legId);
    return rows.fire(event);
  },
  fireAll: (events) => {
    for (const { legId } of events) current().ladders.forget(legId);
    return rows.fireAll(events);
  },
  setState: (event, state, text) => {
    current().ladders.forget(event.legId);
    return rows.setState(event, state, text);
  },
  urgencyOf: (caseId) => current().ladders.urgencyOf(caseId),
  setUrgency: (caseId, urgency) => {
    current().ladders.setUrgency(caseId, urgency);
    return rows.setUrgency(caseId, urgency);
  },
  standing: async (legs) => {
    await current().flush();
    return rows.standing(legs);
  },
});
