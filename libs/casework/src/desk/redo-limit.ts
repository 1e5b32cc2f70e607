import type { LocalDate } from '#domain';
import type { LegRow } from '../ports.js';
import { childLimit } from './send-leg.js';
import type { Session } from './session.js';

/** What is left above for a redo; where nothing is left the redo takes its own time, and both are late. */
export function redoLimit(
  session: Session,
  legs: readonly LegRow[],
): { readonly notAfter: LocalDate } | Record<string, never> {
  const left = childLimit(session, legs);
  return left === undefined || left <= session.today ? {} : { notAfter: left };
}
