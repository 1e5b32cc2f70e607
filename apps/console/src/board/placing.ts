import type { Board, CaseView, Lane, LegView } from '#contract';

/* Where each card lies. Nothing is decided here: a card lies where the rulebook's table says the next word is. */

/** A board shows the newest; the rest is counted in words. */
export const MOST_OPEN_LEGS = 60;
export const MOST_ENDED_LEGS = 24;
export const MOST_CASES = 24;

/** The end that has the next word in each state (domain: one deciding end per transition). */
const NEXT_WORD: Readonly<Record<LegView['state'], 'sender' | 'receiver'>> = {
  SENT: 'receiver',
  SIGNED: 'receiver',
  OBJECTED: 'sender',
  ACCEPTED: 'receiver',
  HANDLING: 'receiver',
  WAITING: 'receiver',
  EXTENSION_PENDING: 'receiver', // a lamp belongs to the unit that holds the leg, also while it asks for time
  REPORTED: 'sender',
  REDO: 'receiver',
  ANSWERING: 'receiver',
  RETURNED: 'sender',
  RECALLED: 'sender',
  DONE: 'sender',
  UNDER_REVIEW: 'receiver',
  IN_MEETING: 'sender',
};

/** The office in whose lane a leg lies; until delivery is confirmed it is still at the sender's. */
export const laneOf = (leg: LegView): string => {
  const onTheWay = leg.state === 'SENT' && leg.ticks.delivered === null;
  return onTheWay || NEXT_WORD[leg.state] === 'sender' ? leg.from : leg.to;
};

export interface LaneContent {
  readonly lane: Lane;
  readonly open: readonly LegView[];
  readonly ended: readonly LegView[];
}

export interface Placed {
  readonly lanes: ReadonlyMap<string, LaneContent>;
  readonly openTotal: number;
  readonly openShown: number;
  /** Open matters of this office, newest first. */
  readonly cases: readonly CaseView[];
  readonly casesTotal: number;
  readonly closedCases: number;
}

const newest = <T>(rows: readonly T[], by: (row: T) => string, most: number): readonly T[] =>
  [...rows].sort((a, b) => by(b).localeCompare(by(a))).slice(0, most);

export function place(board: Board): Placed {
  const open = board.legs.filter((leg) => leg.endedOn === null);
  const shown = newest(open, (leg) => `${leg.sentOn} ${leg.id}`, MOST_OPEN_LEGS);
  const ended = newest(
    board.legs.filter((leg) => leg.endedOn !== null),
    (leg) => `${leg.endedOn ?? ''} ${leg.id}`,
    MOST_ENDED_LEGS,
  );
  const openCases = board.cases.filter((row) => row.closedOn === null);
  const known = new Set(board.lanes.map(({ id }) => id));
  const strangers = new Set([...shown, ...ended].map(laneOf).filter((id) => !known.has(id)));
  const lanes = [...board.lanes, ...[...strangers].map(strangeLane)].map((lane): [string, LaneContent] => [
    lane.id,
    {
      lane,
      open: shown.filter((leg) => laneOf(leg) === lane.id),
      ended: ended.filter((leg) => laneOf(leg) === lane.id),
    },
  ]);
  return {
    lanes: new Map(lanes),
    openTotal: open.length,
    openShown: shown.length,
    cases: newest(openCases, (row) => `${row.receivedOn} ${row.id}`, MOST_CASES),
    casesTotal: openCases.length,
    closedCases: board.cases.length - openCases.length,
  };
}

/** A leg may name an office that a newer directory no longer lists; its cards stay in sight. */
const strangeLane = (id: string): Lane => ({ id, zh: id, en: id, role: 'unit', level: null });
