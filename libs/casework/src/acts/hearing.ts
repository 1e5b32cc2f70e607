import type { ActAnswer, ActBody } from '#contract';
import {
  type End,
  type LocalDate,
  type Outcome,
  accepted,
  excludeHearing,
  parseLocalDate,
  pauseForHearing,
  refuse,
  resumeAfterHearing,
} from '#domain';
import type { CaseRow, LegRow } from '../ports.js';
import { onLeg } from '../desk/perform.js';
import type { Session } from '../desk/session.js';

/* 听证: its time is not counted where the rule says so (L1 36(2)). */

/** 听证中止计时. */
export async function pause(
  session: Session,
  id: string,
  body: ActBody<'pause-for-hearing'>,
): Promise<Outcome<ActAnswer>> {
  const from = dayOr(body.from, session.today);
  if (!from.ok) return from;
  const hearing = { from: from.value, reason: body.reason };
  return onLeg(session, id, body.version, clockEnd, (leg, context) => pauseForHearing(leg, hearing, context));
}

/** 听证后恢复计时. */
export async function resume(
  session: Session,
  id: string,
  body: ActBody<'resume-after-hearing'>,
): Promise<Outcome<ActAnswer>> {
  const until = dayOr(body.until, session.today);
  if (!until.ok) return until;
  const over = { until: until.value };
  return onLeg(session, id, body.version, clockEnd, (leg, context) => resumeAfterHearing(leg, over, context));
}

/** The day that was named, or today; a day that no calendar has lies outside every clock. */
function dayOr(named: string | undefined, today: LocalDate): Outcome<LocalDate> {
  if (named === undefined) return accepted(today);
  const parsed = parseLocalDate(named);
  return parsed.ok ? accepted(parsed.value) : refuse('pause-outside-clock', { why: parsed.message });
}

/** Where the clock runs there its time is left out: a review at the office that registered it, all else at the holder. */
const clockEnd = ({ leg }: Pick<LegRow, 'leg'>): End =>
  leg.state === 'UNDER_REVIEW' ? 'sender' : 'receiver';

/** A hearing that was held, with both its days. */
export interface HearingHeld {
  readonly from: LocalDate;
  readonly until: LocalDate;
  /** 听证 or the meeting's number; never a petitioner's name. */
  readonly reason: string;
}

/**
 * Leaves the days of a hearing out of the right clocks of a case: of every leg whose clock runs at this node and whose
 * rule says so. What a meeting calls, within its own unit of work. Answers the legs whose clocks it moved; refused
 * `hearing-counts` where no clock here leaves hearings out, else like the act itself.
 */
export async function excludeHearingDays(
  session: Session,
  matter: CaseRow,
  legs: readonly LegRow[],
  hearing: HearingHeld,
): Promise<Outcome<readonly LegRow[]>> {
  const moved: LegRow[] = [];
  let why = '';
  for (const row of legs) {
    const end = clockEnd(row);
    const node = end === 'sender' ? row.leg.fromNode : row.leg.toNode;
    if (node !== session.self || (row.leg.state !== 'UNDER_REVIEW' && row.leg.state !== 'HANDLING')) continue;
    const context = session.asSystem().legContext(row.leg, matter.matter, end);
    const done = excludeHearing(row.leg, hearing, { ...context, actor: session.actor });
    if (done.ok) moved.push(await session.recordLeg(row, done.value));
    else if (done.slug !== 'hearing-counts') return done;
    else why = done.details['why'] ?? '';
  }
  return moved.length > 0 ? accepted(moved) : refuse('hearing-counts', { why }, '信访工作条例36');
}
