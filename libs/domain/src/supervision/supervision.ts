import type { Leg } from '../leg/leg.js';
import { LEG_STATE_CODES } from '../leg/leg.js';
import { type Outcome, accepted, refuse } from '../refusal.js';
import type { Actor } from '../roles.js';
import type { Calendar } from '../time/calendar.js';
import { computeEnd } from '../time/end.js';
import { type LocalDate, earlierOf } from '../time/local-date.js';
import type { Period } from '../time/period.js';

/** 电话催办 · 催办单 (number 1 and 2) · 督办函, which must be answered. */
export const SUPERVISION_KINDS = ['telephone', 'slip', 'letter'] as const;
export type SupervisionKind = (typeof SUPERVISION_KINDS)[number];

/** By when a supervision letter must be answered, with what gave the date. Lateness is computed. */
export interface ReplyDue {
  readonly start: LocalDate;
  readonly period: Period;
  readonly raw: LocalDate;
  readonly effective: LocalDate;
  readonly provisional: boolean;
  readonly calendarVersion: string;
}

/** The holder's answer to a supervision letter: taken up or not, with reasons. */
export interface SupervisionReply {
  readonly on: LocalDate;
  readonly by: Actor;
  readonly number: string;
  readonly adopted: boolean;
  /** What was done, or the reasons why not. */
  readonly text: string;
}

/** What brought an open reminder or letter to rest. */
export const SETTLED_BY = ['interim-report', 'report', 'reply', 'ended'] as const;
export type SettledBy = (typeof SETTLED_BY)[number];

/** One numbered act of chasing on a leg. Both ends hold it; it never moves the leg's state or its limit. */
export interface Supervision {
  readonly id: string;
  readonly legId: string;
  readonly originNumber: string;
  readonly kind: SupervisionKind;
  /** Which call, slip or letter of this round of the leg it is, from 1. */
  readonly ordinal: number;
  readonly round: number;
  /** 发文字号; a call has the number of the call register. */
  readonly number: string;
  readonly from: string;
  readonly to: string;
  readonly issuedOn: LocalDate;
  readonly by: Actor;
  readonly text: string;
  /** Calls: who was spoken to (a post), and what was promised. */
  readonly call?: { readonly spokeWith?: string; readonly promised: string };
  /** Slip 2 and letters: a copy goes to the head of the unit. */
  readonly copyToHead: boolean;
  readonly replyDue?: ReplyDue;
  /** 上级督办件: the number of the letter from above that this one passes on. */
  readonly under?: string;
  /** Shown to the holder and marked read there. */
  readonly read?: { readonly on: LocalDate; readonly by: Actor };
  readonly reply?: SupervisionReply;
  readonly settled?: { readonly on: LocalDate; readonly how: SettledBy };
}

/** States in which the holder owes something; in the others the sender itself is to act. */
const HOLDER_OWES: readonly Leg['state'][] = [
  'SENT',
  'SIGNED',
  'ACCEPTED',
  'HANDLING',
  'WAITING',
  'EXTENSION_PENDING',
  'REDO',
  'ANSWERING',
  'IN_MEETING',
];

/** Slips are numbered 1 and 2; what helps after them is a letter. */
const MOST_SLIPS = 2;

/** Whether the holder of this leg can be reminded now. */
export const mayChase = (leg: Leg): Outcome<Leg> =>
  HOLDER_OWES.includes(leg.state)
    ? accepted(leg)
    : refuse('not-in-this-state', { state: LEG_STATE_CODES[leg.state] });

/** 催办单 1, then 2, then no third: the next is a supervision letter. `asked` is the number that the supervisor means. */
export function slipOrdinal(
  earlier: readonly Supervision[],
  round: number,
  asked: number | undefined,
): Outcome<number> {
  const next = earlier.filter((one) => one.kind === 'slip' && one.round === round).length + 1;
  if (next > MOST_SLIPS) return refuse('slips-used-up', { used: String(MOST_SLIPS) });
  return asked === undefined || asked === next
    ? accepted(next)
    : refuse('slip-out-of-turn', { asked: String(asked), next: String(next) });
}

/** Calls, slips and letters are counted each for itself, within one round of the leg. */
export const nextOrdinal = (earlier: readonly Supervision[], kind: SupervisionKind, round: number): number =>
  earlier.filter((one) => one.kind === kind && one.round === round).length + 1;

/**
 * The reply date of a letter: an end on a day off moves to the next working day. Under a letter from above it never
 * outlives that one (guard 3 in kind).
 */
export function replyDueOf(
  start: LocalDate,
  period: Period,
  calendar: Calendar,
  above?: ReplyDue,
): Outcome<ReplyDue> {
  const end = computeEnd({ start, period, shift: 'next', calendar });
  if (!end.ok) return refuse('calendar-missing', { date: start });
  const { raw, effective, provisional } = end.value;
  return accepted({
    start,
    period,
    raw: above === undefined ? raw : earlierOf(raw, above.effective),
    effective: above === undefined ? effective : earlierOf(effective, above.effective),
    provisional,
    calendarVersion: calendar.version,
  });
}

/** A reminder rests with an interim report; a letter only with its reply or the result itself. */
function settles(how: SettledBy, kind: SupervisionKind): boolean {
  switch (how) {
    case 'interim-report':
      return kind !== 'letter';
    case 'reply':
      return kind === 'letter';
    case 'report':
    case 'ended':
      return true;
  }
}

/** The same record at rest; what rests already stays as it was. */
export const settle = (one: Supervision, how: SettledBy, on: LocalDate): Supervision =>
  one.settled === undefined && settles(how, one.kind) ? { ...one, settled: { on, how } } : one;

/** 回复督办函: once, by the holder; it proves the reading as well. */
export function replyTo(one: Supervision, reply: SupervisionReply): Outcome<Supervision> {
  if (one.kind !== 'letter') return refuse('no-reply-owed', { number: one.number });
  if (one.reply !== undefined) return refuse('replied-already', { on: one.reply.on });
  const { on, by } = reply;
  return accepted({ ...settle(one, 'reply', on), reply, read: one.read ?? { on, by } });
}

/** Late: the reply date has passed without reply or result, or it came after it (replied late stays late). */
export const isReplyLate = ({ replyDue, settled }: Supervision, today: LocalDate): boolean =>
  replyDue !== undefined && (settled?.on ?? today) > replyDue.effective;
