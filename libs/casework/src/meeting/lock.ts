import type { MeetingAnswer } from '#contract';
import { type Outcome, type StagedMeeting, accepted, refuse } from '#domain';
import type { CaseRow } from '../ports.js';
import type { Session } from '../desk/session.js';

/** A meeting with the cases of its agenda, all locked: cases first, in one order, so that no two acts wait for each other. */
export interface Locked {
  readonly meeting: StagedMeeting;
  readonly cases: ReadonlyMap<string, CaseRow>;
}

const stale = (seen: number, now: number) =>
  refuse('stale-version', { seen: String(seen), now: String(now) });

/** By its convener, at the version that the user saw. */
export async function lockMeeting(session: Session, id: string, seen: number): Promise<Outcome<Locked>> {
  const before = await session.tx.agenda.peek(id);
  if (before === undefined) return refuse('unknown-meeting');
  if (before.value.convenedBy !== session.actor.unit)
    return refuse('not-your-unit', { unit: before.value.convenedBy });
  if (before.version !== seen) return stale(seen, before.version);
  const cases = new Map<string, CaseRow>();
  for (const caseId of before.value.agenda.map((line) => line.caseId).toSorted()) {
    const opened = await session.open(caseId);
    if (!opened.ok) return opened;
    cases.set(caseId, opened.value.row);
  }
  const now = await session.tx.agenda.load(id);
  if (now === undefined) return refuse('unknown-meeting');
  return now.version === seen ? accepted({ meeting: now.value, cases }) : stale(seen, now.version);
}

/** What an act on a meeting answers: the meeting as it stands after it. */
export async function meetingAnswerOf(session: Session, id: string): Promise<Outcome<MeetingAnswer>> {
  const row = await session.tx.agenda.peek(id);
  if (row === undefined) return refuse('unknown-meeting');
  const { state, minutes } = row.value;
  return accepted({
    meetingId: id,
    version: row.version,
    state,
    ...(minutes === undefined ? {} : { number: minutes.number }),
    warnings: [...session.warnings],
  });
}
