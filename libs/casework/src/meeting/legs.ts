import { type Outcome, accepted, convene, incomingOf, leaveMeeting, settleByMinutes } from '#domain';
import type { CaseRow, LegRow } from '../ports.js';
import type { Session } from '../desk/session.js';

/** States in which the convener's own leg goes to a meeting. One that waits below waits on as it is. */
const IN_HAND: readonly LegRow['leg']['state'][] = ['SENT', 'SIGNED', 'ACCEPTED', 'HANDLING'];

interface Called {
  readonly id: string;
  readonly kind: string;
}

/** Which end of a leg this office takes to a meeting, if any: an objection that it rules on, or what it has in hand. */
function endAt(
  session: Session,
  legs: readonly LegRow[],
  { leg }: LegRow,
): 'sender' | 'receiver' | undefined {
  if (leg.fromNode === session.self && leg.state === 'OBJECTED') return 'sender';
  const own = incomingOf(
    legs.map((row) => row.leg),
    session.self,
  ).some(({ id }) => id === leg.id);
  return own && leg.kind !== 'slip' && IN_HAND.includes(leg.state) ? 'receiver' : undefined;
}

/** 提交会议: objected legs, and the leg by which the case came, wait for what the meeting decides (L12). */
export async function conveneLegs(
  session: Session,
  { matter }: CaseRow,
  legs: readonly LegRow[],
  { id: meetingId, kind }: Called,
): Promise<Outcome<undefined>> {
  for (const row of legs) {
    const end = endAt(session, legs, row);
    if (end === undefined) continue;
    const context =
      end === 'receiver'
        ? await session.receivingContext(row.leg, matter)
        : session.legContext(row.leg, matter, end);
    const met = convene(row.leg, { meetingId, kind }, context);
    if (!met.ok) return met;
    await session.recordLeg(row, met.value);
  }
  return accepted(undefined);
}

/** The legs that this office took to a meeting. */
const convened = (session: Session, legs: readonly LegRow[]): readonly LegRow[] =>
  legs.filter(
    ({ leg }) =>
      leg.state === 'IN_MEETING' &&
      (leg.convenedBy === 'sender' ? leg.fromNode === session.self : leg.toNode === session.self),
  );

/** By the minutes: an objected leg ends, the convener's own leg waits below. */
export async function settleLegs(
  session: Session,
  row: CaseRow,
  meeting: Called,
  minutes: string,
): Promise<Outcome<undefined>> {
  const called = await conveneLegs(session, row, await session.tx.legs.ofCase(row.matter.id), meeting);
  if (!called.ok) return called;
  const matter = (await session.tx.cases.load(row.matter.id))?.matter ?? row.matter;
  for (const entry of convened(session, await session.tx.legs.ofCase(matter.id))) {
    const end = entry.leg.convenedBy ?? 'sender';
    const settled = settleByMinutes(entry.leg, minutes, session.legContext(entry.leg, matter, end));
    if (!settled.ok) return settled;
    await session.recordLeg(entry, settled.value);
  }
  return accepted(undefined);
}

/** The meeting is not held, or left the case undecided: its legs stand where they stood. */
export async function freeLegs(
  session: Session,
  { matter }: CaseRow,
  reason: string,
): Promise<Outcome<undefined>> {
  for (const entry of convened(session, await session.tx.legs.ofCase(matter.id))) {
    const context = session.legContext(entry.leg, matter, entry.leg.convenedBy ?? 'sender');
    const freed = leaveMeeting(entry.leg, reason, context);
    if (!freed.ok) return freed;
    await session.recordLeg(entry, freed.value);
  }
  return accepted(undefined);
}
