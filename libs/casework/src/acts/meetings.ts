import type { MeetingActBody, MeetingAnswer } from '#contract';
import {
  type LocalDate,
  type Outcome,
  type StagedMeeting,
  accepted,
  callOff,
  confirmAttendance as confirm,
  excludeHearingDays as exclude,
  freeTopic,
  giveNotice as call,
  hold,
  parseLocalDate,
  refuse,
} from '#domain';
import type { Session } from '../desk/session.js';
import { excludeHearingDays as leaveOut } from './hearing.js';
import { papersFor } from '../meeting/clearance.js';
import { conveneLegs, freeLegs } from '../meeting/legs.js';
import { callingOff, noticesOf } from '../meeting/letters.js';
import { type Locked, lockMeeting, meetingAnswerOf } from '../meeting/lock.js';
import { confirmAtMember } from '../meeting/seat.js';
import { KIND_TEXT, nameOf } from '../meeting/words.js';

/* 会议, by its convener; a member does one thing: it says whether it comes. */

type Answer = Promise<Outcome<MeetingAnswer>>;

/** 筹备会议. */
export async function planMeeting(
  session: Session,
  _id: string,
  body: MeetingActBody<'plan-meeting'>,
): Answer {
  const { kind, title, members = [] } = body;
  const fit = fitMembers(session, members);
  if (!fit.ok) return fit;
  if (session.actor.unit !== session.self) return refuse('not-your-unit', { unit: session.self });
  const meeting: StagedMeeting = {
    id: session.desk.newId(),
    kind,
    title,
    state: 'PLANNED',
    convenedBy: session.self,
    revision: 0,
    members: members.map((unit) => ({ unit, topics: [] })),
    agenda: [],
    hearings: [],
  };
  await session.tx.agenda.open(meeting);
  return meetingAnswerOf(session, meeting.id);
}

/** Units of the directory that this office can write to. */
function fitMembers(session: Session, units: readonly string[]): Outcome<undefined> {
  const { office } = session.desk;
  for (const id of units) {
    const unit = office.unit(id);
    if (unit === undefined) return refuse('addressee-unknown', { to: id });
    if (id === session.self) return refuse('addressee-not-competent', { to: unit.zh });
    if (unit.node !== session.self && !office.linkedWith(unit.node))
      return refuse('addressee-not-linked', { to: unit.zh });
  }
  return accepted(undefined);
}

/** 会议通知: to each member for the topics that the wall lets it know of; legs in dispute wait for the meeting. */
export async function giveNotice(session: Session, id: string, body: MeetingActBody<'give-notice'>): Answer {
  const locked = await lockMeeting(session, id, body.version);
  if (!locked.ok) return locked;
  const { meeting, cases } = locked.value;
  const units = body.members ?? meeting.members.map(({ unit }) => unit);
  const fit = fitMembers(session, units);
  if (!fit.ok) return fit;
  const on = parseLocalDate(body.on);
  if (!on.ok) return refuse('date-before-event', { date: body.on });
  const { time, place } = body;
  const appointed = {
    on: on.value,
    ...(time === undefined ? {} : { time }),
    ...(place === undefined ? {} : { place }),
  };
  const called = call(meeting, appointed, await cleared(session, locked.value, units), session);
  if (!called.ok) return called;
  const next = called.value;
  await session.tx.agenda.save(next);
  const dropped =
    meeting.revision === 0
      ? []
      : meeting.members
          .map(({ unit }) => unit)
          .filter((unit) => !next.members.some((one) => one.unit === unit));
  for (const row of cases.values()) {
    const legs = await session.tx.legs.ofCase(row.matter.id);
    const convened = await conveneLegs(session, row, legs, { id, kind: next.kind });
    if (!convened.ok) return convened;
    await session.note(
      row.matter.id,
      'give-notice',
      '信访工作条例24',
      `${KIND_TEXT[next.kind]}定于 ${on.value} 召开：${next.title}`,
    );
  }
  await session.desk.outbox.put([
    ...(await noticesOf(session, next, cases)),
    ...callingOff(session, next, 'cancelled', dropped),
  ]);
  return meetingAnswerOf(session, id);
}

/** The topics of each unit; what is kept from somebody is said to who calls the meeting, not to them. */
async function cleared(
  session: Session,
  { meeting, cases }: Locked,
  units: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const topics = new Map<string, readonly string[]>();
  for (const unit of units) {
    const mine: string[] = [];
    for (const { topicId, caseId, originNumber } of meeting.agenda) {
      const row = cases.get(caseId);
      const papers = row === undefined ? undefined : await papersFor(session, row.matter, unit);
      if (papers !== undefined) mine.push(topicId);
      else
        session.warnings.push(
          `${nameOf(session, unit)}不得知悉 ${originNumber}，未向其发送（信访工作条例30(3)）。`,
        );
    }
    topics.set(unit, mine);
  }
  return topics;
}

