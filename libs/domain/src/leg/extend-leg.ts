import { type Outcome, refuse } from '../refusal.js';
import type { Calendar } from '../time/calendar.js';
import { type Clock, countClock } from '../time/clock.js';
import { extendClock, withdrawExtension } from '../time/extension.js';
import { findRule } from '../time/legal-period.js';
import type { LocalDate } from '../time/local-date.js';
import type { Leg, PendingExtension } from './leg.js';
import { type LegContext, type Moved, move, still } from './move-leg.js';
import { inHand } from './receive-leg.js';

/* 延期 (guard 4): once, before expiry, capped, reasoned, approved by another, the petitioner told, the original kept. */

/** What the handler asks for; without `of` the limit that the assigner set, else the legal one. */
export interface ExtensionRequest {
  readonly of?: PendingExtension['of'];
  readonly days: number;
  readonly reason: string;
}

/** 申请延期. What could never be approved is refused at once, with its article. */
export function requestExtension(leg: Leg, asked: ExtensionRequest, context: LegContext): Outcome<Moved> {
  // A first act of the receiver accepts: the limit that is to be moved starts with it.
  const so = inHand(leg, context);
  if (!so.ok) return so;
  const running = so.value.leg.clocks.filter((clock) => clock.metOn === undefined);
  const of = asked.of ?? (running.some((clock) => clock.id === "C4'") ? "C4'" : 'C4');
  const { days, reason } = asked;
  const change = { type: 'request-extension', data: { of, days, reason } } as const;
  const may = move(so, context, change);
  if (!may.ok) return may;
  // The date that an assigner set may move with its approval: whether it does is not for the asking to judge.
  const asking =
    of === "C4'" ? { ...so.value.leg, clocks: so.value.leg.clocks.map(unbounded) } : so.value.leg;
  const extended = extend(asking, of, days, context.today, context, undefined);
  return extended.ok ? may : extended;
}

function unbounded(clock: Clock): Clock {
  const { notAfter: _set, ...rest } = clock;
  return rest;
}

/**
 * 批准延期 by whoever decides: the head of the handling unit for the legal limit, the assigner for its own.
 * `notAfter` is the latest date that the assigner's own limit leaves now; it may have moved since the sending.
 */
export function approveExtension(
  leg: Leg,
  told: string,
  notAfter: LocalDate | undefined,
  context: LegContext,
): Outcome<Moved> {
  const pending = leg.pendingExtension;
  if (pending === undefined)
    return move(still(leg), context, { type: 'approve-extension', data: { days: 1, told } });
  if (pending.of === 'C4' && pending.askedBy === context.actor.user) {
    return refuse('approver-is-requester', { user: pending.askedBy });
  }
  const extended = extend(leg, pending.of, pending.days, context.today, context, notAfter);
  if (!extended.ok) return extended;
  const data = { days: pending.days, told };
  const replaced = [extended.value, ...boundAlike(leg, extended.value, context.rulebook.calendar)];
  return move(still(leg), context, { type: 'approve-extension', data }, { replaced });
}

/**
 * The assigner's date cuts the other limits of the leg off too (domain.md §4: the earlier of both): where its approval
 * moved the date, or took the move back, they follow.
 */
function boundAlike(leg: Leg, moved: Clock, calendar: Calendar): readonly Clock[] {
  const { notAfter } = moved;
  if (notAfter === undefined || moved.id !== "C4'") return [];
  return leg.clocks
    .filter(
      (clock) =>
        clock.id !== moved.id && clock.metOn === undefined && (clock.notAfter ?? notAfter) !== notAfter,
    )
    .map((clock) => {
      const bound: Clock = { ...clock, notAfter };
      return { ...bound, ...countClock(bound, calendar), calendarVersion: calendar.version };
    });
}

/** 不予延期, with the reason. */
export const refuseExtension = (leg: Leg, reason: string, context: LegContext): Outcome<Moved> =>
  move(still(leg), context, { type: 'refuse-extension', data: { reason } });

/** What an approved extension leaves when it is taken back, or why it cannot be. */
export function unextended(
  leg: Leg,
  of: PendingExtension['of'],
  on: LocalDate,
  calendar: Calendar,
): Outcome<Clock> {
  const clock = leg.clocks.findLast((running) => running.id === of && running.metOn === undefined);
  if (clock === undefined) return refuse('no-limit-to-extend', { of });
  const restored = withdrawExtension(clock, on, calendar);
  return restored.ok ? restored : refuse(restored.slug, { why: restored.message }, '信访工作条例34');
}

/**
 * 撤销延期批准 by whoever approved: the head takes the legal one back, the system what the assigner asked for. The
 * first date stands again, and more time may be asked for again. Refused once the first date has passed [I].
 */
export function revokeExtension(
  leg: Leg,
  asked: { readonly of: PendingExtension['of']; readonly reason: string },
  context: LegContext,
): Outcome<Moved> {
  const { of, reason } = asked;
  // A limit that an assigner set is moved only by that assigner: it asks, and the holder's node acts for it.
  if (of === "C4'" && context.actor.role !== 'system')
    return refuse('not-the-deciding-end', { end: 'sender' });
  const restored = unextended(leg, of, context.today, context.rulebook.calendar);
  if (!restored.ok) return restored;
  const others = boundAlike(leg, restored.value, context.rulebook.calendar);
  const passed = others.find((clock) => clock.effective < context.today);
  if (passed !== undefined) return refuse('extension-relied-on', { why: passed.effective }, '信访工作条例34');
  const change = { type: 'revoke-extension', data: { of, reason } } as const;
  return move(still(leg), context, change, { replaced: [restored.value, ...others] });
}

/** The effective end came and nobody decided: the request lapses, the delay is the approver's (L1 43, 44). */
export const lapseExtension = (leg: Leg, context: LegContext): Outcome<Moved> =>
  move(still(leg), context, { type: 'lapse-extension', data: {} });

/** Whether the limit in question has ended while the request lay undecided. */
export const extensionIsOverdue = (leg: Leg, today: LocalDate): boolean =>
  leg.clocks.some(
    (clock) => clock.id === leg.pendingExtension?.of && clock.metOn === undefined && clock.effective < today,
  );

function extend(
  leg: Leg,
  of: PendingExtension['of'],
  days: number,
  on: LocalDate,
  { rulebook }: LegContext,
  notAfter: LocalDate | undefined,
): Outcome<Clock> {
  const clock = leg.clocks.findLast((running) => running.id === of && running.metOn === undefined);
  if (clock === undefined) return refuse('no-limit-to-extend', { of });
  const rule = findRule(rulebook.pack, of === 'C4' ? 'C5' : 'C5.assigned');
  const general = rule.ok ? rule : findRule(rulebook.pack, 'C5');
  if (!general.ok) return refuse('extension-not-provided', { why: general.message });
  const { calendar } = rulebook;
  const cap = notAfter === undefined ? {} : { notAfter };
  const extended = extendClock(clock, {
    rule: general.value,
    period: { n: days, unit: '日' },
    on,
    calendar,
    ...cap,
  });
  return extended.ok
    ? extended
    : refuse(extended.slug, { why: extended.message }, extended.article ?? '信访工作条例34');
}
