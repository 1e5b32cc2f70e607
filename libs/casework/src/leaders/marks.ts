import type { ActBody } from '#contract';
import {
  type Leg,
  type LocalDate,
  type Mark,
  type Outcome,
  type TaskDue,
  accepted,
  parseLocalDate,
  parsePeriod,
  refuse,
  taskDueOf,
} from '#domain';
import type { Session } from '../desk/session.js';

type GivenMark = NonNullable<ActBody<'instruct'>['marks']>[number];
/** A mark that asks a unit for something by a date. */
export type UnitMark = Extract<Mark, { readonly unit: string }>;

/** The marks of an instruction with the dates that they set; each unit is known. */
export function marksOf(session: Session, given: readonly GivenMark[]): Outcome<readonly Mark[]> {
  const marks: Mark[] = [];
  for (const one of given) {
    if (!('unit' in one)) {
      marks.push({ mark: one.mark });
      continue;
    }
    if (session.desk.office.unit(one.unit) === undefined)
      return refuse('addressee-unknown', { to: one.unit });
    const due = dueOf(session, one);
    if (!due.ok) return due;
    const { mark, unit, what } = one;
    marks.push({ mark, unit, what, due: due.value });
  }
  return accepted(marks);
}

function dueOf(
  session: Session,
  { within, by }: Extract<GivenMark, { readonly unit: string }>,
): Outcome<TaskDue> {
  const { calendar } = session.desk.rulebook;
  if (by !== undefined) {
    const day = parseLocalDate(by);
    return day.ok
      ? taskDueOf({ by: day.value }, session.today, calendar)
      : refuse('date-before-event', { date: by });
  }
  const period = parsePeriod(within ?? '');
  return period.ok
    ? taskDueOf({ within: period.value }, session.today, calendar)
    : refuse('feedback-date-past', { why: period.message });
}

const MARK_WORDS = {
  read: '圈阅',
  agree: '同意',
  handle: '交办',
  study: '交研究',
  report: '请报告情况',
} as const satisfies Record<Mark['mark'], string>;

/** The line of history: that it was instructed and which units got a task, never what the instruction says. */
export function lineOf(session: Session, marks: readonly Mark[], scanned: boolean): string {
  const words = marks.map((mark) =>
    'unit' in mark
      ? `${session.desk.office.unit(mark.unit)?.zh ?? mark.unit}${MARK_WORDS[mark.mark]}（${mark.due.effective}前）`
      : MARK_WORDS[mark.mark],
  );
  const how = scanned ? '批示（扫描件）' : '批示';
  return words.length === 0 ? how : `${how}：${words.join('；')}`;
}

/**
 * What the office above reads of this tier's leaders in the verification report: who instructed, when, and which units
 * got a task. The words of an instruction stay in this office.
 */
export async function instructedLines(session: Session, caseId: string): Promise<readonly string[]> {
  const rows = await session.tx.leaders.instructions(caseId);
  return rows.map(
    ({ by, on, marks, scan }) => `${on} ${by.user}${lineOf(session, marks, scan !== undefined)}`,
  );
}

export const isUnitMark = (mark: Mark): mark is UnitMark => 'unit' in mark;

/** The latest date of a leg that carries a task: the task's own. */
export const limitOf = ({ due }: UnitMark): Leg['limit'] => ({ notAfter: due.effective satisfies LocalDate });
