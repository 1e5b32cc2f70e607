import { type Outcome, accepted, refuse } from '../refusal.js';
import { clocksOnAcceptance, clocksOnArrival } from './leg-clocks.js';
import type { Notice, ReportPaper } from './leg-event.js';
import { type Leg, type Service, owesAnswer } from './leg.js';
import { type LegContext, type Moved, move, still } from './move-leg.js';

/* What the receiving end of a leg decides. */

/** The leg came in: the clocks of the receiver start on this day, signed for or not. */
export const arrive = (leg: Leg, context: LegContext): Outcome<Moved> =>
  move(
    still(leg),
    context,
    { type: 'arrive', data: {} },
    {
      opened: clocksOnArrival(context.rulebook, context.matter, leg, context.today),
    },
  );

/** 签收. By minutes, signing is also acceptance: nothing is left to object to. */
export function sign(leg: Leg, context: LegContext): Outcome<Moved> {
  const data = { receiverNumber: context.receiverNumber ?? leg.receiverNumber ?? '' };
  if (leg.byMinutes === undefined || leg.kind === 'slip') {
    return move(still(leg), context, { type: 'sign', data }, { met: ['C11'] });
  }
  return move(
    still(leg),
    context,
    { type: 'sign-by-minutes', data },
    {
      met: ['C11'],
      opened: clocksOnAcceptance(context.rulebook, context.matter, leg, context.today),
    },
  );
}

/** A first act of the receiver signs implicitly. */
const signed = (leg: Leg, context: LegContext): Outcome<Moved> =>
  leg.state === 'SENT' ? sign(leg, context) : still(leg);

const acceptance = (leg: Leg, context: LegContext) => ({
  met: ['C11', 'C3'] as const,
  opened: clocksOnAcceptance(context.rulebook, context.matter, leg, context.today),
});

/** 受理: the handling clock starts. */
export function accept(leg: Leg, context: LegContext): Outcome<Moved> {
  const so = signed(leg, context);
  return so.ok && so.value.leg.state === 'HANDLING' && leg.state === 'SENT'
    ? so
    : move(so, context, { type: 'accept', data: {} }, acceptance(leg, context));
}

/**
 * 视为受理: the objection window is over and nobody objected (L1 23(3) [I]). It counts from the day the window ended,
 * whenever the sweep comes by. The node registers the leg; signing for it (C11) is still owed by a person.
 */
export function deemAccepted(leg: Leg, context: LegContext): Outcome<Moved> {
  const window = leg.clocks.find((clock) => clock.id === 'C3');
  const then = { ...context, today: window?.effective ?? context.today };
  const data = { receiverNumber: context.receiverNumber ?? leg.receiverNumber ?? '' };
  const so = leg.state === 'SENT' ? move(still(leg), then, { type: 'sign', data }) : still(leg);
  const opened = clocksOnAcceptance(context.rulebook, context.matter, leg, then.today);
  return move(so, then, { type: 'deem-accepted', data: {} }, { met: ['C3'], opened });
}

/** 异议: "not ours", with reasons, once. */
export function object(leg: Leg, reason: string, context: LegContext): Outcome<Moved> {
  if (leg.objections > 0) return refuse('objection-only-once', {}, '信访工作条例23(3)');
  if (leg.byMinutes !== undefined) return refuse('no-objection-by-minutes', { minutes: leg.byMinutes });
  return move(signed(leg, context), context, { type: 'object', data: { reason } }, { met: ['C3', 'C11'] });
}

/** 转下级办理: passing on is an acceptance. Nothing more is said when it waits below already. */
export function passOn(
  leg: Leg,
  to: readonly string[],
  note: string | undefined,
  context: LegContext,
): Outcome<Moved> {
  if (leg.state === 'WAITING') return still(leg);
  const fresh = leg.acceptedOn === undefined ? acceptance(leg, context) : { met: ['C11'] as const };
  const data = { to, ...(note === undefined ? {} : { note }) };
  return move(signed(leg, context), context, { type: 'pass-on', data }, fresh);
}

