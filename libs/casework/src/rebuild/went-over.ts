import { type Leg, heldBefore } from '#domain';
import type { InboundMessage } from '#exchange';
import type { Session } from '../desk/session.js';

/**
 * At the sender of a leg: the other end of this message held the leg before and holds it no more. What was said between
 * the two is part of the leg as it went over, which may have come back first.
 */
export function wentOver(
  session: Session,
  leg: Leg,
  { source, dest }: Pick<InboundMessage, 'source' | 'dest'>,
): boolean {
  const peer = source === session.self ? dest : source;
  return leg.fromNode === session.self && leg.toNode !== peer && heldBefore(leg, peer);
}
