import type { LegRow } from '#casework';
import {
  meetClock,
  type Clock,
  type ClockId,
  type Leg,
  type LegState,
  type LocalDate,
  type RuleContext,
} from '#domain';
import type { SeedDays } from './seed-days.js';

/** What a leg of the seed is made from. */
export interface LegPlan {
  readonly id: string;
  readonly caseId: string;
  readonly originNumber: string;
  readonly kind: Leg['kind'];
  readonly from: string;
  readonly to: string;
  readonly fromNode: string;
  readonly toNode: string;
  readonly state: LegState;
  readonly letterNumber: string;
  readonly receiverNumber: string;
  readonly sentOn: LocalDate;
  /** The assigner's days from acceptance; absent: the network's own. */
  readonly days?: number;
  /** How long the handler took from acceptance to its report. */
  readonly took: number;
  readonly group: string;
  readonly reviewers: readonly string[];
  /** Already accepted on this day; absent: some days after it was sent. */
  readonly acceptedOn?: LocalDate;
}

/** A line of what happened to a leg. */
export interface LegLine {
  readonly on: LocalDate;
  readonly event: string;
  readonly end: 'sender' | 'receiver';
  readonly text: string;
}

export interface SeededLeg {
  readonly row: LegRow;
  readonly lines: readonly LegLine[];
}

const REPORTED: readonly LegState[] = ['REPORTED', 'REDO', 'ANSWERING', 'DONE', 'UNDER_REVIEW'];
const PASSED: readonly LegState[] = ['ANSWERING', 'DONE', 'UNDER_REVIEW'];
const SERVED: readonly LegState[] = ['DONE', 'UNDER_REVIEW'];
const UNACCEPTED: readonly LegState[] = ['SENT', 'SIGNED', 'OBJECTED', 'RETURNED', 'RECALLED', 'IN_MEETING'];

