import { type Outcome, accepted, refuse } from '../refusal.js';
import type { LocalDate } from '../time/local-date.js';
import { type FormerHolder, type Leg, LEG_STATE_CODES, isOpenLeg } from './leg.js';

/** Where the receiving end of a leg goes: the same unit at another node, or the body that succeeded it. */
export interface NewHolder {
  readonly to: string;
  readonly toNode: string;
}

/**
 * The receiving end goes over (L1 24(2)). Number, dates, clocks and state stay as they are: the duty is the same, only
 * another has it. What has ended stays where it ended, under the old name.
 */
export function moveReceiver(leg: Leg, holder: NewHolder, on: LocalDate): Outcome<Leg> {
  if (!isOpenLeg(leg)) return refuse('not-in-this-state', { state: LEG_STATE_CODES[leg.state] });
  const before: FormerHolder = { unit: leg.to, node: leg.toNode, until: on };
  return accepted({ ...leg, ...holder, formerly: [...(leg.formerly ?? []), before] });
}

/** The last move did not come about: the leg is with its holder as before. */
export function undoMove(leg: Leg): Leg {
  const { formerly = [], ...rest } = leg;
  const last = formerly.at(-1);
  if (last === undefined) return leg;
  const earlier = formerly.slice(0, -1);
  const held = { ...rest, to: last.unit, toNode: last.node };
  return earlier.length === 0 ? held : { ...held, formerly: earlier };
}

/** Whether a node held the receiving end before: its late messages belong to the past of the leg. */
export const heldBefore = (leg: Pick<Leg, 'formerly'>, node: string): boolean =>
  (leg.formerly ?? []).some((holder) => holder.node === node);
