import type { Role } from '../roles.js';

/**
 * 协调会 · 专题会议 · 人大信访联席会 · 交办会 · 听取汇报 · 主任会议. The 信访工作联席会议 of party and government (L1 13) is none
 * of them: it is a body that one may turn to.
 */
export const MEETING_KINDS = [
  'coordination',
  'special',
  'joint',
  'handover',
  'hearing-a-report',
  'directors',
] as const;
export type MeetingKind = (typeof MEETING_KINDS)[number];

/** 筹备 · 已通知 · 延期 · 已召开 · 已印发纪要 · 已取消. */
export const MEETING_STATES = ['PLANNED', 'CALLED', 'POSTPONED', 'HELD', 'CONCLUDED', 'CANCELLED'] as const;
export type MeetingState = (typeof MEETING_STATES)[number];

/** The short code of a state on screen. */
export const MEETING_STATE_CODES = {
  PLANNED: 'H1',
  CALLED: 'H2',
  POSTPONED: 'H2p',
  HELD: 'H3',
  CONCLUDED: 'H4',
  CANCELLED: 'HX',
} as const satisfies Record<MeetingState, string>;

export const MEETING_EVENTS = [
  'admit',
  'give-notice',
  'confirm-attendance',
  'postpone',
  'cancel',
  'hold',
  'decide',
  'exclude-hearing-days',
  'issue-minutes',
] as const;
export type MeetingEventType = (typeof MEETING_EVENTS)[number];

/** 议题: 已提出 · 列入议程 · 已议定 · 已写入纪要 · 未列入. */
export const TOPIC_STATES = ['PROPOSED', 'ADMITTED', 'DECIDED', 'SETTLED', 'DECLINED'] as const;
export type TopicState = (typeof TOPIC_STATES)[number];

export const TOPIC_EVENTS = ['admit', 'decline', 'take-off', 'decide', 'settle'] as const;
export type TopicEventType = (typeof TOPIC_EVENTS)[number];

export interface Step<S, E> {
  readonly from: S;
  readonly event: E;
  readonly to: S;
  /** Who decides it. */
  readonly actors: readonly Role[];
  readonly basis: string;
}

/** Whoever keeps the agenda (会务): the convening office's dispatcher, its head, its leaders. */
const SECRETARIAT = ['dispatcher', 'head', 'leader'] as const;
/** Whoever answers a notice for a member. */
const MEMBERS = ['registrar', 'handler', 'dispatcher', 'reviewer', 'head', 'leader'] as const;

const of = (
  from: MeetingState,
  event: MeetingEventType,
  to: MeetingState,
  actors: readonly Role[] = SECRETARIAT,
  basis = '[I]',
): Step<MeetingState, MeetingEventType> => ({ from, event, to, actors, basis });

/** The life of a meeting. A notice may be given again while it is called: for another date, place, member or agenda. */
export const MEETING_TABLE: readonly Step<MeetingState, MeetingEventType>[] = [
  of('PLANNED', 'admit', 'PLANNED'),
  of('PLANNED', 'give-notice', 'CALLED', SECRETARIAT, '信访工作条例24'),
  of('PLANNED', 'cancel', 'CANCELLED'),
  of('CALLED', 'admit', 'CALLED'),
  of('CALLED', 'give-notice', 'CALLED', SECRETARIAT, '信访工作条例24'),
  of('CALLED', 'confirm-attendance', 'CALLED', MEMBERS),
  of('CALLED', 'postpone', 'POSTPONED'),
  of('CALLED', 'cancel', 'CANCELLED'),
  of('CALLED', 'hold', 'HELD', SECRETARIAT, '信访工作条例24'),
  of('POSTPONED', 'admit', 'POSTPONED'),
  of('POSTPONED', 'give-notice', 'CALLED', SECRETARIAT, '信访工作条例24'),
  of('POSTPONED', 'cancel', 'CANCELLED'),
  of('HELD', 'decide', 'HELD', SECRETARIAT, '信访工作条例24'),
  of('HELD', 'exclude-hearing-days', 'HELD', SECRETARIAT, '信访工作条例36'),
  of('HELD', 'issue-minutes', 'CONCLUDED', SECRETARIAT, '信访工作条例24'),
];

const on = (
  from: TopicState,
  event: TopicEventType,
  to: TopicState,
  actors: readonly Role[] = SECRETARIAT,
): Step<TopicState, TopicEventType> => ({ from, event, to, actors, basis: '[I]' });

/** The life of a topic: of one case on its way to one meeting. What a meeting adjourns is proposed anew. */
export const TOPIC_TABLE: readonly Step<TopicState, TopicEventType>[] = [
  on('PROPOSED', 'admit', 'ADMITTED'),
  on('PROPOSED', 'decline', 'DECLINED'),
  on('ADMITTED', 'decline', 'DECLINED'),
  on('ADMITTED', 'take-off', 'PROPOSED', [...SECRETARIAT, 'system']),
  on('ADMITTED', 'decide', 'DECIDED'),
  // Until the minutes are issued the secretariat may still set right what it wrote down.
  on('DECIDED', 'decide', 'DECIDED'),
  on('DECIDED', 'settle', 'SETTLED'),
];

/** Roles that may propose a case for an agenda. */
export const TOPIC_PROPOSERS: readonly Role[] = [
  'registrar',
  'dispatcher',
  'supervisor',
  'reviewer',
  'head',
  'leader',
  'system',
];
