import type { Clock } from '../time/clock.js';
import type { LocalDate } from '../time/local-date.js';
import type { Period } from '../time/period.js';

/**
 * A leg is one hop of a case from one unit to another. Both ends hold a copy; the same events,
 * in the same order, bring both copies to the same state.
 *
 * refer 转办 · assign 交办 · lead 主办 · co 协办 · slip 反馈意见 (a committee reviews a result) · handover 交办会
 */
export const LEG_KINDS = ['refer', 'assign', 'lead', 'co', 'slip', 'handover'] as const;
export type LegKind = (typeof LEG_KINDS)[number];

/** 要结果, 要情况, or (slips) an opinion. */
export const WANTS = ['result', 'account', 'opinion'] as const;
export type Wants = (typeof WANTS)[number];

export const LEG_STATES = [
  'SENT',
  'SIGNED',
  'OBJECTED',
  'ACCEPTED',
  'HANDLING',
  'WAITING',
  'EXTENSION_PENDING',
  'REPORTED',
  'REDO',
  'ANSWERING',
  'RETURNED',
  'RECALLED',
  'DONE',
  'UNDER_REVIEW',
  'IN_MEETING',
] as const;
export type LegState = (typeof LEG_STATES)[number];

/** The short code of a state, as the field writes it. */
export const LEG_STATE_CODES = {
  SENT: 'L2',
  SIGNED: 'L3',
  OBJECTED: 'L4',
  ACCEPTED: 'L5',
  HANDLING: 'L6',
  WAITING: 'L6w',
  EXTENSION_PENDING: 'L7',
  REPORTED: 'L8',
  REDO: 'L9',
  ANSWERING: 'L9p',
  RETURNED: 'L9r',
  RECALLED: 'L9c',
  DONE: 'L10',
  UNDER_REVIEW: 'L11',
  IN_MEETING: 'L12',
} as const satisfies Record<LegState, string>;

/** States in which nothing is owed any more on this leg. */
export const ENDED_LEG_STATES: readonly LegState[] = ['RETURNED', 'RECALLED', 'DONE'];

export const isOpenLeg = (leg: Pick<Leg, 'state'>): boolean => !ENDED_LEG_STATES.includes(leg.state);

/** The two ends of a leg. Exactly one of them decides each transition. */
export const ENDS = ['sender', 'receiver'] as const;
export type End = (typeof ENDS)[number];

export interface LegLimit {
  /** Days from acceptance set by the assigner (from the minutes' date when by minutes). */
  readonly days?: number;
  /** The latest date that the parent's limit allows: its effective end less the reserve. */
  readonly notAfter?: LocalDate;
  /** 要求反馈: a referral's feedback is due this long after the sending. */
  readonly feedback?: Period;
}

/** How the petitioner was answered, or the lawful reason why not. */
export interface Service {
  readonly on: LocalDate;
  /** 直接送达, 邮寄, 当面, 网上, 书面 …; for a reason why not: the reason itself. */
  readonly how: string;
  readonly proof?: string;
  readonly answered: boolean;
}

/**
 * A request for more time. The **legal** limit (C4) is extended by the head of the handling unit, the limit **set by
 * an assigner** (C4') only by that assigner [I].
 */
export interface PendingExtension {
  readonly of: 'C4' | "C4'";
  /** Calendar days from the raw end of the first period. */
  readonly days: number;
  readonly reason: string;
  /** The user who asked: another one approves (guard 4). */
  readonly askedBy: string;
  readonly askedOn: LocalDate;
}

/** The receiving end of a leg as it was: the unit of then keeps its name in the history. */
export interface FormerHolder {
  readonly unit: string;
  readonly node: string;
  /** The legal day on which the leg went over. */
  readonly until: LocalDate;
}

export interface Leg {
  /** UUIDv7, the same at both ends; also the id of the message stream. */
  readonly id: string;
  readonly originNumber: string;
  readonly kind: LegKind;
  readonly wants: Wants;
  readonly from: string;
  readonly to: string;
  /**
   * Who held the receiving end before, the first holder first (L1 24(2)): a body that was succeeded, or the keeper of
   * a unit that has a node of its own now. Absent: nobody.
   */
  readonly formerly?: readonly FormerHolder[];
  /** The nodes that keep the two ends; equal when a node's own unit is addressed. */
  readonly fromNode: string;
  readonly toNode: string;
  readonly state: LegState;
  /** 1 until a redo; each redo adds one. */
  readonly round: number;
  /** The letter's number, e.g. 市人信交〔2026〕3号. */
  readonly letterNumber: string;
  readonly limit: LegLimit;
  /** Who gives the written answer: the handling organ, or the office (guard 12). */
  readonly answeredBy: 'handler' | 'sender';
  /** The number of the minutes that made this leg: no objection, limit from the minutes' date. */
  readonly byMinutes?: string;
  /** Legs of one dispatch or one meeting: the lead's pass ends its co legs. */
  readonly group: string;
  /** Committees that review the result before the sender passes it. */
  readonly reviewers: { readonly committees: readonly string[]; readonly rule: 'all' | 'any' };
  /** Slip legs: the leg whose result is reviewed. */
  readonly reviewOf?: string;
  /** Whether the receiver owes the petitioner a notice of its own (C2). */
  readonly notifies: boolean;
  readonly senderNumber: string;
  readonly receiverNumber?: string;
  readonly sentOn: LocalDate;
  readonly arrivedOn?: LocalDate;
  readonly signedOn?: LocalDate;
  readonly acceptedOn?: LocalDate;
  /** 视为受理: the objection window passed in silence. */
  readonly deemed?: boolean;
  readonly objections: number;
  readonly reports: number;
  readonly reportedOn?: LocalDate;
  readonly passedOn?: LocalDate;
  readonly service?: Service;
  readonly endedOn?: LocalDate;
  readonly convenedBy?: End;
  /** 复查、复核 asked for so far: 1 review, 2 re-review; after that the matter is barred (L1 36(3)). */
  readonly reviews?: number;
  /** L7: what was asked for and is not decided yet. */
  readonly pendingExtension?: PendingExtension;
  /** 上级期限缩短: since that day nothing here fits into what is left above unless it ends by `fits`. */
  readonly limitWarning?: { readonly on: LocalDate; readonly fits: LocalDate };
  readonly clocks: readonly Clock[];
}

/** Both ends in one node: the addressee is a unit without a node, or a unit inside the node. */
export const isLocalLeg = (leg: Pick<Leg, 'fromNode' | 'toNode'>): boolean => leg.fromNode === leg.toNode;

/** Co-handlers, accounts and slips owe a text to the sender, not an answer to the petitioner. */
export const owesAnswer = (leg: Pick<Leg, 'kind' | 'wants'>): boolean =>
  leg.kind !== 'co' && leg.kind !== 'slip' && leg.wants === 'result';
