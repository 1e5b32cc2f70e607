import { type Leg, isOpenLeg } from '../leg/leg.js';
import { isLimit } from '../supervision/ladder.js';
import { type LocalDate, earlierOf } from '../time/local-date.js';

/** How a decision stands: done, done late, open, open and late, or nobody was to do anything. */
export const FULFILMENTS = ['done', 'done-late', 'open', 'late', 'nothing-to-do'] as const;
export type Fulfilment = (typeof FULFILMENTS)[number];

export interface FollowedLeg {
  readonly legId: string;
  readonly unit: string;
  /** The end of its limit; absent: it has none yet. */
  readonly due?: LocalDate;
  /** The day on which it reported, or ended without a report. */
  readonly doneOn?: LocalDate;
  readonly state: Fulfilment;
}

/** 会议议定事项落实: computed from the legs that the minutes made, never stored. */
export function fulfilmentOf(leg: Leg, today: LocalDate): FollowedLeg {
  const ends = leg.clocks.filter(isLimit).map(({ effective }) => effective);
  const due = ends.reduce<LocalDate | undefined>(
    (first, end) => (first === undefined ? end : earlierOf(first, end)),
    undefined,
  );
  const answered = leg.state === 'REPORTED' || leg.state === 'ANSWERING' ? leg.reportedOn : undefined;
  const doneOn = isOpenLeg(leg) ? answered : (leg.reportedOn ?? leg.endedOn);
  const late = due !== undefined && (doneOn ?? today) > due;
  const state = doneOn === undefined ? (late ? 'late' : 'open') : late ? 'done-late' : 'done';
  return {
    legId: leg.id,
    unit: leg.to,
    state,
    ...(due === undefined ? {} : { due }),
    ...(doneOn === undefined ? {} : { doneOn }),
  };
}

/** The worst of its legs speaks for a decision. */
export function worstFulfilment(lines: readonly { readonly state: Fulfilment }[]): Fulfilment {
  for (const state of ['late', 'open', 'done-late', 'done'] as const)
    if (lines.some((line) => line.state === state)) return state;
  return 'nothing-to-do';
}

/** 听取汇报: the unit was to report again by a day. */
export function fulfilmentOfReport(
  leg: Pick<Leg, 'reportedOn'>,
  reportBy: LocalDate | undefined,
  today: LocalDate,
): Fulfilment {
  if (reportBy === undefined) return 'nothing-to-do';
  const { reportedOn } = leg;
  if (reportedOn !== undefined) return reportedOn > reportBy ? 'done-late' : 'done';
  return today > reportBy ? 'late' : 'open';
}
