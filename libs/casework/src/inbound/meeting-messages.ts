import { meetingAttendance, meetingDecided, meetingMinutesV2, meetingNotice, meetingPapers } from '#contract';
import { type Attendance, type Decision, type LocalDate, type MeetingKind, confirmAttendance } from '#domain';
import type { InboundMessage } from '#exchange';
import type { Session } from '../desk/session.js';
import type { Invitation, Seat, SeatTopic } from '../ports/agenda.js';
import { type InboundUseCase, applied, quarantined } from './inbound.js';
import { guard, read } from './read.js';

interface Heading {
  readonly meetingId: string;
  readonly kind: MeetingKind;
  readonly title: string;
  readonly convenedBy: string;
  readonly unit: string;
}
export interface Notice extends Heading {
  readonly revision: number;
  readonly status: 'called' | 'postponed' | 'cancelled';
  readonly on?: LocalDate;
  readonly time?: string;
  readonly place?: string;
  readonly reason?: string;
  readonly topics: readonly Pick<SeatTopic, 'topicId' | 'originNumber' | 'about'>[];
}
interface PapersSent {
  readonly meetingId: string;
  readonly unit: string;
  readonly revision: number;
  readonly topicId: string;
  readonly place: string;
  readonly summary: string;
  readonly request: string;
  readonly guarded?: true;
}
export interface Attended {
  readonly meetingId: string;
  readonly unit: string;
  readonly attendance: Attendance;
}
export interface MinutesSent extends Heading {
  readonly number: string;
  readonly heldOn: LocalDate;
  readonly present: readonly string[];
  readonly signedBy: readonly string[];
  readonly notSigned: readonly string[];
}
export interface Decided {
  readonly meetingId: string;
  readonly unit: string;
  readonly topicId: string;
  readonly originNumber: string;
  readonly decision: Decision;
}

const STATE = { called: 'CALLED', postponed: 'POSTPONED', cancelled: 'CANCELLED' } as const;

/** The convener speaks for itself, on the meeting's own stream, to a unit of this node. */
function isConvener(
  session: Session,
  message: InboundMessage,
  { meetingId, convenedBy, unit }: Heading,
): boolean {
  const { office } = session.desk;
  return (
    meetingId === message.stream.id &&
    message.source !== session.self &&
    office.unit(convenedBy)?.node === message.source &&
    office.unit(unit)?.node === session.self
  );
}

/** The known invitation, if it came from whoever sends this now. */
async function invitationFrom(
  session: Session,
  message: InboundMessage,
  meetingId: string,
): Promise<Invitation | undefined> {
  if (meetingId !== message.stream.id) return undefined;
  const known = (await session.tx.agenda.invitation(meetingId))?.value;
  return known !== undefined && session.desk.office.unit(known.convenedBy)?.node === message.source
    ? known
    : undefined;
}

const withSeat = (seats: readonly Seat[], seat: Seat): readonly Seat[] => [
  ...seats.filter(({ unit }) => unit !== seat.unit),
  seat,
];

/** 会议通知 arrives. A notice that is not newer than the one known changes nothing. */
export const receiveNotice: InboundUseCase = async (session, message) => {
  const given = read(meetingNotice, message.data, guard<Notice>(meetingNotice));
  if (!given.ok) return quarantined('malformed', given.where);
  const notice = given.value;
  const { meetingId: id, kind, title, convenedBy, unit, revision, status, topics } = notice;
  if (!isConvener(session, message, notice)) return quarantined('meeting-of-another-convener');
  const known = (await session.tx.agenda.invitation(id))?.value;
  if (known !== undefined && known.convenedBy !== convenedBy)
    return quarantined('meeting-of-another-convener');
  const before = known?.seats.find((seat) => seat.unit === unit);
  if (before !== undefined && before.revision >= revision) return applied;
  const { on, time, place, reason } = notice;
  const others = known?.seats ?? [];
  const called =
    status === 'called' || others.some((seat) => seat.unit !== unit && seat.revision >= revision);
  await session.tx.agenda.saveInvitation({
    ...{ id, kind, title, convenedBy },
    // One unit of this node may be asked no longer while another one still is.
    state: status === 'cancelled' && called && known !== undefined ? known.state : STATE[status],
    ...(on === undefined ? {} : { on }),
    ...(time === undefined ? {} : { time }),
    ...(place === undefined ? {} : { place }),
    ...(reason === undefined ? {} : { reason }),
    seats: withSeat(others, { unit, revision, topics: withPapers(topics, before) }),
  });
  if (status === 'cancelled' && !called) await session.desk.vault.destroy(id);
  return applied;
};

