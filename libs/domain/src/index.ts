/* eslint-disable max-lines -- the whole surface of the rules, name by name: split it would be searched twice */
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
  countClock,
  isLate,
  isPaused,
  meetClock,
  openClock,
  recompute,
  type Newer,
  type Recomputed,
} from './time/clock.js';
export { clockWorking } from './time/clock-working.js';
export { openPause, type Pause } from './time/pause.js';
export { leavesOutHearings, pauseClock, resumeClock, type PauseRefusal } from './time/pause-clock.js';
export {
  extendClock,
  withdrawExtension,
  type ExtensionRefusal,
  type RevocationRefusal,
} from './time/extension.js';
export {
  type ChildLimit,
  childNotAfter,
  DEFAULT_RESERVE_DAYS,
  limitChild,
  type ParentLimit,
} from './time/budget.js';
export { type Lamp, lampOf, LAMPS, yellowFrom } from './time/lamp.js';

// matters: cases, legs, who acts, what is refused (domain.md §3, §5, §6)
export {
  REFUSAL_SLUGS,
  accepted,
  refuse,
  type Accepted,
  type Outcome,
  type Refusal,
  type RefusalSlug,
} from './refusal.js';
export { ROLES, type Actor, type Role } from './roles.js';
export {
  MARKS,
  taskDueOf,
  within,
  type Instruction,
  type Mark,
  type MarkKind,
  type TaskDue,
  type ToldAtOnce,
} from './leaders/instruction.js';
export { readBy, submitTo, takenBack, type Reading } from './leaders/reading.js';
export { TASK_STATES, isTaskLate, moveTask, type Task, type TaskState } from './leaders/task.js';
export { withOwnClocks } from './case/own-clocks.js';
export { ADVICE_KINDS, type Advice, type AdviceKind, type AdviceReply } from './case/advice-letter.js';
export { adviceDue, withAdvice, withAdviceReply } from './case/advice.js';
export { SEALED_FILE } from './case/sealed-file.js';
export { type Going, mayEnclose, type Shows, SHOWS } from './case/enclosure.js';
export {
  RATINGS,
  followUpFigures,
  mayFollowUp,
  type FollowUp,
  type FollowUpFigures,
  type Rating,
} from './case/follow-up.js';
export {
  CASE_STATES,
  CASE_STATE_CODES,
  CATEGORIES,
  CROSSINGS,
  FORMS,
  SOURCES,
  type Case,
  type CaseState,
  type Category,
  type Crossing,
  type Dossier,
  type EntryNotes,
  type Form,
  type Source,
  type Told,
} from './case/case.js';
export { CASE_EVENTS, CASE_TABLE, type CaseEventType, type CaseTransition } from './case/case-table.js';
export {
  ALL_CASE_CLOCKS,
  answerCase,
  childrenOf,
  clocksOnReceipt,
  closeCase,
  incomingOf,
  moveCase,
  notifyPetitioner,
  serviceBelow,
  type CaseContext,
} from './case/decide-case.js';
export { endCase, endedBefore, reopenCase, type Ending, type EndingContext } from './case/end-case.js';
export {
  correctCase,
  type Change,
  type Corrected,
  type MovedClock,
  type Recount,
} from './case/correct-case.js';
export { electRepresentatives, representativesFor } from './case/representatives.js';
export { fingerprintTexts, mayBeAskedAbout } from './matter/fingerprint.js';
export {
  articleOf,
  CONSEQUENCES,
  consequenceOf,
  isLinkedAway,
  linkCase,
  linkElsewhere,
  unlinkCase,
  type Consequence,
} from './matter/link-case.js';
export {
  isLookAlike,
  likenessOf,
  likenessRank,
  type LikenessReasons,
  type MatterFacts,
} from './matter/look-alike.js';
export {
  bodiesOf,
  matterCodes,
  matterTokens,
  searchWords,
  type MatterToken,
  type MatterWords,
  wordsOf,
} from './matter/matter-tokens.js';
export {
  ENDED_LEG_STATES,
  LEG_KINDS,
  LEG_STATES,
  LEG_STATE_CODES,
  WANTS,
  isLocalLeg,
  isOpenLeg,
  owesAnswer,
  type End,
  type Leg,
  type LegKind,
  type LegLimit,
  type LegState,
  type PendingExtension,
  type Service,
  type Wants,
} from './leg/leg.js';
export { LEG_EVENTS, LEG_TABLE, type LegEventType, type LegTransition } from './leg/leg-table.js';
export {
  VERDICTS,
  type LegEvent,
  type LegEventDetails,
  type Notice,
  type ReportPaper,
  type Verdict,
} from './leg/leg-event.js';
export { slipRuling, type SlipRuling } from './leg/slips.js';
export { applyLegEvent } from './leg/apply-leg.js';
export {
  clocksOnAcceptance,
  clocksOnArrival,
  clocksOnRedo,
  type Rulebook,
  type Settings,
} from './leg/leg-clocks.js';
export { admitLegEvent, type LegContext, type Moved } from './leg/move-leg.js';
export {
  accept,
  answeredBelow,
  arrive,
  deemAccepted,
  giveBack,
  mediated,
  notifyOnLeg,
  object,
  passOn,
  report,
  reportUp,
  serve,
  sign,
} from './leg/receive-leg.js';
export {
  approveExtension,
  extensionIsOverdue,
  lapseExtension,
  refuseExtension,
  requestExtension,
  revokeExtension,
  unextended,
} from './leg/extend-leg.js';
export {
  excludeHearing,
  pauseForHearing,
  resumeAfterHearing,
  ruleOfClock,
  type HearingBegins,
} from './leg/pause-leg.js';
export { recountClocks, recountLeg } from './leg/recount-leg.js';
export type { RecountMove } from './leg/leg-event.js';
export { endOfLeg, proposedExtensions, warnOfLess, type ExtensionProposal } from './leg/budget-leg.js';
export { applyForReview, changeOrRevoke, uphold } from './leg/review-leg.js';
export {
  agreeReturn,
  confirmAssignment,
  convene,
  leaveMeeting,
  rule,
  settleByMinutes,
} from './leg/rule-leg.js';
export { designationDue } from './leg/refused-by.js';
export { heldBefore, moveReceiver, undoMove, type NewHolder } from './leg/move-receiver.js';
export { LEG_DIGEST_FIELDS, legDigestText } from './leg/leg-digest.js';
export { mayDecide, type Deciding } from './guard/decides.js';
export { GUARD_NUMBERS, GUARDS, guardOf, type GuardNumber } from './guard/guards.js';
export {
  NO_ACCUSATION_TO_THE_ACCUSED,
  NO_WALL,
  confirmAccused,
  isSettled,
  joinWalls,
  judgeSending,
  nameAccused,
  samePerson,
  unresolvedOf,
  type Accused,
  type Person,
  type RedactedCopy,
  type Sending,
  type Wall,
} from './guard/wall.js';
export {
  LADDER_LEVELS,
  URGENCIES,
  dueRungs,
  isLimit,
  ladderOf,
  rulingClock,
  type LadderDays,
  type LadderLevel,
  type LadderRung,
  type RulingClock,
  type SupervisionSettings,
  type Urgency,
} from './supervision/ladder.js';
export {
  SUPERVISION_KINDS,
  isReplyLate,
  mayChase,
  nextOrdinal,
  replyDueOf,
  replyTo,
  settle,
  slipOrdinal,
  type ReplyDue,
  type SettledBy,
  type Supervision,
  type SupervisionKind,
  type SupervisionReply,
} from './supervision/supervision.js';
export { interimReport } from './supervision/interim-report.js';
export {
  answerSuperiorLetter,
  isSuperiorAnswerLate,
  noteSuperiorLetter,
  type SuperiorLetter,
} from './supervision/superior-letter.js';
export {
  KEPT_LISTS,
  REASONS,
  WORKLISTS,
  UNOPENED_RANK,
  type KeptList,
  type Worklist,
  type WorklistReason,
} from './worklist/worklist.js';
export type { LegFacts, WorklistFacts, WorklistPlace } from './worklist/facts.js';
export { dutiesOf, type Duty } from './worklist/duties.js';
export {
  NO_END,
  caseEnds,
  lampOfEnds,
  worklistEntries,
  type Ends,
  type WorklistEntry,
} from './worklist/entries.js';

// meetings: what is proposed, who comes, what is decided, what became of it
export {
  MEETING_KINDS,
  MEETING_STATES,
  MEETING_STATE_CODES,
  TOPIC_STATES,
  type MeetingKind,
  type MeetingState,
  type TopicState,
} from './meeting/meeting-table.js';
export {
  callOff,
  confirmAttendance,
  excludeHearingDays,
  giveNotice,
  hold,
  issueMinutes,
  moveMeeting,
  putOnAgenda,
  takeOffAgenda,
  type AgendaLine,
  type Attendance,
  type HearingDays,
  type Member,
  type Minutes,
  type StagedMeeting,
} from './meeting/meeting.js';
export { type GivenNotice, concludedAgain, noticedAgain } from './meeting/noticed-again.js';
export {
  INSTRUMENTS,
  admitTopic,
  decideTopic,
  declineTopic,
  freeTopic,
  isWaiting,
  proposeTopic,
  settleTopic,
  unitsOfDecision,
  type Decision,
  type Topic,
} from './meeting/topic.js';
export {
  fulfilmentOf,
  fulfilmentOfReport,
  worstFulfilment,
  type FollowedLeg,
  type Fulfilment,
} from './meeting/fulfilment.js';
