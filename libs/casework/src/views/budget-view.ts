import type { CaseDetail, LegView } from '#contract';
import { DEFAULT_RESERVE_DAYS, type Leg, endOfLeg, proposedExtensions } from '#domain';
import type { ViewDesk } from './view-desk.js';

/** 上级期限缩短, while the end of the leg does not fit into what is left above. */
export function warningView(leg: Leg): Pick<LegView, 'limitWarning'> {
  const { limitWarning } = leg;
  const ends = endOfLeg(leg);
  return limitWarning === undefined || ends === undefined || ends <= limitWarning.fits
    ? {}
    : { limitWarning: { ...limitWarning } };
}

/** 建议向上级申请延期, as it stands now. */
export function proposalsView(
  legs: readonly Leg[],
  {
    office,
    calendar,
    reserveDays = DEFAULT_RESERVE_DAYS,
  }: Pick<ViewDesk, 'office' | 'calendar' | 'reserveDays'>,
): Pick<CaseDetail, 'proposals'> {
  const proposals = proposedExtensions(legs, office.self.id, reserveDays, calendar);
  return proposals.length === 0 ? {} : { proposals: proposals.map((one) => ({ ...one })) };
}
