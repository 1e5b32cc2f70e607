import { type Outcome, type Reading, accepted, refuse, submitTo } from '#domain';
import type { Session } from '../desk/session.js';

/** The post of a leader of this office, as the history names it. */
export function leaderNamed(session: Session, user: string): Outcome<string> {
  const found = session.desk.office.actor({ unit: session.self, user }, ['leader', 'head']);
  return found.ok ? accepted(found.value.user) : found;
}

/** A case on a leader's list, unless that leader keeps away from it or has it already. */
export async function putBefore(
  session: Session,
  caseId: string,
  named: string,
  note: string | undefined,
): Promise<Outcome<Reading>> {
  const leader = leaderNamed(session, named);
  if (!leader.ok) return leader;
  if (await session.tx.guards.isExcluded(caseId, { unit: session.self, user: leader.value }))
    return refuse('conflict-of-interest', {}, '信访工作条例28(3)');
  const reading = submitTo(
    leader.value,
    await session.tx.leaders.readings(caseId),
    { id: session.desk.newId(), caseId, ...(note === undefined ? {} : { note }) },
    session.actor,
    session.today,
  );
  if (reading.ok) await session.tx.leaders.insertReading(reading.value);
  return reading;
}
