import type { Settlement } from '#exchange';
import type { Desk } from '../desk/desk.js';

const TYPES: readonly string[] = ['huiyin.leg.remind.v1', 'huiyin.leg.supervise.v1'];

export const isSupervisionType = (type: string): boolean => TYPES.includes(type);

/** The tick of a slip or letter: the holder's node has it, or has put it away and why. */
export const supervisionSettled = (
  desk: Desk,
  { messageId, outcome, reason, at }: Settlement,
): Promise<void> =>
  desk.uow.run((tx) =>
    outcome === 'applied'
      ? tx.supervisions.markDelivered(messageId, at.toISOString())
      : tx.supervisions.markRefused(messageId, reason ?? outcome),
  );
