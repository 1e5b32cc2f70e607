import type { LegContext, Moved } from '../leg/move-leg.js';
import { move, still } from '../leg/move-leg.js';
import type { Leg } from '../leg/leg.js';
import { inHand } from '../leg/receive-leg.js';
import type { Outcome } from '../refusal.js';

/**
 * 报告办理进展: how far the matter is. It settles the reminders that are open on the leg and moves no limit; in a redo
 * and while it waits below it says so there, otherwise the matter is in hand from now on.
 */
export function interimReport(leg: Leg, text: string, context: LegContext): Outcome<Moved> {
  const taken = leg.state === 'REDO' || leg.state === 'WAITING' ? still(leg) : inHand(leg, context);
  return move(taken, context, { type: 'interim-report', data: { text } }, { met: ['C11'] });
}
