import type { Board, Lane } from '#contract';
import type { Words } from '../language/language.js';
import { TEXTS } from '../language/texts.js';

export type GroupId = 'above' | 'home' | 'below' | 'committees' | 'agencies' | 'townships' | 'units';

export interface LaneGroup {
  readonly id: GroupId;
  readonly words: Words;
  readonly lanes: readonly Lane[];
}

/** Top to bottom, as a clerk draws the network: superiors above, the own office in the middle. */
const ORDER: readonly GroupId[] = ['above', 'home', 'below', 'committees', 'agencies', 'townships', 'units'];
const LEVELS: readonly (string | null)[] = ['province', 'prefecture', 'county'];

/** The offices in their groups; groups without an office are left out. */
export const groupLanes = (board: Board, lanes: readonly Lane[]): readonly LaneGroup[] => {
  const home = lanes.find(({ id }) => id === board.node);
  return ORDER.map((id) => ({
    id,
    words: TEXTS[id],
    lanes: lanes.filter((lane) => groupOf(lane, board.node, home?.level ?? null) === id),
  })).filter((group) => group.lanes.length > 0);
};

function groupOf(lane: Lane, node: string, homeLevel: string | null): GroupId {
  if (lane.id === node) return 'home';
  switch (lane.role) {
    case 'city':
      // Only a unit without a node has no level: it stands with the units, whoever keeps it.
      if (lane.level === null) return 'units';
      return LEVELS.indexOf(lane.level) > LEVELS.indexOf(homeLevel) && homeLevel !== null ? 'below' : 'above';
    case 'committee':
      return 'committees';
    case 'agency':
      return 'agencies';
    case 'township':
      return 'townships';
    default:
      return 'units';
  }
}
