import type { MeetingActBody, MeetingAnswer } from '#contract';
import { type Attendance, MEETING_STATE_CODES, type Outcome, accepted, refuse } from '#domain';
import type { Session } from '../desk/session.js';
import { attendanceLetter } from './letters.js';

/** 回执 by a member: kept with its seat, and told to the convener. */
export async function confirmAtMember(
  session: Session,
  id: string,
  { version, comes, who, reason }: MeetingActBody<'confirm-attendance'>,
): Promise<Outcome<MeetingAnswer>> {
  const row = await session.tx.agenda.invitation(id);
  if (row === undefined) return refuse('unknown-meeting');
  if (row.version !== version)
    return refuse('stale-version', { seen: String(version), now: String(row.version) });
  const { value: invitation } = row;
  const { unit } = session.actor;
  const seat = invitation.seats.find((one) => one.unit === unit);
  if (seat === undefined) return refuse('meeting-party-unknown', { unit });
  if (invitation.state !== 'CALLED')
    return refuse('not-in-this-state', { state: MEETING_STATE_CODES[invitation.state] });
  const attendance: Attendance = {
    revision: seat.revision,
    comes,
    ...(who === undefined ? {} : { who }),
    ...(reason === undefined ? {} : { reason }),
    on: session.today,
    by: session.actor,
  };
  const seats = invitation.seats.map((one) => (one.unit === unit ? { ...one, attendance } : one));
  await session.tx.agenda.saveInvitation({ ...invitation, seats });
  const dest = session.desk.office.unit(invitation.convenedBy)?.node ?? invitation.convenedBy;
  await session.desk.outbox.put([attendanceLetter(session, dest, id, unit, attendance)]);
  return accepted({ meetingId: id, version: version + 1, state: invitation.state, warnings: [] });
}
