import type { Board, LegView } from '#contract';

/** A leg that appeared or changed its state between two readings of the board. */
export interface Move {
  /** Unique in the page's life. */
  readonly key: string;
  readonly leg: LegView;
  readonly today: string;
}

/** The newest first; legs that only got a new date or tick are not news. */
export const movesBetween = (before: Board, after: Board): readonly Move[] => {
  const states = new Map(before.legs.map((leg) => [leg.id, `${leg.state} ${leg.round}`]));
  return after.legs
    .filter((leg) => states.get(leg.id) !== `${leg.state} ${leg.round}`)
    .map((leg) => ({ key: `${leg.id} ${leg.version} ${leg.state}`, leg, today: after.today }))
    .reverse();
};
