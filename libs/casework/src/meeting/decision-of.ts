import type { ActBody } from '#contract';
import { type Decision, type Outcome, accepted, parseLocalDate, refuse } from '#domain';

/** A decision as it was posted, in the domain's words. */
export function decisionOf(posted: ActBody<'decide-topic'>['decision']): Outcome<Decision> {
  if (posted.kind !== 'heard' || posted.reportBy === undefined) {
    if (posted.kind !== 'heard') return accepted(posted);
    const { reportBy: _none, ...heard } = posted;
    return accepted(heard);
  }
  const day = parseLocalDate(posted.reportBy);
  return day.ok
    ? accepted({ ...posted, reportBy: day.value })
    : refuse('date-before-event', { date: posted.reportBy });
}
