import { meetingAttendance, meetingDecided, meetingMinutesV2, meetingNotice } from '#contract';
import {
  type AgendaLine,
  type Decision,
  type StagedMeeting,
  concludedAgain,
  noticedAgain,
  unitsOfDecision,
} from '#domain';
import type { Rebuilt } from '#exchange';
import type { Session } from '../desk/session.js';
import {
  type Attended,
  type Decided,
  type MinutesSent,
  type Notice,
  receiveDecision,
  receiveMinutesV2,
  receiveNotice,
} from '../inbound/meeting-messages.js';
import { receiveMinutes } from '../inbound/meeting-minutes.js';
import { guard, read, readMinutes } from '../inbound/read.js';
import { KIND_TEXT } from '../meeting/words.js';
import { placeTopics, settleTopicAgain } from './topics.js';
import {
  asItCame,
  done,
  notYet,
  type Rebuilder,
  type Rebuilders,
  soFarWithout,
  without,
} from './rebuilder.js';

/*
 * 会议 after a recovery. A member has back what it was told, as it was told. The convener has back what its members were
 * told: notices, who answered, minutes, decisions. What was only written down at the convener (a meeting before its first
 * notice, its own units, what was said before the minutes) no message carries.
 */

const isElsewhere =
  (session: Session) =>
  (unit: string): boolean =>
    session.desk.office.unit(unit)?.node !== session.self;

/** 会议通知 that this office had given to one member. */
const noticeGiven: Rebuilder = async (session, message) => {
  const given = read(meetingNotice, message.data, guard<Notice>(meetingNotice));
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const { topics, ...notice } = given.value;
  const lines: AgendaLine[] = [];
  // cases are locked before meetings
  for (const { topicId, originNumber } of topics) {
    const row = await session.tx.cases.loadByOrigin(originNumber);
    if (row !== undefined) lines.push({ topicId, caseId: row.matter.id, originNumber });
  }
  const known = await session.tx.agenda.load(notice.meetingId);
  if (known !== undefined && known.value.convenedBy !== notice.convenedBy) return notYet('meeting-unknown');
  if (known === undefined) await session.tx.agenda.open(plannedAgain(notice));
  const before = known?.value ?? plannedAgain(notice);
  const next = noticedAgain(before, { ...notice, lines }, isElsewhere(session));
  if (JSON.stringify(next) !== JSON.stringify(before)) await session.tx.agenda.save(next);
  await placeTopics(session, next);
  if (lines.length < topics.length && notice.revision >= next.revision) return soFarWithout('case-not-back');
  // said once for each round of notices
  const [first] = next.members.filter(({ unit }) => isElsewhere(session)(unit));
  const told = next.rebuilt === true && next.revision === notice.revision && first?.unit === notice.unit;
  return told ? without('meeting-own-books') : done;
};

const plannedAgain = ({ meetingId: id, kind, title, convenedBy }: Omit<Notice, 'topics'>): StagedMeeting => ({
  ...{ id, kind, title, convenedBy },
  state: 'PLANNED',
  revision: 0,
  members: [],
  agenda: [],
  hearings: [],
  rebuilt: true,
});

/** 回执 of a member. One to an earlier notice says nothing, as then. */
const attended: Rebuilder = async (session, message) => {
  const given = read(meetingAttendance, message.data, guard<Attended>(meetingAttendance));
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const { meetingId, unit, attendance } = given.value;
  const row = await session.tx.agenda.load(meetingId);
  if (row === undefined) return notYet('meeting-not-back');
  const { members, revision } = row.value;
  const answers = attendance.revision === revision && members.some((member) => member.unit === unit);
  if (answers)
    await session.tx.agenda.save({
      ...row.value,
      members: members.map((member) => (member.unit === unit ? { ...member, attendance } : member)),
    });
  return done;
};

/** 回执 that a unit of this office had given. */
const attendedHere: Rebuilder = async (session, message) => {
  const given = read(meetingAttendance, message.data, guard<Attended>(meetingAttendance));
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const { meetingId, unit, attendance } = given.value;
  const known = (await session.tx.agenda.invitation(meetingId))?.value;
  const seat = known?.seats.find((one) => one.unit === unit);
  if (known === undefined || seat === undefined || seat.revision < attendance.revision)
    return notYet('meeting-not-back');
  if (seat.revision > attendance.revision) return done;
  const seats = known.seats.map((one) => (one.unit === unit ? { ...one, attendance } : one));
  await session.tx.agenda.saveInvitation({ ...known, seats });
  return done;
};

