import type { Calendar } from '../time/calendar.js';
import { type Clock, isLate } from '../time/clock.js';
import { yellowFrom } from '../time/lamp.js';
import { type LocalDate, earlierOf } from '../time/local-date.js';
import { isLinkedAway } from '../matter/link-case.js';
import { type Duty, dutiesOf } from './duties.js';
import type { WorklistFacts, WorklistPlace } from './facts.js';
import { type KeptList, type WorklistReason, UNOPENED_RANK, listsOf } from './worklist.js';

/** What decides on a lamp of any day: the nearest end, the first yellow day, and whether a date is provisional. */
export interface Ends {
  readonly endsOn?: LocalDate;
  readonly yellowOn?: LocalDate;
  readonly provisional: boolean;
  /** Nothing runs, and something was done too late. */
  readonly closedLate: boolean;
}

/** One row of one list. */
export interface WorklistEntry extends Ends {
  readonly list: KeptList;
  /** Orders the list: rank, date, case, place. Text, so that the cursor of a page is the key itself. */
  readonly sortKey: string;
  readonly why: WorklistReason;
  readonly unit: string;
  /** Who of that unit acted last on the case; absent: nobody yet. */
  readonly user?: string;
  readonly legId?: string;
  readonly legState?: string;
  readonly kind?: string;
  readonly from?: string;
  readonly to?: string;
  readonly since: LocalDate;
}

/** Sorts behind every date. */
export const NO_END = '9999-12-31';

/** The nearest end among clocks that run. */
export function endsOf(clocks: readonly Clock[], calendar: Calendar, by?: LocalDate): Ends {
  const running = clocks.filter(({ metOn }) => metOn === undefined);
  const ends = [...running.map(({ effective }) => effective), ...(by === undefined ? [] : [by])];
  const endsOn = earliest(ends);
  const yellowOn = earliest(running.map((clock) => yellowFrom(clock, calendar)));
  return {
    ...(endsOn === undefined ? {} : { endsOn }),
    ...(yellowOn === undefined ? {} : { yellowOn }),
    provisional: running.some(({ provisional }) => provisional),
    closedLate:
      ends.length === 0 && clocks.some((clock) => clock.metOn !== undefined && isLate(clock, clock.metOn)),
  };
}

const earliest = (days: readonly LocalDate[]): LocalDate | undefined => {
  const [first, ...rest] = days;
  return first === undefined ? undefined : rest.reduce(earlierOf, first);
};

/** The lamp of a row on a legal day: that of the worst running clock. */
export function lampOfEnds({ endsOn, yellowOn, provisional, closedLate }: Ends, today: LocalDate) {
  if (endsOn === undefined) return closedLate ? '灰' : '绿';
  if (endsOn < today) return '红';
  if (yellowOn !== undefined && yellowOn <= today) return '黄';
  return provisional ? '暂定' : '绿';
}

/** Every row of a case on the lists of this node. `position` is the case's, and grows with each new case. */
export function worklistEntries(
  facts: WorklistFacts,
  position: number,
  place: WorklistPlace,
): readonly WorklistEntry[] {
  return dutiesOf(facts, place).flatMap((duty, at) =>
    entriesOf(duty, `${padded(position, 12)}.${padded(at, 3)}`, facts, place),
  );
}

function entriesOf(
  duty: Duty,
  at: string,
  facts: WorklistFacts,
  { calendar }: WorklistPlace,
): readonly WorklistEntry[] {
  const { why, unit, leg, since } = duty;
  const ends = endsOf(duty.clocks, calendar, duty.by);
  const user = facts.hands.find((hand) => hand.unit === unit)?.user;
  const shared = {
    ...ends,
    why,
    unit,
    since,
    ...(user === undefined ? {} : { user }),
    ...(leg === undefined
      ? {}
      : { legId: leg.id, legState: leg.state, kind: leg.kind, from: leg.from, to: leg.to }),
  };
  return listsOf(why).map((list) => {
    const [rank, date] = list === 'unopened' ? [UNOPENED_RANK[why] ?? 0, since] : [0, ends.endsOn ?? NO_END];
    return { ...shared, list, sortKey: `${rank}.${date}.${at}` };
  });
}

const padded = (n: number, width: number): string => String(n).padStart(width, '0');

/** The ends of the case's own clocks, as the list of all cases shows them. */
export const caseEnds = ({ matter }: Pick<WorklistFacts, 'matter'>, calendar: Calendar): Ends =>
  endsOf(isLinkedAway(matter) ? [] : matter.clocks, calendar);
