import { type Outcome, refuse } from '../refusal.js';
import { clocksOnRedo } from './leg-clocks.js';
import type { Verdict } from './leg-event.js';
import { type Leg, owesAnswer } from './leg.js';
import { type LegContext, type Moved, move, still } from './move-leg.js';
import { accept } from './receive-leg.js';

/* What the sending end of a leg decides: objections, results; and, at either end, the meeting. */

export const agreeReturn = (leg: Leg, reason: string | undefined, context: LegContext): Outcome<Moved> =>
  move(still(leg), context, { type: 'agree-return', data: reason === undefined ? {} : { reason } });

/** The sender upholds its sending; C3 is spent, there is no second objection. */
export const confirmAssignment = (leg: Leg, reason: string, context: LegContext): Outcome<Moved> =>
  move(still(leg), context, { type: 'confirm-assignment', data: { reason } });

/** The result stands: to be answered (L9p), or ended where only a text was owed. */
export const pass = (
  leg: Leg,
  slips: { readonly numbers: readonly string[]; readonly note?: string },
  context: LegContext,
): Outcome<Moved> => {
  const note = slips.note === undefined ? {} : { note: slips.note };
  return owesAnswer(leg)
    ? move(still(leg), context, { type: 'pass', data: { slipNumbers: slips.numbers, ...note } })
    : move(still(leg), context, { type: 'take-note', data: {} });
};

/** 发还补办: papers are missing; the first limit runs on and the same opinion is allowed. */
export const supplement = (
  leg: Leg,
  list: readonly string[],
  slipNumber: string | undefined,
  context: LegContext,
): Outcome<Moved> =>
  list.length === 0
    ? refuse('reason-required', { what: '补办清单' })
    : move(
        still(leg),
        context,
        { type: 'supplement', data: { list, ...(slipNumber === undefined ? {} : { slipNumber }) } },
        {
          reopened: ['C4', "C4'", 'C7'],
        },
      );

/** 退回重新办理: facts, basis or handling are wrong; a fresh limit (C7), one more round. */
export const redo = (
  leg: Leg,
  defects: readonly string[],
  slipNumber: string | undefined,
  context: LegContext,
): Outcome<Moved> =>
  defects.length === 0
    ? refuse('reason-required', { what: '退回缺陷' })
    : move(
        still(leg),
        context,
        { type: 'redo', data: { defects, ...(slipNumber === undefined ? {} : { slipNumber }) } },
        {
          reopened: ['C4'],
          opened: clocksOnRedo(context.rulebook, context.matter, context.today, context.notAfter),
        },
      );

/** A verdict in one act, whoever gives it. */
export function rule(
  leg: Leg,
  verdict: Verdict,
  remarks: readonly string[],
  slipNumber: string | undefined,
  context: LegContext,
): Outcome<Moved> {
  switch (verdict) {
    case 'pass':
      return pass(leg, { numbers: slipNumber === undefined ? [] : [slipNumber] }, context);
    case 'supplement':
      return supplement(leg, remarks, slipNumber, context);
    case 'redo':
      return redo(leg, remarks, slipNumber, context);
  }
}

/** The leg goes to a meeting: objected legs by their sender, a leg in hand by its receiver. */
export function convene(
  leg: Leg,
  meeting: { readonly meetingId: string; readonly kind: string },
  context: LegContext,
): Outcome<Moved> {
  const taken =
    context.end === 'receiver' && (leg.state === 'SENT' || leg.state === 'SIGNED')
      ? accept(leg, context)
      : still(leg);
  return move(taken, context, { type: 'convene', data: meeting });
}

/** The minutes are signed: an objected leg ends, the convener's own leg waits for the legs that the minutes made. */
export function settleByMinutes(leg: Leg, minutes: string, context: LegContext): Outcome<Moved> {
  return leg.convenedBy === 'sender'
    ? move(still(leg), context, { type: 'return-by-minutes', data: { minutes } })
    : move(still(leg), context, { type: 'wait-by-minutes', data: { minutes } });
}

/** The meeting is not held, or left it undecided: an objection waits for its sender again, a leg in hand goes on. */
export function leaveMeeting(leg: Leg, reason: string, context: LegContext): Outcome<Moved> {
  return leg.convenedBy === 'sender'
    ? move(still(leg), context, { type: 'objection-stands', data: { reason } })
    : move(still(leg), context, { type: 'back-in-hand', data: { reason } });
}
