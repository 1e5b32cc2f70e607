import { type End, refuse } from '#domain';
import type { LegRow } from '../ports.js';
import type { Session } from './session.js';

/** The unit that acts must be the leg's unit at that end, and that end must be kept here. */
export function notAtThisEnd(session: Session, row: LegRow, end: End) {
  const { leg } = row;
  const [node, unit] = end === 'sender' ? [leg.fromNode, leg.from] : [leg.toNode, leg.to];
  if (node !== session.self) return refuse('not-the-deciding-end', { end });
  return unit === session.actor.unit ? undefined : refuse('not-your-unit', { unit });
}
