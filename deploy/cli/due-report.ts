import { type Calendar, type ComputedEnd, type LocalDate, formatPeriod, weekdayOf } from '#domain';
import { type Question, differs } from './due-question.js';

/** The machine-readable answer; `rule` and `article` are null when no rule was asked for. */
export function asJson(question: Question, end: ComputedEnd, calendar: Calendar): string {
  const { period, shift, rule, pack } = question;
  const { start, raw, effective, provisional, days } = end;
  const answer = {
    start,
    period: formatPeriod(period),
    shift,
    raw,
    effective,
    provisional,
    rule: rule?.id ?? null,
    article: rule?.article ?? null,
    packVersion: pack?.version ?? null,
    calendarVersion: `${calendar.id} ${calendar.version}`,
    days,
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'] as const;

/** The answer for people: the dates first, then where they come from, then the working day by day. */
export function asText(question: Question, end: ComputedEnd, calendar: Calendar): string {
  const { period, shift, rule, pack } = question;
  const day = (date: LocalDate): string => `${date} 周${WEEKDAYS[weekdayOf(date) - 1] ?? ''}`;
  const note = differs(question);
  const shiftText = shift === 'next' ? '末日休息则顺延 next (民法典203)' : '不顺延 none';
  const rows: (readonly [string, string])[] = [
    ['起算 start', day(end.start)],
    ['期限 period', formatPeriod(period)],
    ['原期满 raw end', day(end.raw)],
    ['到期 effective end', day(end.effective)],
    ['暂定 provisional', end.provisional ? PROVISIONAL(calendar.lastPublishedYear) : '否 no'],
    ['顺延 shift', shiftText],
    ...(rule
      ? [['规则 rule', `${rule.id} (${pack?.title ?? ''}, version ${pack?.version ?? ''})`] as const]
      : []),
    ['依据 article', rule?.article ?? '– (no rule asked for)'],
    ...(rule?.notes ?? []).map((text) => ['', text] as const),
    ...(note === undefined ? [] : [['', note] as const]),
    ...(pack?.recheckBeforeUse ? [['', '使用前须复核 · an example pack: re-check before use'] as const] : []),
    ['日历 calendar', `${calendar.id} ${calendar.version}`],
  ];
  const head = rows.map(([name, value]) => `${padded(name, 20)} ${value}`);
  const working = end.days.map(
    ({ date, counted, why }) => `  ${day(date)}  ${counted ? '计 +' : '不计'}  ${why}`,
  );
  return [...head, '', '推算 the working', ...working, ''].join('\n');
}

const PROVISIONAL = (year: number): string =>
  `是 yes: the holiday notice for the year after ${year} is not published; the end may still move`;

/** Chinese characters take two columns of a terminal. */
function padded(text: string, columns: number): string {
  const width = Array.from(text).reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(0, columns - width));
}
