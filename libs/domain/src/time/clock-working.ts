import type { Calendar } from './calendar.js';
import type { Clock } from './clock.js';
import { countFrom } from './end.js';
import { type LocalDate, earlierOf } from './local-date.js';
import { openPause } from './pause.js';
import { formatPeriod } from './period.js';
import type { WorkedDay } from './working.js';

/**
 * The working behind the end of a clock, day by day: the first period, the extension that runs from its raw end, the
 * days that a hearing left out, and the assigner's date where it cuts the count off. Counted with the calendar in
 * force; an end that a newer calendar would have moved earlier stands, and the last line says so.
 */
export function clockWorking(clock: Clock, calendar: Calendar): readonly WorkedDay[] {
  const { start, period, shift, extension, pauses = [], notAfter } = clock;
  const first = countFrom({ start, period, shift, calendar, pauses });
  const bound = extension?.originalNotAfter ?? notAfter;
  const raw = bound === undefined ? first.raw : earlierOf(first.raw, bound);
  const days =
    extension === undefined ? first.days : [...upTo(first.days, raw), ...second(clock, raw, calendar)];
  return closed(upTo(days, clock.effective), clock);
}

function second({ shift, extension, pauses = [] }: Clock, raw: LocalDate, calendar: Calendar): WorkedDay[] {
  if (extension === undefined) return [];
  const { period } = extension;
  const more = countFrom({ start: raw, period, shift, calendar, pauses });
  const named = formatPeriod(period);
  // The raw end of the first period is the day that is not counted; it stands in the first part already.
  return more.days
    .slice(1)
    .map((day) => ({ ...day, why: after([`延期${named}：`, `extension of ${named}: `], day.why) }));
}

const upTo = (days: readonly WorkedDay[], last: LocalDate): readonly WorkedDay[] =>
  days.filter(({ date }) => date <= last);

/** What the count itself does not say of the last day. */
function closed(days: readonly WorkedDay[], clock: Clock): readonly WorkedDay[] {
  const { effective, notAfter, pauses } = clock;
  const last = days.at(-1);
  if (last === undefined) return days;
  const open = openPause(pauses);
  const earlier = last.date < effective;
  const said: readonly Bilingual[] = [
    ...(notAfter === effective
      ? [[`不晚于${notAfter}（交办时限）`, `not after ${notAfter}, set by the assigner`] as const]
      : []),
    ...(earlier
      ? [[`原期限${effective}不提前`, `the earlier count is not taken over; ${effective} stands`] as const]
      : []),
    ...(open === undefined
      ? []
      : [[`自${open.from}起听证中止计时`, `stands still since ${open.from} for a hearing`] as const]),
  ];
  if (said.length === 0) return days;
  const chinese = said.map(([zh]) => zh).join('，');
  const english = said.map(([, en]) => en).join(', ');
  return earlier
    ? [...days, { date: effective, counted: false, why: `${chinese} · ${english}` }]
    : [...days.slice(0, -1), { ...last, why: before(last.why, [`，${chinese}`, `, ${english}`]) }];
}

type Bilingual = readonly [string, string];

/** Both halves of a reason, Chinese first, each with something put before it. */
function after([zh, en]: Bilingual, why: string): string {
  const [chinese = '', english = ''] = why.split(' · ');
  return `${zh}${chinese} · ${en}${english}`;
}

function before(why: string, [zh, en]: Bilingual): string {
  const [chinese = '', english = ''] = why.split(' · ');
  return `${chinese}${zh} · ${english}${en}`;
}
