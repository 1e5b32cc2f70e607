import type { HistoryEntry } from '#contract';
import type { HistoryRow } from '../ports.js';

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
