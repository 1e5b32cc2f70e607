import { type Outcome, accepted, refuse } from '../refusal.js';
import type { Actor } from '../roles.js';
import type { RuleContext } from '../time/legal-period.js';
import type { LocalDate } from '../time/local-date.js';
import { applyLegEvent } from './apply-leg.js';
import type { Rulebook } from './leg-clocks.js';
import { mayMoveEnds } from './ends-moved.js';
import type { LegEvent } from './leg-event.js';
import { type End, type Leg, LEG_STATE_CODES } from './leg.js';
import { transitionFor } from './leg-row.js';
import type { LegTransition } from './leg-table.js';

/** What a decision about a leg needs to know beyond the leg. */
export interface LegContext {
  readonly today: LocalDate;
  /** The legal instant, ISO 8601 UTC. */
  readonly at: string;
  readonly actor: Actor;
  /** The end at which this is decided. */
  readonly end: End;
  readonly rulebook: Rulebook;
  /** The matter and the receiving body, for the rule pack. */
  readonly matter: RuleContext;
  /** A redo: the latest date that the limit from above leaves to it; absent: nothing is above, or nothing is left. */
  readonly notAfter?: LocalDate;
  /** The number under which the receiver registers; needed only while the leg is not signed for. */
  readonly receiverNumber?: string;
}

/** A leg brought further, with the events that did it, in order. */
export interface Moved {
  readonly leg: Leg;
  readonly events: readonly LegEvent[];
}

type Change = {
  readonly [T in LegEvent['type']]: Pick<Extract<LegEvent, { type: T }>, 'type' | 'data'>;
}[LegEvent['type']];

const unchanged = { opened: [], met: [], reopened: [] } as const;

export const still = (leg: Leg): Outcome<Moved> => accepted({ leg, events: [] });

/** One more event, or the refusal that says why not. */
export function move(
  so: Outcome<Moved>,
  context: LegContext,
  change: Change,
  clocks: Partial<LegEvent['clocks']> = {},
): Outcome<Moved> {
  if (!so.ok) return so;
  const { leg, events } = so.value;
  const row = transitionFor(leg, change.type);
  const wrong = whyNot(leg, row, context.end, context.actor);
  if (wrong !== undefined) return wrong;
  const { today: on, at, actor: by } = context;
  const event: LegEvent = { ...change, on, at, by, clocks: { ...unchanged, ...clocks } };
  const next = applyLegEvent(leg, event);
  return next === undefined ? notInThisState(leg) : accepted({ leg: next, events: [...events, event] });
}

const notInThisState = (leg: Leg) => refuse('not-in-this-state', { state: LEG_STATE_CODES[leg.state] });

function whyNot(leg: Leg, row: LegTransition | undefined, end: End, actor: Actor) {
  if (row === undefined) return notInThisState(leg);
  if (row.end !== end) return refuse('not-the-deciding-end', { end: row.end });
  if (!row.actors.includes(actor.role))
    return refuse('role-not-allowed', { role: actor.role, allowed: row.actors.join(', ') });
  return undefined;
}

/**
 * Takes in an event that the other end decided. The state table judges again: the type, the deciding end and the
 * actor's role; what the message claims beyond that is refused, and the exchange puts it into quarantine.
 */
export function admitLegEvent(leg: Leg, event: LegEvent, from: End): Outcome<Leg> {
  const wrong = whyNot(leg, transitionFor(leg, event.type), from, event.by);
  if (wrong !== undefined) return wrong;
  if (!mayMoveEnds(leg, event)) return refuse('not-the-deciding-end', { end: from });
  const next = applyLegEvent(leg, event);
  return next === undefined ? notInThisState(leg) : accepted(next);
}