/** Any act of handling starts it: signed, accepted and in hand, whatever was skipped. */
export function inHand(leg: Leg, context: LegContext): Outcome<Moved> {
  const taken = leg.state === 'SENT' || leg.state === 'SIGNED' ? accept(leg, context) : still(leg);
  return taken.ok && taken.value.leg.state === 'ACCEPTED'
    ? move(taken, context, { type: 'handle', data: {} })
    : taken;
}

/** The unit itself tells the petitioner that it has the matter (C2 at the receiver). */
export const notifyOnLeg = (leg: Leg, notice: Notice, context: LegContext): Outcome<Moved> => {
  const taken = leg.state === 'SENT' || leg.state === 'SIGNED' ? accept(leg, context) : still(leg);
  return move(taken, context, { type: 'notify', data: notice }, { met: ['C2', 'C11'] });
};

/** 报结. Guard 5: a result report needs number, signer, its four text parts and the draft answer. */
export function report(leg: Leg, paper: ReportPaper, context: LegContext): Outcome<Moved> {
  const missing = missingParts(leg, paper);
  if (missing.length > 0)
    return refuse('report-incomplete', { missing: missing.join('、') }, '信访工作条例31(6)');
  const so = leg.state === 'REDO' ? still(leg) : inHand(leg, context);
  return move(so, context, { type: 'report', data: paper }, { met: ['C3', 'C4', "C4'", 'C7', 'C11'] });
}

/** 和解: the parties agreed (L1 33); the report carries the agreement. */
export function mediated(leg: Leg, paper: ReportPaper, context: LegContext): Outcome<Moved> {
  const missing = missingParts(leg, paper);
  if (missing.length > 0)
    return refuse('report-incomplete', { missing: missing.join('、') }, '信访工作条例33');
  const met = { met: ['C3', 'C4', "C4'", 'C7', 'C11'] } as const;
  return move(inHand(leg, context), context, { type: 'mediated', data: paper }, met);
}

/** 撤回, asked by the sender: given back while nothing was accepted; the receiver decides (L2, L3). */
export const giveBack = (leg: Leg, reason: string, context: LegContext): Outcome<Moved> =>
  move(still(leg), context, { type: 'recall', data: { reason } });

function missingParts(leg: Leg, paper: ReportPaper): string[] {
  if (!owesAnswer(leg) || paper.verification === true) return [];
  const { parts } = paper;
  return [
    ...(parts === undefined
      ? ['交办文号及基本情况', '信访人基本情况', '反映的主要问题和诉求', '调查处理情况']
      : []),
    ...(paper.outcome === undefined ? ['办理结论'] : []),
    // The office answers where the committee studied (guard 12): the draft is the committee's all the same.
    ...(paper.draftAnswer === undefined ? ['拟答复'] : []),
  ];
}

/** The middle tier reports upward once nothing is open below: verified, then reported (L6w → L6 → L8). */
export function reportUp(leg: Leg, paper: ReportPaper, context: LegContext): Outcome<Moved> {
  const verified =
    leg.state === 'WAITING'
      ? move(still(leg), context, { type: 'children-done', data: {} })
      : inHand(leg, context);
  return verified.ok
    ? follow(verified, report(verified.value.leg, { ...paper, verification: true }, context))
    : verified;
}

const follow = (first: Outcome<Moved>, then: Outcome<Moved>): Outcome<Moved> =>
  !first.ok || !then.ok
    ? first.ok
      ? then
      : first
    : accepted({ leg: then.value.leg, events: [...first.value.events, ...then.value.events] });

/** 送达: the written answer, or the lawful reason why not. It also satisfies an open notice (C2). */
export const serve = (leg: Leg, service: Service, context: LegContext): Outcome<Moved> =>
  move(still(leg), context, { type: 'serve', data: service }, { met: ['C2'] });

/** The answer was served below; the tier above it owes no second one. */
export const answeredBelow = (leg: Leg, service: Service, context: LegContext): Outcome<Moved> =>
  move(still(leg), context, { type: 'answered-below', data: service }, { met: ['C2'] });