/** Papers that were sent before stay with a topic that stands in the new notice as well. */
const withPapers = (topics: Notice['topics'], before: Seat | undefined): readonly SeatTopic[] =>
  topics.map((topic) => {
    const papers = before?.topics.find(({ topicId }) => topicId === topic.topicId)?.papers;
    return papers === undefined ? topic : { ...topic, papers };
  });

/** 会议材料 of one topic. */
export const receivePapers: InboundUseCase = async (session, message) => {
  const given = read(meetingPapers, message.data, guard<PapersSent>(meetingPapers));
  if (!given.ok) return quarantined('malformed', given.where);
  const { meetingId, unit, revision, topicId, place, summary, request, guarded } = given.value;
  const known = await invitationFrom(session, message, meetingId);
  const seat = known?.seats.find((one) => one.unit === unit);
  if (known === undefined || seat === undefined) return quarantined('papers-without-notice');
  // A later notice is known already; its own papers follow it.
  if (seat.revision > revision || known.state === 'CONCLUDED' || known.state === 'CANCELLED') return applied;
  if (!seat.topics.some((topic) => topic.topicId === topicId)) return quarantined('papers-of-another-topic');
  const papers = { place, summary, request, ...(guarded === undefined ? {} : { guarded }) };
  const topics = seat.topics.map((topic) => (topic.topicId === topicId ? { ...topic, papers } : topic));
  await session.tx.agenda.saveInvitation({ ...known, seats: withSeat(known.seats, { ...seat, topics }) });
  return applied;
};

/** 回执 arrives at the convener. An answer to an earlier notice, or after the meeting, says nothing. */
export const receiveAttendance: InboundUseCase = async (session, message) => {
  const given = read(meetingAttendance, message.data, guard<Attended>(meetingAttendance));
  if (!given.ok) return quarantined('malformed', given.where);
  const { meetingId, unit, attendance } = given.value;
  const { office } = session.desk;
  const speaks = [unit, attendance.by.unit].every((one) => office.unit(one)?.node === message.source);
  if (meetingId !== message.stream.id || !speaks) return quarantined('attendance-of-another-unit');
  const row = await session.tx.agenda.load(meetingId);
  if (row === undefined) return quarantined('meeting-unknown');
  if (!row.value.members.some((member) => member.unit === unit)) {
    // Asked once, and no longer since: the two crossed on the wire.
    return row.value.revision > attendance.revision ? applied : quarantined('attendance-of-another-unit');
  }
  const confirmed = confirmAttendance(row.value, unit, attendance);
  if (confirmed.ok) await session.tx.agenda.save(confirmed.value);
  else if (confirmed.slug === 'role-not-allowed') return quarantined(confirmed.slug);
  return applied;
};

/** 纪要 of a meeting that went through its stages. The papers are given back: their copy here goes. */
export const receiveMinutesV2: InboundUseCase = async (session, message) => {
  const given = read(meetingMinutesV2, message.data, guard<MinutesSent>(meetingMinutesV2));
  if (!given.ok) return quarantined('malformed', given.where);
  const { meetingId: id, kind, title, convenedBy, unit, number, heldOn: on, ...sat } = given.value;
  if (!isConvener(session, message, given.value)) return quarantined('minutes-of-another-convener');
  const known = (await session.tx.agenda.invitation(id))?.value;
  if (known !== undefined && known.convenedBy !== convenedBy)
    return quarantined('minutes-of-another-convener');
  const { present, signedBy, notSigned } = sat;
  const seat = known?.seats.find((one) => one.unit === unit) ?? { unit, revision: 1, topics: [] };
  const seats = withSeat(known?.seats ?? [], seat).map((one) => ({
    ...one,
    topics: one.topics.map(({ papers: _back, ...rest }) => rest),
  }));
  await session.tx.agenda.saveInvitation({
    ...known,
    ...{ id, kind, title, convenedBy, on, seats },
    state: 'CONCLUDED',
    minutes: { number, present, signedBy, notSigned },
  });
  await session.desk.vault.destroy(id);
  return applied;
};

/** What the minutes say of one case. */
export const receiveDecision: InboundUseCase = async (session, message) => {
  const given = read(meetingDecided, message.data, guard<Decided>(meetingDecided));
  if (!given.ok) return quarantined('malformed', given.where);
  const { meetingId, unit, topicId, originNumber, decision } = given.value;
  const known = await invitationFrom(session, message, meetingId);
  const seat = known?.seats.find((one) => one.unit === unit);
  if (known?.minutes === undefined || seat === undefined) return quarantined('decision-without-minutes');
  const asked = seat.topics.find((topic) => topic.topicId === topicId);
  const topic = { ...(asked ?? { topicId, originNumber, about: originNumber }), decision };
  const topics = [...seat.topics.filter((one) => one.topicId !== topicId), topic];
  await session.tx.agenda.saveInvitation({ ...known, seats: withSeat(known.seats, { ...seat, topics }) });
  return applied;
};