/** 回执: at the member's node; where the convener keeps the unit, by it on paper. */
export async function confirmAttendance(
  session: Session,
  id: string,
  body: MeetingActBody<'confirm-attendance'>,
): Answer {
  const own = await session.tx.agenda.load(id);
  if (own === undefined) return confirmAtMember(session, id, body);
  if (own.version !== body.version)
    return refuse('stale-version', { seen: String(body.version), now: String(own.version) });
  const { comes, who, reason } = body;
  const confirmed = confirm(own.value, session.actor.unit, {
    revision: own.value.revision,
    comes,
    ...(who === undefined ? {} : { who }),
    ...(reason === undefined ? {} : { reason }),
    on: session.today,
    by: session.actor,
  });
  if (!confirmed.ok) return confirmed;
  await session.tx.agenda.save(confirmed.value);
  return meetingAnswerOf(session, id);
}

/** 会议延期: everybody hears of it; the new date is a new notice. */
export async function postponeMeeting(
  session: Session,
  id: string,
  body: MeetingActBody<'postpone-meeting'>,
): Answer {
  const locked = await lockMeeting(session, id, body.version);
  if (!locked.ok) return locked;
  const off = callOff(locked.value.meeting, 'postpone', body.reason, session.actor);
  if (!off.ok) return off;
  await tellOff(session, locked.value, off.value, 'postponed', `会议延期：${body.reason}`);
  return meetingAnswerOf(session, id);
}

/** 取消会议: its topics wait for another one, and its legs stand where they stood. */
export async function cancelMeeting(
  session: Session,
  id: string,
  body: MeetingActBody<'cancel-meeting'>,
): Answer {
  const locked = await lockMeeting(session, id, body.version);
  if (!locked.ok) return locked;
  const off = callOff(locked.value.meeting, 'cancel', body.reason, session.actor);
  if (!off.ok) return off;
  for (const row of locked.value.cases.values()) {
    const freed = await freeLegs(session, row, body.reason);
    if (!freed.ok) return freed;
  }
  for (const topic of await session.tx.agenda.topicsOf(id)) {
    const free = freeTopic(topic, session.actor);
    if (free.ok) await session.tx.agenda.putTopic(free.value);
  }
  await tellOff(session, locked.value, off.value, 'cancelled', `会议取消：${body.reason}`);
  return meetingAnswerOf(session, id);
}

async function tellOff(
  session: Session,
  { cases }: Locked,
  next: StagedMeeting,
  status: 'postponed' | 'cancelled',
  text: string,
): Promise<void> {
  await session.tx.agenda.save(next);
  for (const caseId of cases.keys()) await session.note(caseId, `meeting-${status}`, '[I]', text);
  const units = next.members.map(({ unit }) => unit);
  await session.desk.outbox.put(callingOff(session, next, status, units));
}

/** 召开会议. */
export async function holdMeeting(
  session: Session,
  id: string,
  body: MeetingActBody<'hold-meeting'>,
): Answer {
  const locked = await lockMeeting(session, id, body.version);
  if (!locked.ok) return locked;
  const on = dayOf(body.on, session.today);
  if (!on.ok) return on;
  const held = hold(locked.value.meeting, { on: on.value, present: body.present }, session);
  if (!held.ok) return held;
  await session.tx.agenda.save(held.value);
  for (const caseId of locked.value.cases.keys())
    await session.note(caseId, 'hold-meeting', '信访工作条例24', `${KIND_TEXT[held.value.kind]}已召开`);
  return meetingAnswerOf(session, id);
}

function dayOf(given: string | undefined, usual: LocalDate): Outcome<LocalDate> {
  if (given === undefined) return accepted(usual);
  const parsed = parseLocalDate(given);
  return parsed.ok ? accepted(parsed.value) : refuse('date-before-event', { date: given });
}

/** 扣除听证时间: of a leg of a case on the agenda, on the clocks whose rule leaves hearings out; others refuse. */
export async function excludeHearingDays(
  session: Session,
  id: string,
  body: MeetingActBody<'exclude-hearing-days'>,
): Answer {
  const locked = await lockMeeting(session, id, body.version);
  if (!locked.ok) return locked;
  const { meeting } = locked.value;
  const caseId = await session.tx.legs.caseOf(body.leg);
  if (caseId === undefined || !meeting.agenda.some((line) => line.caseId === caseId))
    return refuse('unknown-leg');
  const from = dayOf(body.from, session.today);
  if (!from.ok) return from;
  const to = dayOf(body.to, session.today);
  if (!to.ok) return to;
  const days = { legId: body.leg, caseId, from: from.value, to: to.value };
  const excluded = exclude(meeting, days, session);
  if (!excluded.ok) return excluded;
  const row = locked.value.cases.get(caseId);
  if (row === undefined) return refuse('unknown-case');
  const legs = (await session.tx.legs.ofCase(caseId)).filter(({ leg }) => leg.id === body.leg);
  const hearing = { from: from.value, until: to.value, reason: `听证（${meeting.title}）` };
  const moved = await leaveOut(session, row, legs, hearing);
  if (!moved.ok) return moved;
  await session.tx.agenda.save(excluded.value);
  return meetingAnswerOf(session, id);
}
