import type { AgendaLine, Member, StagedMeeting } from './meeting.js';
import type { LocalDate } from '../time/local-date.js';

/** A notice as one member elsewhere had got it: all that a convener that lost its books has of its own meeting. */
export interface GivenNotice {
  readonly unit: string;
  readonly revision: number;
  readonly status: 'called' | 'postponed' | 'cancelled';
  readonly on?: LocalDate;
  readonly time?: string;
  readonly place?: string;
  readonly reason?: string;
  /** The topics of this notice whose cases are known. */
  readonly lines: readonly AgendaLine[];
}

/** Whether a unit gets its notices from here by message; the convener's own units are told without one. */
type Elsewhere = (unit: string) => boolean;

/**
 * The convener's meeting after one of its notices came back. The notices of one revision went to several members and
 * come back from each of them, in any order; an older one says nothing about a meeting that is known further on. A notice
 * that the meeting is not held reads like one that this unit alone is asked no longer: another member's notice of the same
 * revision tells which.
 */
export function noticedAgain(
  meeting: StagedMeeting,
  notice: GivenNotice,
  elsewhere: Elsewhere,
): StagedMeeting {
  const { revision, status } = notice;
  if (status === 'called') return calledAgain(meeting, notice, elsewhere);
  if (revision < meeting.revision) return meeting;
  if (revision === meeting.revision)
    return status === 'cancelled' && meeting.state !== 'CANCELLED'
      ? { ...meeting, members: meeting.members.filter(({ unit }) => unit !== notice.unit) }
      : { ...meeting, members: withMember(meeting, notice.unit) };
  const { reason } = notice;
  return {
    ...meeting,
    state: status === 'cancelled' ? 'CANCELLED' : 'POSTPONED',
    revision,
    ...(reason === undefined ? {} : { reason }),
    members: withMember(meeting, notice.unit).map(({ unit, topics }) => ({ unit, topics })),
  };
}

function calledAgain(meeting: StagedMeeting, notice: GivenNotice, elsewhere: Elsewhere): StagedMeeting {
  const { revision, unit } = notice;
  const { state } = meeting;
  const topics = notice.lines.map(({ topicId }) => topicId);
  if (revision > meeting.revision || (revision === meeting.revision && state === 'CANCELLED'))
    return newRound(meeting, notice, elsewhere);
  if (revision === meeting.revision)
    return {
      ...meeting,
      members: withMember(meeting, unit, topics),
      agenda: withLines(meeting.agenda, notice.lines),
    };
  // who was asked last before it was put off or called off
  const asked = revision >= meeting.revision - (state === 'CANCELLED' ? 2 : state === 'POSTPONED' ? 1 : 0);
  if (!asked) return meeting;
  const known = meeting.members.find((member) => member.unit === unit)?.topics ?? [];
  return {
    ...meeting,
    members: withMember(meeting, unit, [...new Set([...known, ...topics])]),
    agenda: withLines(meeting.agenda, notice.lines),
  };
}

/** A newer notice: whoever had confirmed is asked anew; what an earlier one told elsewhere stands no longer by itself. */
function newRound(meeting: StagedMeeting, notice: GivenNotice, elsewhere: Elsewhere): StagedMeeting {
  const { reason: _reason, on: _on, time: _time, place: _place, ...kept } = meeting;
  const { revision, unit, on, time, place, lines } = notice;
  const told = new Set(meeting.members.flatMap((one) => (elsewhere(one.unit) ? one.topics : [])));
  return {
    ...kept,
    ...(on === undefined ? {} : { on }),
    ...(time === undefined ? {} : { time }),
    ...(place === undefined ? {} : { place }),
    state: 'CALLED',
    revision,
    members: [
      ...meeting.members
        .filter((one) => !elsewhere(one.unit))
        .map(({ unit: own, topics }) => ({ unit: own, topics })),
      { unit, topics: lines.map(({ topicId }) => topicId) },
    ],
    agenda: withLines(
      meeting.agenda.filter(({ topicId }) => !told.has(topicId)),
      lines,
    ),
  };
}

/** Adds the member, or gives it these topics; what it answered and whether it was there stay. */
function withMember(
  { members, minutes }: StagedMeeting,
  unit: string,
  topics?: readonly string[],
): readonly Member[] {
  const known = members.find((member) => member.unit === unit);
  if (known !== undefined)
    return topics === undefined ? members : members.map((one) => (one === known ? { ...one, topics } : one));
  const sat = minutes === undefined ? undefined : [...minutes.signedBy, ...minutes.notSigned];
  const present = sat === undefined ? {} : { present: sat.includes(unit) };
  return [...members, { unit, topics: topics ?? [], ...present }];
}

const withLines = (agenda: readonly AgendaLine[], lines: readonly AgendaLine[]): readonly AgendaLine[] => [
  ...agenda,
  ...lines.filter((line) => !agenda.some(({ topicId }) => topicId === line.topicId)),
];

/** The same after its minutes came back. Who was there and did not get them by message is one of the convener's own units. */
export function concludedAgain(
  meeting: StagedMeeting,
  minutes: {
    readonly number: string;
    readonly issuedOn: LocalDate;
    readonly heldOn: LocalDate;
    readonly present: readonly string[];
    readonly signedBy: readonly string[];
    readonly notSigned: readonly string[];
  },
): StagedMeeting {
  const { number, issuedOn: on, heldOn, present, signedBy, notSigned } = minutes;
  const strangers = present.filter((unit) => !meeting.members.some((member) => member.unit === unit));
  const all = meeting.agenda.map(({ topicId }) => topicId);
  return {
    ...meeting,
    state: 'CONCLUDED',
    on: heldOn,
    members: [
      ...meeting.members.map((member) => ({ ...member, present: present.includes(member.unit) })),
      ...strangers.map((unit) => ({ unit, topics: all, present: true })),
    ],
    minutes: { number, on, signedBy, notSigned },
  };
}
