// time: dates, periods, calendars, clocks, rule packs (domain.md §4)
export { ok, refused, type Refused, type Result } from './time/result.js';
export {
  addDays,
  addMonths,
  compareDates,
  daysBetween,
  earlierOf,
  laterOf,
  type LocalDate,
  parseLocalDate,
  type Weekday,
  weekdayOf,
  yearOf,
} from './time/local-date.js';
export { formatPeriod, parsePeriod, type Period, PERIOD_UNITS, type PeriodUnit } from './time/period.js';
export {
  addWorkingDays,
  type Calendar,
  type CalendarYear,
  dayInfo,
  type DayInfo,
  type DayKind,
  isProvisional,
  isWorkingDay,
  makeCalendar,
  type NamedDay,
  onOrNextWorkingDay,
} from './time/calendar.js';
export {
  endOfLegalDay,
  legalDay,
  parseTimeZone,
  SHANGHAI,
  startOfLegalDay,
  type TimeZone,
} from './time/legal-day.js';
export { computeEnd, type ComputedEnd, type EndInput } from './time/end.js';
export type { WorkedDay } from './time/working.js';
export {
  BODY_KINDS,
  type BodyKind,
  CLOCK_IDS,
  type ClockId,
  type Limit,
  type Route,
  ROUTES,
  type Rule,
  RULE_PARTS,
  type RulePack,
  type RulePart,
  type Shift,
  SHIFTS,
  START_EVENTS,
  type StartEvent,
} from './time/rules.js';
export {
  findRule,
  legalPeriod,
  type LegalPeriod,
  NO_CLOCK_REASONS,
  type NoClockReason,
  type RuleContext,
} from './time/legal-period.js';
export {
  type Clock,
  type ClockExtension,
  isLate,
  meetClock,
  openClock,
  recompute,
  type Recomputed,
} from './time/clock.js';
export { extendClock, type ExtensionRefusal } from './time/extension.js';
export {
  type ChildLimit,
  childNotAfter,
  DEFAULT_RESERVE_DAYS,
  limitChild,
  type ParentLimit,
} from './time/budget.js';
export { type Lamp, lampOf, LAMPS, yellowFrom } from './time/lamp.js';
