import type { Leg } from '../leg/leg.js';
import { isOpenLeg } from '../leg/leg.js';
import type { LegFacts, WorklistFacts, WorklistPlace } from './facts.js';
import type { WorklistReason } from './worklist.js';

/** What is to be done on a leg at the end that received it; undefined: nothing for now. */
export function receiverReason(
  leg: Leg,
  legs: readonly LegFacts[],
  node: string,
): WorklistReason | undefined {
  const slip = leg.kind === 'slip';
  switch (leg.state) {
    case 'SENT':
      return slip ? 'sign-slip' : 'sign';
    case 'SIGNED':
      return slip ? 'slip' : 'accept';
    case 'ACCEPTED':
    case 'HANDLING':
      return slip ? 'slip' : 'handle';
    case 'REDO':
      return 'redo';
    case 'OBJECTED':
      return 'ruling';
    case 'WAITING':
      // The legs below are what one waits for; each has a row of its own.
      return legs.some((below) => isBelow(below.leg, node)) ? undefined : 'below';
    case 'EXTENSION_PENDING':
      return leg.pendingExtension?.of === 'C4' ? 'decide-extension' : 'extension';
    case 'REPORTED':
    case 'UNDER_REVIEW':
      return 'review';
    case 'ANSWERING':
      return leg.answeredBy === 'handler' ? 'serve' : 'service';
    case 'IN_MEETING':
      return leg.convenedBy === 'receiver' ? 'minutes' : 'meeting';
    case 'RETURNED':
    case 'RECALLED':
    case 'DONE':
      return undefined;
  }
}

const isBelow = (leg: Leg, node: string): boolean =>
  leg.fromNode === node && leg.kind !== 'slip' && isOpenLeg(leg);

/** The same at the end that sent it. */
export function senderReason(one: LegFacts, facts: WorklistFacts): WorklistReason | undefined {
  const { leg } = one;
  switch (leg.state) {
    case 'SENT':
      return unopened(one, facts);
    case 'SIGNED':
      return 'not-accepted';
    case 'ACCEPTED':
    case 'HANDLING':
    case 'REDO':
      return 'handling';
    case 'WAITING':
      return 'below';
    case 'OBJECTED':
      return 'rule-objection';
    case 'EXTENSION_PENDING':
      return leg.pendingExtension?.of === 'C4' ? 'extension' : 'decide-extension';
    case 'REPORTED':
      return slipsAreOut(leg, facts.legs) ? 'slips' : 'review-report';
    case 'ANSWERING':
      return leg.answeredBy === 'sender' ? 'serve' : 'service';
    case 'UNDER_REVIEW':
      return 'decide-review';
    case 'IN_MEETING':
      return leg.convenedBy === 'sender' ? 'minutes' : 'meeting';
    case 'RETURNED':
      return isSentAgain(one, facts.legs) ? undefined : 'returned';
    case 'RECALLED':
    case 'DONE':
      return undefined;
  }
}

/** Not confirmed there: probably lost. Confirmed, and the office knows the matter already: probably a duplicate. */
function unopened({ leg, delivered }: LegFacts, { legs, elsewhere }: WorklistFacts): WorklistReason {
  if (!delivered) return 'lost';
  const hasItAlready = legs.some(
    (other) =>
      other.leg.id !== leg.id &&
      other.leg.to === leg.to &&
      other.leg.kind === leg.kind &&
      isOpenLeg(other.leg),
  );
  return hasItAlready || elsewhere.includes(leg.toNode) ? 'duplicate' : 'unsigned';
}

/** The result waits for opinions of committees (one is enough where any of them counts). */
function slipsAreOut(leg: Leg, legs: readonly LegFacts[]): boolean {
  const slips = legs.filter(
    (other) => other.leg.reviewOf === leg.id && other.leg.sentOn >= (leg.reportedOn ?? ''),
  );
  const open = slips.filter((slip) => isOpenLeg(slip.leg)).length;
  return leg.reviewers.rule === 'any' ? open > 0 && open === slips.length : open > 0;
}

/** A later dispatch took the place of what was returned. */
function isSentAgain(returned: LegFacts, legs: readonly LegFacts[]): boolean {
  const { leg } = returned;
  return legs
    .slice(legs.indexOf(returned) + 1)
    .some(
      ({ leg: later }) =>
        later.kind !== 'slip' && later.fromNode === leg.fromNode && later.group !== leg.group,
    );
}

/** Whose list an end of a leg is on at this node; undefined: nobody sits there to read one. */
export function readerOf(unit: string, otherNode: string, place: WorklistPlace): string | undefined {
  if (!place.isOffline(unit)) return unit;
  // A unit on paper: its keeper enters its acts. Where the keeper is the other end itself, that end has the row already.
  return otherNode === place.node ? undefined : place.node;
}