/** 纪要 that this office had issued, as one member got it. */
const minutesIssued: Rebuilder = async (session, message) => {
  const given = read(meetingMinutesV2, message.data, guard<MinutesSent>(meetingMinutesV2));
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const { meetingId, number, heldOn, present, signedBy, notSigned } = given.value;
  const row = await session.tx.agenda.load(meetingId);
  if (row === undefined) return notYet('meeting-not-back');
  const minutes = { number, issuedOn: session.today, heldOn, present, signedBy, notSigned };
  await session.tx.agenda.save(concludedAgain(row.value, minutes));
  return done;
};

/** What those minutes say of one case. */
const decisionIssued: Rebuilder = async (session, message) => {
  const given = read(meetingDecided, message.data, guard<Decided>(meetingDecided));
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const { meetingId, topicId, originNumber, decision } = given.value;
  const row = await session.tx.cases.loadByOrigin(originNumber);
  if (row === undefined) return notYet('case-not-back');
  const held = await session.tx.agenda.load(meetingId);
  if (held?.value.minutes === undefined) return notYet('meeting-not-back');
  const meeting = held.value;
  const { id: caseId } = row.matter;
  const line = { topicId, caseId, originNumber };
  if (!meeting.agenda.some((one) => one.topicId === topicId))
    await session.tx.agenda.save({ ...meeting, agenda: [...meeting.agenda, line] });
  const settled = await settleTopicAgain(session, meeting, line, decision);
  return settled ? whatFollows(session, decision) : done;
};

/** What follows from a decision and stands in no message. */
function whatFollows(session: Session, decision: Decision): Rebuilt {
  if (decision.kind === 'adjourn' || (decision.kind === 'heard' && decision.next !== undefined))
    return without('topic-to-propose-again');
  return unitsOfDecision(decision).some((unit) => !isElsewhere(session)(unit))
    ? without('own-unit-legs')
    : done;
}

/** 纪要 of a meeting that was entered in one go; the same to each party. */
const minutesEntered: Rebuilder = async (session, message) => {
  const given = readMinutes(message.data);
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const { meetingId: id, originNumber, number, kind, convenedBy, heldOn: on, parties, decides } = given.value;
  const row = await session.tx.cases.loadByOrigin(originNumber);
  if (row === undefined) return notYet('case-not-back');
  if ((await session.tx.agenda.peek(id)) !== undefined) return done;
  const { signedBy: signers, ...assigned } = decides;
  // nobody named: all signed
  const signedBy = signers.length === 0 ? parties : signers;
  const line = { topicId: session.desk.newId(), caseId: row.matter.id, originNumber };
  const meeting: StagedMeeting = {
    ...{ id, kind, convenedBy, on, title: `${KIND_TEXT[kind]} ${number}` },
    ...{ state: 'CONCLUDED', revision: 0, hearings: [], agenda: [line] },
    members: parties.map((unit) => ({ unit, topics: [line.topicId], present: true })),
    minutes: { number, on, signedBy, notSigned: parties.filter((unit) => !signedBy.includes(unit)) },
  };
  await session.tx.agenda.open(meeting, { lead: decides.lead, co: decides.co });
  const decision: Decision = { kind: 'assign', ...assigned };
  await settleTopicAgain(session, meeting, line, decision);
  return whatFollows(session, decision);
};

export const noticeAgain: Rebuilders = { own: noticeGiven, theirs: asItCame(receiveNotice) };
export const attendanceAgain: Rebuilders = { own: attendedHere, theirs: attended };
export const minutesIssuedAgain: Rebuilders = { own: minutesIssued, theirs: asItCame(receiveMinutesV2) };
export const decisionAgain: Rebuilders = { own: decisionIssued, theirs: asItCame(receiveDecision) };
export const minutesEnteredAgain: Rebuilders = { own: minutesEntered, theirs: asItCame(receiveMinutes) };
