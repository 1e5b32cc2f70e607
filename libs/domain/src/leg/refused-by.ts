import type { LocalDate } from '../time/local-date.js';
import { type Leg, owesAnswer } from './leg.js';

/** 踢皮球: one body that said "not ours" on a leg, and what became of it. */
interface BodyThatRefused {
  readonly unit: string;
  /** The day of its last objection. */
  readonly on: LocalDate;
  readonly leg: string;
  readonly letterNumber: string;
  /** True: the sender agreed, the leg is back; false: the objection waits for the sender's ruling. */
  readonly returned: boolean;
}

interface PingPong {
  /** Each body once, with its latest objection, in the order of the objections. */
  readonly refused: readonly BodyThatRefused[];
  /** Objections in all, also repeated ones and those that were overruled. */
  readonly objections: number;
}

/** How many bodies must have refused before somebody above them is asked (L1 24): "both" [I]. */
const BODIES_THAT_REFUSE = 2;

const day = (leg: Leg): LocalDate =>
  leg.clocks.find(({ id }) => id === 'C3')?.metOn ?? leg.endedOn ?? leg.sentOn;

const refusedNow = (leg: Leg): boolean =>
  leg.objections > 0 && (leg.state === 'OBJECTED' || leg.state === 'RETURNED' || leg.state === 'IN_MEETING');

/**
 * Who refused the matter among those that this node sent it to. A body that took it in after all (an objection
 * overruled, a later leg accepted) has not refused.
 */
function pingPong(legs: readonly Leg[], node: string): PingPong {
  const sent = legs.filter((leg) => leg.fromNode === node && (owesAnswer(leg) || leg.wants === 'account'));
  const last = new Map<string, Leg>();
  for (const leg of sent) last.set(leg.to, leg);
  const refused = [...last.values()]
    .filter(refusedNow)
    .map((leg) => ({
      unit: leg.to,
      on: day(leg),
      leg: leg.id,
      letterNumber: leg.letterNumber,
      returned: leg.state === 'RETURNED',
    }))
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return { refused, objections: sent.reduce((sum, leg) => sum + leg.objections, 0) };
}

/**
 * Designation is offered once two bodies refused and nobody holds the matter: neither a leg on its way nor one that
 * was accepted or answered.
 */
export function designationDue(legs: readonly Leg[], node: string): PingPong | undefined {
  const counted = pingPong(legs, node);
  if (counted.refused.length < BODIES_THAT_REFUSE) return undefined;
  const held = legs.some(
    (leg) =>
      leg.fromNode === node &&
      owesAnswer(leg) &&
      !refusedNow(leg) &&
      leg.state !== 'RETURNED' &&
      leg.state !== 'RECALLED',
  );
  return held ? undefined : counted;
}
