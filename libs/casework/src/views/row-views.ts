import type { HistoryEntry, MeetingView } from '#contract';
import type { HistoryRow, Meeting } from '../ports.js';

/** One line of the history as the screens show it. */
export const historyEntry = ({
  seq,
  caseId,
  legId,
  on,
  at,
  by,
  act,
  basis,
  text,
}: HistoryRow): HistoryEntry => ({
  seq,
  caseId,
  legId: legId ?? null,
  on,
  at,
  unit: by.unit,
  user: by.user,
  role: by.role,
  act,
  basis,
  text,
  onPaper: by.onPaper === undefined ? null : { ...by.onPaper },
});

/** One meeting in a list. */
export const meetingView = (meeting: Meeting): MeetingView => {
  const { id, number, kind, originNumber, heldOn, convenedBy, parties, lead, co } = meeting;
  return { id, number, kind, originNumber, heldOn, convenedBy, parties: [...parties], lead, co: [...co] };
};
