import type { ClockId } from '../time/rules.js';
import type { LegEvent } from './leg-event.js';
import type { Leg } from './leg.js';

/**
 * Whether an event of the other end may move the ends of these running clocks. A limit is moved by an extension, its
 * revocation, a hearing or a recount, each by the end that decides it; any other event that carries a moved clock
 * claims too much.
 */
export function mayMoveEnds(leg: Leg, event: LegEvent): boolean {
  const replaced = event.clocks.replaced ?? [];
  if (replaced.length === 0) return true;
  const allowed = movedBy(leg, event);
  return replaced.every(
    (clock) =>
      allowed(clock.id) && leg.clocks.some(({ id, start }) => id === clock.id && start === clock.start),
  );
}

function movedBy(leg: Leg, event: LegEvent): (id: ClockId) => boolean {
  switch (event.type) {
    case 'approve-extension':
      return movedWith(leg.pendingExtension?.of);
    case 'revoke-extension':
      return movedWith(event.data.of);
    case 'pause-for-hearing':
    case 'resume-after-hearing':
    case 'recount':
      return () => true;
    default:
      return () => false;
  }
}

/** The assigner's date bounds every limit of the leg: they move with it. */
const movedWith =
  (of: 'C4' | "C4'" | undefined) =>
  (id: ClockId): boolean =>
    id === of || (of === "C4'" && (id === 'C4' || id === 'C7'));
