import { type Clock, meetClock } from '../time/clock.js';
import type { Leg } from './leg.js';
import { ENDED_LEG_STATES } from './leg.js';
import type { LegEvent } from './leg-event.js';
import { transitionFor } from './leg-row.js';

/**
 * Brings a leg one event further. Both ends call this with the same event, so that both copies agree;
 * undefined: the table has no such row for the leg as it stands.
 */
export function applyLegEvent(leg: Leg, event: LegEvent): Leg | undefined {
  const transition = transitionFor(leg, event.type);
  if (transition === undefined) return undefined;
  const ended = ENDED_LEG_STATES.includes(transition.to);
  const { pendingExtension, ...decided } = leg;
  const { endedOn: _before, ...running } = decided;
  const kept = leg.clocks
    .map((clock) => event.clocks.replaced?.find((moved) => sameClock(moved, clock)) ?? clock)
    .map((clock) => (event.clocks.reopened.includes(clock.id) ? reopenClock(clock) : clock));
  const clocks = [...kept, ...event.clocks.opened].map((clock) =>
    ended || event.clocks.met.includes(clock.id) ? meetClock(clock, event.on) : clock,
  );
  return {
    // A request lives only while the leg waits for its decision (L7).
    ...running,
    ...(transition.to === 'EXTENSION_PENDING' && pendingExtension !== undefined ? { pendingExtension } : {}),
    ...factsOf(leg, event),
    clocks,
    state: transition.to,
    ...(ended ? { endedOn: event.on } : {}),
  };
}

const sameClock = (a: Clock, b: Clock): boolean => a.id === b.id && a.start === b.start;

/** A result that was sent back was not the end: its clock runs on with its first date. */
function reopenClock(clock: Clock): Clock {
  const { metOn: _undone, ...running } = clock;
  return running;
}

/** The facts that an event leaves on the leg, apart from its state and clocks. */
function factsOf(leg: Leg, event: LegEvent): Partial<Leg> {
  switch (event.type) {
    case 'arrive':
      return { arrivedOn: event.on };
    case 'sign':
      return { signedOn: event.on, receiverNumber: event.data.receiverNumber };
    case 'sign-by-minutes':
      return { signedOn: event.on, acceptedOn: event.on, receiverNumber: event.data.receiverNumber };
    case 'object':
      return { objections: leg.objections + 1 };
    case 'accept':
      return { acceptedOn: event.on };
    case 'deem-accepted':
      return { acceptedOn: event.on, deemed: true };
    case 'pass-on':
      return { acceptedOn: leg.acceptedOn ?? event.on };
    case 'convene':
      return { convenedBy: leg.state === 'OBJECTED' ? 'sender' : 'receiver' };
    case 'report':
    case 'mediated':
      return { reportedOn: event.on, reports: leg.reports + 1 };
    case 'pass':
    case 'take-note':
      return { passedOn: event.on };
    case 'redo':
    case 'change-or-revoke':
      return { round: leg.round + 1 };
    case 'serve':
    case 'answered-below':
      return { service: event.data };
    case 'request-extension':
      return { pendingExtension: { ...event.data, askedBy: event.by.user, askedOn: event.on } };
    case 'refuse-by-guard':
    case 'recall':
    case 'agree-return':
    case 'confirm-assignment':
    case 'handle':
    case 'return-by-minutes':
    case 'wait-by-minutes':
    case 'objection-stands':
    case 'back-in-hand':
    case 'notify':
    case 'interim-report':
    case 'pause-for-hearing':
    case 'resume-after-hearing':
    case 'children-done':
    case 'approve-extension':
    case 'refuse-extension':
    case 'lapse-extension':
    case 'revoke-extension':
    case 'recount':
    case 'lead-into-procedure':
    case 'supplement':
      return {};
    case 'apply-for-review':
      return { reviews: (leg.reviews ?? 0) + 1 };
    case 'uphold':
      return { service: { on: event.on, how: event.data.told, answered: true } };
  }
}
