import { type Outcome, accepted, refuse } from '../refusal.js';
import type { Actor } from '../roles.js';
import type { LocalDate } from '../time/local-date.js';
import {
  type MeetingKind,
  TOPIC_PROPOSERS,
  TOPIC_TABLE,
  type TopicEventType,
  type TopicState,
} from './meeting-table.js';

/** 专题询问, 质询 (监督法): instruments of the Standing Committee; people decide on them, the system records it. */
export const INSTRUMENTS = ['special-inquiry', 'questioning'] as const;
export type Instrument = (typeof INSTRUMENTS)[number];

/** What a meeting decided on one case. */
export type Decision =
  | {
      /** 主办、协办 by a number of days from the minutes' date. */
      readonly kind: 'assign';
      readonly lead: string;
      readonly co: readonly string[];
      readonly days: number;
      /** 同类事项: from now on matters of this topic go to this unit; the minutes are its source. */
      readonly forThisKind?: { readonly topic: string; readonly to: string };
    }
  | {
      /** 交办会: each receiving unit signs for the item. */
      readonly kind: 'handover';
      readonly receivers: readonly { readonly to: string; readonly days?: number }[];
    }
  | { readonly kind: 'adjourn'; readonly reason: string }
  | {
      /** Guard 13: the common superior decides, or the 信访工作联席会议. */
      readonly kind: 'hand-on';
      readonly reason: string;
    }
  | {
      /** 听取汇报: what was heard, and by when the unit reports again; `next` proposes the next rung of the ladder. */
      readonly kind: 'heard';
      readonly text: string;
      readonly reportBy?: LocalDate;
      readonly next?: 'coordination' | 'directors';
    }
  | { readonly kind: 'instrument'; readonly instrument: Instrument; readonly text: string };
export type DecisionKind = Decision['kind'];

/** 议题: one case on its way to a meeting. */
export interface Topic {
  readonly id: string;
  readonly caseId: string;
  readonly originNumber: string;
  /** The kind of meeting that it asks for. */
  readonly wanted: MeetingKind;
  readonly why: string;
  /** 听取汇报: the leg whose holder is to report. */
  readonly legId?: string;
  readonly proposedBy: Actor;
  readonly proposedOn: LocalDate;
  readonly state: TopicState;
  readonly meetingId?: string;
  /** Who declined it, and why. */
  readonly declined?: { readonly on: LocalDate; readonly by: Actor; readonly reason: string };
  readonly decision?: Decision;
  /** The legs that the minutes made of the decision. */
  readonly legs?: readonly string[];
}

type Who = Pick<Actor, 'role'>;

function moveTopic(topic: Topic, event: TopicEventType, actor: Who): Outcome<TopicState> {
  const row = TOPIC_TABLE.find((one) => one.from === topic.state && one.event === event);
  if (row === undefined) return refuse('not-in-this-state', { state: topic.state });
  return row.actors.includes(actor.role)
    ? accepted(row.to)
    : refuse('role-not-allowed', { role: actor.role, allowed: row.actors.join(', ') });
}

/** 提出议题: a case stands on one list at a time. */
export function proposeTopic(topic: Topic, earlier: readonly Topic[]): Outcome<Topic> {
  if (!TOPIC_PROPOSERS.includes(topic.proposedBy.role))
    return refuse('role-not-allowed', { role: topic.proposedBy.role, allowed: TOPIC_PROPOSERS.join(', ') });
  return earlier.some(isWaiting) ? refuse('on-agenda-already') : accepted(topic);
}

/** Proposed, on an agenda, or decided without minutes. */
export const isWaiting = ({ state }: Pick<Topic, 'state'>): boolean =>
  state === 'PROPOSED' || state === 'ADMITTED' || state === 'DECIDED';

export function admitTopic(topic: Topic, meetingId: string, actor: Who): Outcome<Topic> {
  const state = moveTopic(topic, 'admit', actor);
  return state.ok ? accepted({ ...topic, state: state.value, meetingId }) : state;
}

export function declineTopic(
  topic: Topic,
  declined: { readonly on: LocalDate; readonly by: Actor; readonly reason: string },
): Outcome<Topic> {
  const state = moveTopic(topic, 'decline', declined.by);
  return state.ok ? accepted({ ...topic, state: state.value, declined }) : state;
}

/** The meeting is not held: the topic waits for another one. */
export function freeTopic(topic: Topic, actor: Who): Outcome<Topic> {
  const state = moveTopic(topic, 'take-off', actor);
  if (!state.ok) return state;
  const { meetingId: _off, ...rest } = topic;
  return accepted({ ...rest, state: state.value });
}

/** Which meeting may decide what: instruments of the Standing Committee are for the directors' meeting alone. */
export function mayDecideSo(decision: Decision, kind: MeetingKind): boolean {
  switch (decision.kind) {
    case 'instrument':
      return kind === 'directors';
    case 'heard':
      return kind === 'hearing-a-report' || kind === 'directors';
    case 'handover':
      return kind === 'handover' || kind === 'joint' || kind === 'special';
    case 'assign':
      return kind !== 'handover';
    case 'hand-on':
      return kind !== 'handover' && kind !== 'hearing-a-report';
    case 'adjourn':
      return true;
  }
}

/** The units that a decision gives work to. */
export function unitsOfDecision(decision: Decision): readonly string[] {
  switch (decision.kind) {
    case 'assign':
      return [decision.lead, ...decision.co];
    case 'handover':
      return decision.receivers.map(({ to }) => to);
    case 'adjourn':
    case 'hand-on':
    case 'heard':
    case 'instrument':
      return [];
  }
}

/** 议定: the units it names sat there for this topic. */
export function decideTopic(
  topic: Topic,
  decision: Decision,
  meeting: { readonly kind: MeetingKind; readonly seated: readonly string[] },
  actor: Who,
): Outcome<Topic> {
  const state = moveTopic(topic, 'decide', actor);
  if (!state.ok) return state;
  if (!mayDecideSo(decision, meeting.kind)) return refuse('not-for-this-meeting', { kind: meeting.kind });
  const units = unitsOfDecision(decision);
  if (new Set(units).size !== units.length) return refuse('unit-named-twice');
  const stranger = units.find((unit) => !meeting.seated.includes(unit));
  if (stranger !== undefined) return refuse('meeting-party-unknown', { unit: stranger });
  return accepted({ ...topic, state: state.value, decision });
}

export function settleTopic(topic: Topic, legs: readonly string[], actor: Who): Outcome<Topic> {
  const state = moveTopic(topic, 'settle', actor);
  return state.ok ? accepted({ ...topic, state: state.value, legs }) : state;
}
