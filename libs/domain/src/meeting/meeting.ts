import { type Outcome, accepted, refuse } from '../refusal.js';
import type { Actor } from '../roles.js';
import type { LocalDate } from '../time/local-date.js';
import {
  MEETING_STATE_CODES,
  MEETING_TABLE,
  type MeetingEventType,
  type MeetingKind,
  type MeetingState,
} from './meeting-table.js';

/** What a member answered to the notice of one revision. */
export interface Attendance {
  readonly revision: number;
  readonly comes: boolean;
  /** The post that comes. */
  readonly who?: string;
  readonly reason?: string;
  readonly on: LocalDate;
  readonly by: Actor;
}

/** A unit that is asked to come. */
export interface Member {
  readonly unit: string;
  /** The topics whose papers it got; a topic that the wall keeps from it is not among them. */
  readonly topics: readonly string[];
  readonly attendance?: Attendance;
  readonly present?: boolean;
}

/** A topic's place on the agenda; enough to find and lock its case. */
export interface AgendaLine {
  readonly topicId: string;
  readonly caseId: string;
  readonly originNumber: string;
}

/** 听证的日子: not counted (L1 36; C10), for the leg whose clock they stop. */
export interface HearingDays {
  readonly legId: string;
  readonly caseId: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** 纪要. They bind those who signed [I]; who sat there and did not sign is noted. */
export interface Minutes {
  readonly number: string;
  readonly on: LocalDate;
  readonly signedBy: readonly string[];
  readonly notSigned: readonly string[];
}

/** A meeting as its convener holds it. */
export interface StagedMeeting {
  readonly id: string;
  readonly kind: MeetingKind;
  readonly title: string;
  readonly state: MeetingState;
  readonly convenedBy: string;
  readonly on?: LocalDate;
  /** `HH:MM`, local. */
  readonly time?: string;
  readonly place?: string;
  /** How many notices were given; each change of date, place, members or agenda makes a new one. 0: none yet. */
  readonly revision: number;
  readonly members: readonly Member[];
  readonly agenda: readonly AgendaLine[];
  /** Why it was postponed or cancelled. */
  readonly reason?: string;
  readonly hearings: readonly HearingDays[];
  readonly minutes?: Minutes;
  /** The convener's books of it were lost: it stands as its members elsewhere were told. */
  readonly rebuilt?: true;
}

/** When and where; what a notice says. */
export interface Appointed {
  readonly on: LocalDate;
  readonly time?: string;
  readonly place?: string;
}

/** The row that moves a meeting by an event, or the refusal. */
export function moveMeeting(
  meeting: StagedMeeting,
  event: MeetingEventType,
  actor: Pick<Actor, 'role'>,
): Outcome<MeetingState> {
  const row = MEETING_TABLE.find((one) => one.from === meeting.state && one.event === event);
  if (row === undefined) return refuse('not-in-this-state', { state: MEETING_STATE_CODES[meeting.state] });
  return row.actors.includes(actor.role)
    ? accepted(row.to)
    : refuse('role-not-allowed', { role: actor.role, allowed: row.actors.join(', ') });
}

/** 列入议程. */
export function putOnAgenda(
  meeting: StagedMeeting,
  line: AgendaLine,
  actor: Pick<Actor, 'role'>,
): Outcome<StagedMeeting> {
  const state = moveMeeting(meeting, 'admit', actor);
  if (!state.ok) return state;
  if (meeting.agenda.some(({ caseId }) => caseId === line.caseId)) return refuse('on-agenda-already');
  return accepted({ ...meeting, state: state.value, agenda: [...meeting.agenda, line] });
}

export const takeOffAgenda = (meeting: StagedMeeting, topicId: string): StagedMeeting => ({
  ...meeting,
  agenda: meeting.agenda.filter((line) => line.topicId !== topicId),
  members: meeting.members.map((member) => ({
    ...member,
    topics: member.topics.filter((id) => id !== topicId),
  })),
});

/**
 * 会议通知, or the same again for another date: whoever had confirmed is asked anew. `cleared` names the topics that
 * each member may get; whoever may get none is not invited.
 */
export function giveNotice(
  meeting: StagedMeeting,
  appointed: Appointed,
  cleared: ReadonlyMap<string, readonly string[]>,
  context: { readonly today: LocalDate; readonly actor: Pick<Actor, 'role'> },
): Outcome<StagedMeeting> {
  const state = moveMeeting(meeting, 'give-notice', context.actor);
  if (!state.ok) return state;
  if (meeting.agenda.length === 0) return refuse('agenda-empty');
  if (appointed.on < context.today)
    return refuse('meeting-day-past', { date: appointed.on, today: context.today });
  const members = [...cleared]
    .filter(([, topics]) => topics.length > 0)
    .map(([unit, topics]) => ({ unit, topics }));
  if (members.length === 0) return refuse('nobody-to-invite', {}, '信访工作条例30(3)');
  const { on: _on, time: _time, place: _place, reason: _reason, ...kept } = meeting;
  return accepted({
    ...kept,
    ...appointed,
    state: state.value,
    revision: meeting.revision + 1,
    members,
  });
}

/** 回执. An answer to an earlier notice says nothing of the new date. */
export function confirmAttendance(
  meeting: StagedMeeting,
  unit: string,
  attendance: Attendance,
): Outcome<StagedMeeting> {
  const state = moveMeeting(meeting, 'confirm-attendance', attendance.by);
  if (!state.ok) return state;
  if (!meeting.members.some((member) => member.unit === unit))
    return refuse('meeting-party-unknown', { unit });
  if (attendance.revision !== meeting.revision) return refuse('notice-outdated');
  return accepted({
    ...meeting,
    members: meeting.members.map((member) => (member.unit === unit ? { ...member, attendance } : member)),
  });
}

/** 延期, 取消: with the reason, told to everybody who had a notice. */
export function callOff(
  meeting: StagedMeeting,
  event: 'postpone' | 'cancel',
  reason: string,
  actor: Pick<Actor, 'role'>,
): Outcome<StagedMeeting> {
  const state = moveMeeting(meeting, event, actor);
  if (!state.ok) return state;
  const told = meeting.revision === 0 ? 0 : meeting.revision + 1;
  const members = meeting.members.map(({ unit, topics }) => ({ unit, topics }));
  return accepted({ ...meeting, state: state.value, reason, revision: told, members });
}

/** 召开: on a day that has come, with those who are there. */
export function hold(
  meeting: StagedMeeting,
  held: { readonly on: LocalDate; readonly present: readonly string[] },
  context: { readonly today: LocalDate; readonly actor: Pick<Actor, 'role'> },
): Outcome<StagedMeeting> {
  const state = moveMeeting(meeting, 'hold', context.actor);
  if (!state.ok) return state;
  if (held.on > context.today) return refuse('date-in-future', { date: held.on, today: context.today });
  const stranger = held.present.find((unit) => !meeting.members.some((member) => member.unit === unit));
  if (stranger !== undefined) return refuse('meeting-party-unknown', { unit: stranger });
  return accepted({
    ...meeting,
    state: state.value,
    on: held.on,
    members: meeting.members.map((member) => ({ ...member, present: held.present.includes(member.unit) })),
  });
}

/** 印发纪要: signed by those who were there; the others who were there are noted. */
export function issueMinutes(
  meeting: StagedMeeting,
  minutes: { readonly number: string; readonly on: LocalDate; readonly signedBy?: readonly string[] },
  actor: Pick<Actor, 'role'>,
): Outcome<StagedMeeting> {
  const state = moveMeeting(meeting, 'issue-minutes', actor);
  if (!state.ok) return state;
  const present = meeting.members.filter((member) => member.present === true).map(({ unit }) => unit);
  const signedBy = minutes.signedBy ?? present;
  const absent = signedBy.find((unit) => !present.includes(unit));
  if (absent !== undefined) return refuse('signer-not-present', { unit: absent });
  const notSigned = present.filter((unit) => !signedBy.includes(unit));
  const { number, on } = minutes;
  return accepted({ ...meeting, state: state.value, minutes: { number, on, signedBy, notSigned } });
}

/** 听证的日子 of this meeting; counted once, not before it was held and not after today. */
export function excludeHearingDays(
  meeting: StagedMeeting,
  days: HearingDays,
  context: { readonly today: LocalDate; readonly actor: Pick<Actor, 'role'> },
): Outcome<StagedMeeting> {
  const state = moveMeeting(meeting, 'exclude-hearing-days', context.actor);
  if (!state.ok) return state;
  if (days.to > context.today) return refuse('date-in-future', { date: days.to, today: context.today });
  if (days.to < days.from) return refuse('date-before-event', { date: days.to });
  const overlaps = meeting.hearings.some(
    (known) => known.legId === days.legId && known.from <= days.to && days.from <= known.to,
  );
  if (overlaps) return refuse('hearing-days-counted');
  return accepted({ ...meeting, hearings: [...meeting.hearings, days] });
}
