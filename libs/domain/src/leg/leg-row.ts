import type { Leg } from './leg.js';
import { LEG_TABLE, type LegEventType, type LegTransition } from './leg-table.js';

/** The condition of a row beyond its state, told by the leg. */
function holdsFor(transition: LegTransition, leg: Leg): boolean {
  if (transition.kinds !== undefined && !transition.kinds.includes(leg.kind)) return false;
  const { when } = transition;
  if (when === undefined) return true;
  switch (when) {
    case 'by-minutes':
      return leg.byMinutes !== undefined;
    case 'not-by-minutes':
      return leg.byMinutes === undefined;
    case 'answered-by-handler':
      return leg.answeredBy === 'handler';
    case 'answered-by-sender':
      return leg.answeredBy === 'sender';
    case 'convened-by-end':
      return leg.convenedBy === transition.end;
    case 'convened-by-sender':
      return leg.convenedBy === 'sender';
    case 'convened-by-receiver':
      return leg.convenedBy === 'receiver';
    case 'legal-extension':
      return leg.pendingExtension?.of === 'C4';
    case 'assigned-extension':
      return leg.pendingExtension?.of === "C4'";
    case 'owes-answer':
      return leg.kind !== 'co' && leg.kind !== 'slip' && leg.wants === 'result';
    case 'owes-text-only':
      return leg.kind === 'co' || leg.kind === 'slip' || leg.wants !== 'result';
  }
}

/** The row that moves this leg by this event, if there is one. */
export const transitionFor = (leg: Leg, event: LegEventType): LegTransition | undefined =>
  LEG_TABLE.find((row) => row.from === leg.state && row.event === event && holdsFor(row, leg));
