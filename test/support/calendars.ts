import {
  type Calendar,
  type CalendarYear,
  type Clock,
  type LocalDate,
  type NamedDay,
  type Period,
  type Rule,
  addDays,
  daysBetween,
  makeCalendar,
  openClock,
  parseLocalDate,
  parsePeriod,
} from '#domain';

/** '2026-09-16' as a legal date; a test that writes a wrong one fails at once. */
export function on(text: string): LocalDate {
  const date = parseLocalDate(text);
  if (!date.ok) throw new Error(date.message);
  return date.value;
}

/** '15日' as a period. */
export function of(text: string): Period {
  const period = parsePeriod(text);
  if (!period.ok) throw new Error(period.message);
  return period.value;
}

/** The value of an outcome that must be one. */
export function valueOf<T>(result: { ok: true; value: T } | { ok: false; message: string }): T {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

const days = (name: string, from: string, to: string = from): NamedDay[] =>
  Array.from({ length: daysBetween(on(from), on(to)) + 1 }, (_, i) => ({ date: addDays(on(from), i), name }));

const YEAR_2025: CalendarYear = {
  year: 2025,
  published: true,
  off: [...days('元旦', '2025-01-01'), ...days('国庆节、中秋节', '2025-10-01', '2025-10-08')],
  work: [...days('国庆节、中秋节', '2025-09-28'), ...days('国庆节、中秋节', '2025-10-11')],
};

const YEAR_2026: CalendarYear = {
  year: 2026,
  published: true,
  notice: '国办发明电〔2025〕7号',
  off: [
    ...days('元旦', '2026-01-01', '2026-01-03'),
    ...days('春节', '2026-02-15', '2026-02-23'),
    ...days('清明节', '2026-04-04', '2026-04-06'),
    ...days('劳动节', '2026-05-01', '2026-05-05'),
    ...days('端午节', '2026-06-19', '2026-06-21'),
    ...days('中秋节', '2026-09-25', '2026-09-27'),
    ...days('国庆节', '2026-10-01', '2026-10-07'),
  ],
  work: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'].flatMap((day) =>
    days('调休', day),
  ),
};

/** 2025 (in part) and 2026 (whole), both published; further years can be added to play the next notice. */
export const aCalendar = (version = '2026.1', ...more: readonly CalendarYear[]): Calendar =>
  valueOf(makeCalendar({ id: 'CN', version, years: [YEAR_2025, YEAR_2026, ...more] }));

/** A published year with these days off, such as ['元旦', '2027-01-01', '2027-01-03']. */
export const aYear = (
  year: number,
  ...off: readonly (readonly [string, string, string])[]
): CalendarYear => ({
  year,
  published: true,
  off: off.flatMap(([name, from, to]) => days(name, from, to)),
  work: [],
});

/** NAT.C4 unless said otherwise. */
export const aRule = (rule: Partial<Rule> = {}): Rule => ({
  id: 'NAT.C4',
  clock: 'C4',
  starts: 'acceptance',
  limit: { kind: 'period', period: of('60日') },
  shift: 'next',
  article: '信访工作条例34',
  inferred: false,
  validFrom: on('2022-05-01'),
  notes: [],
  ...rule,
});

/** A NAT.C4 clock from this day with this period, in the calendar of aCalendar(). */
export const aClock = (
  start: string,
  period: string,
  more: { readonly notAfter?: string; readonly shift?: 'none' } = {},
): Clock =>
  valueOf(
    openClock({
      rule: aRule(more.shift ? { shift: more.shift } : {}),
      packVersion: '1',
      start: on(start),
      period: of(period),
      calendar: aCalendar(),
      ...(more.notAfter ? { notAfter: on(more.notAfter) } : {}),
    }),
  );