/** A leg in a state, with the days, clocks and lines that lead to it. */
export function seededLeg(plan: LegPlan, context: RuleContext, days: SeedDays): SeededLeg {
  const { state, sentOn } = plan;
  const lines: LegLine[] = [];
  const tell = (on: LocalDate, event: string, end: LegLine['end'], text: string): LocalDate => {
    lines.push({ on, event, end, text });
    return on;
  };
  const base = baseOf(plan);
  tell(sentOn, 'arrive', 'receiver', '送达');
  const signedOn =
    state === 'SENT'
      ? undefined
      : tell(days.after(sentOn, 1), 'sign', 'receiver', `签收 ${plan.receiverNumber}`);
  const objected = state === 'OBJECTED' || state === 'IN_MEETING' || state === 'RETURNED';
  if (objected) tell(days.after(sentOn, 1), 'object', 'receiver', '提出异议：不属本单位职权范围');
  if (state === 'IN_MEETING') tell(days.after(sentOn, 2), 'convene', 'sender', '提请会议协调');
  const acceptedOn = UNACCEPTED.includes(state)
    ? undefined
    : tell(plan.acceptedOn ?? days.after(sentOn, 2), 'accept', 'receiver', '受理');
  const accepted = acceptedOn === undefined ? [] : days.acceptance(context, base, acceptedOn);
  const reportedOn =
    acceptedOn !== undefined && REPORTED.includes(state)
      ? tell(days.after(acceptedOn, plan.took), 'report', 'receiver', '报结，报送办结报告')
      : undefined;
  const passedOn =
    reportedOn !== undefined && PASSED.includes(state)
      ? tell(days.after(reportedOn, 2), 'pass', 'sender', '审查通过')
      : undefined;
  const servedOn =
    passedOn !== undefined && SERVED.includes(state)
      ? tell(days.after(passedOn, 2), 'serve', 'receiver', '书面答复已送达')
      : undefined;
  const redoneOn =
    reportedOn !== undefined && state === 'REDO'
      ? tell(days.after(reportedOn, 3), 'redo', 'sender', '退回重新办理：事实不清')
      : undefined;
  if (state === 'UNDER_REVIEW' && servedOn !== undefined)
    tell(days.after(servedOn, 20), 'apply-for-review', 'sender', '信访人申请复查');
  if (state === 'EXTENSION_PENDING' && acceptedOn !== undefined)
    tell(days.after(acceptedOn, 4), 'request-extension', 'receiver', '申请延期 10 日：情况复杂');
  const endedOn =
    state === 'RETURNED'
      ? tell(days.after(sentOn, 4), 'agree-return', 'sender', '同意退回')
      : state === 'RECALLED'
        ? tell(days.after(sentOn, 1), 'recall', 'receiver', '应交办单位要求退回')
        : state === 'DONE'
          ? servedOn
          : undefined;
  const clocks = [
    ...met(
      days.arrival(context, base, sentOn),
      ['C11', signedOn],
      ['C3', acceptedOn ?? (objected ? days.after(sentOn, 1) : endedOn)],
      ['C2', acceptedOn === undefined ? endedOn : days.after(acceptedOn, 3)],
    ),
    ...met(accepted, ['C4', reportedOn], ["C4'", reportedOn]),
    ...(redoneOn === undefined ? [] : days.redo(context, redoneOn)),
  ];
  const leg: Leg = {
    ...base,
    round: redoneOn === undefined ? 1 : 2,
    objections: objected ? 1 : 0,
    reports: reportedOn === undefined ? 0 : 1,
    ...(signedOn === undefined ? {} : { signedOn, receiverNumber: plan.receiverNumber }),
    ...(acceptedOn === undefined ? {} : { acceptedOn }),
    ...(reportedOn === undefined ? {} : { reportedOn }),
    ...(passedOn === undefined ? {} : { passedOn }),
    ...(servedOn === undefined
      ? {}
      : { service: { on: servedOn, how: '书面送达', proof: '送达回证', answered: true } }),
    ...(endedOn === undefined ? {} : { endedOn }),
    ...(state === 'IN_MEETING' ? { convenedBy: 'sender' as const } : {}),
    ...(state === 'UNDER_REVIEW' ? { reviews: 1 } : {}),
    ...(state === 'EXTENSION_PENDING' && acceptedOn !== undefined
      ? {
          pendingExtension: {
            of: "C4'" as const,
            days: 10,
            reason: '情况复杂，需要补充调查',
            askedBy: '承办人',
            askedOn: days.after(acceptedOn, 4),
          },
        }
      : {}),
    clocks,
  };
  const row = {
    leg,
    caseId: plan.caseId,
    version: lines.length,
    deliveredAt: `${sentOn}T02:00:00.000Z`,
    ...(state === 'RETURNED' ? { refusal: '同意退回' } : {}),
  };
  return { row, lines };
}

const baseOf = (plan: LegPlan): Leg => ({
  id: plan.id,
  originNumber: plan.originNumber,
  kind: plan.kind,
  wants: 'result',
  from: plan.from,
  to: plan.to,
  fromNode: plan.fromNode,
  toNode: plan.toNode,
  state: plan.state,
  round: 1,
  letterNumber: plan.letterNumber,
  limit:
    plan.kind === 'refer'
      ? { feedback: { n: 60, unit: '日' } }
      : plan.days === undefined
        ? {}
        : { days: plan.days },
  answeredBy: 'handler',
  group: plan.group,
  reviewers: { committees: plan.reviewers, rule: 'all' },
  notifies: plan.kind === 'refer',
  senderNumber: plan.letterNumber,
  sentOn: plan.sentOn,
  arrivedOn: plan.sentOn,
  objections: 0,
  reports: 0,
  clocks: [],
});

function met(
  clocks: readonly Clock[],
  ...done: readonly (readonly [ClockId, LocalDate | undefined])[]
): readonly Clock[] {
  return clocks.map((clock) => {
    const on = done.find(([id]) => id === clock.id)?.[1];
    return on === undefined ? clock : meetClock(clock, on);
  });
}
