import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { aCalendar, of, on, valueOf } from '../../../../test/support/calendars.js';
import { isWorkingDay } from './calendar.js';
import { computeEnd } from './end.js';
import { addDays } from './local-date.js';
import { PERIOD_UNITS, type PeriodUnit } from './period.js';
import { SHIFTS } from './rules.js';

const calendar = aCalendar();
const end = (start: string, period: string, shift: 'next' | 'none' = 'next') =>
  valueOf(computeEnd({ start: on(start), period: of(period), shift, calendar }));

const EXAMPLES = [
  ['2026-09-16', '15日', '2026-10-01', '2026-10-08', false],
  ['2026-08-03', '60日', '2026-10-02', '2026-10-08', false],
  ['2026-01-31', '15日', '2026-02-15', '2026-02-24', false],
  ['2026-07-01', '60日', '2026-08-30', '2026-08-31', false],
  ['2026-09-17', '5工作日', '2026-09-23', '2026-09-23', false],
  ['2026-02-12', '5工作日', '2026-02-26', '2026-02-26', false],
  ['2026-11-30', '3月', '2027-02-28', '2027-03-01', true],
  ['2025-12-31', '2月', '2026-02-28', '2026-02-28', false],
] as const;

describe('when a period ends', () => {
  it.each(EXAMPLES)('%s + %s ends on %s, in effect on %s', (start, period, raw, effective, provisional) => {
    expect(end(start, period)).toMatchObject({ start, raw, effective, provisional });
  });

  it('the counting never asks the process for its time zone or clock', () => {
    const local = ['getFullYear', 'getMonth', 'getDate', 'getDay', 'getHours', 'getTimezoneOffset'] as const;
    const spies = local.map((name) =>
      jest.spyOn(Date.prototype, name).mockImplementation(() => {
        throw new Error(`${name} depends on the process time zone`);
      }),
    );
    for (const [start, period, raw, effective] of EXAMPLES) {
      expect(end(start, period)).toMatchObject({ raw, effective });
    }
    spies.forEach((spy) => spy.mockRestore());
  });

  it('an end on a day off stays where the rule does not shift', () => {
    expect(end('2026-09-16', '15日', 'none')).toMatchObject({ raw: '2026-10-01', effective: '2026-10-01' });
  });

  it('a month that lacks the day ends on its last day, also in a leap year', () => {
    expect(end('2025-12-31', '2月', 'none').raw).toBe('2026-02-28');
    expect(end('2026-08-31', '1月', 'none').raw).toBe('2026-09-30');
    expect(end('2026-02-28', '24月', 'none').raw).toBe('2028-02-28');
  });

  it('an end on 20 December of the last published year is certain, the day after it is provisional', () => {
    expect(end('2026-12-05', '15日', 'none')).toMatchObject({ effective: '2026-12-20', provisional: false });
    expect(end('2026-12-05', '15日', 'next')).toMatchObject({ effective: '2026-12-21', provisional: true });
    expect(end('2026-12-06', '15日', 'none')).toMatchObject({ effective: '2026-12-21', provisional: true });
  });

  it('a start outside the calendar is refused, an end beyond it is not', () => {
    const ask = (start: string) =>
      computeEnd({ start: on(start), period: of('15日'), shift: 'next', calendar });
    expect(ask('2027-01-01')).toMatchObject({ ok: false, slug: 'start-outside-calendar' });
    expect(ask('2024-12-31')).toMatchObject({ ok: false, slug: 'start-outside-calendar' });
    expect(ask('2026-12-31')).toMatchObject({ ok: true });
  });
});

describe('the working behind a date', () => {
  it('says why each day counted, was skipped, or moved the end', () => {
    const { days } = end('2026-09-24', '5工作日');
    expect(days.map(({ date, counted }) => (counted ? date : `(${date})`))).toEqual([
      '(2026-09-24)',
      '(2026-09-25)',
      '(2026-09-26)',
      '(2026-09-27)',
      '2026-09-28',
      '2026-09-29',
      '2026-09-30',
      ...['01', '02', '03', '04', '05', '06', '07'].map((day) => `(2026-10-${day})`),
      '2026-10-08',
      '2026-10-09',
    ]);
    expect(days[0]?.why).toContain('首日不计（民法典201）');
    expect(days[1]?.why).toContain('中秋节');
    expect(days.at(-1)?.why).toContain('期满');
  });

  it('names the holiday that moves an end and the make-up day that counts', () => {
    const shifted = end('2026-09-16', '15日').days;
    const why = (date: string) => shifted.find((day) => day.date === date)?.why;
    expect(why('2026-09-20')).toContain('调休上班');
    expect(why('2026-10-01')).toContain('末日休息须顺延（民法典203）');
    expect(why('2026-10-07')).toContain('国庆节放假，顺延');
    expect(why('2026-10-08')).toContain('顺延至此日');
  });
});

const aStart = fc.integer({ min: 0, max: 729 }).map((n) => addDays(on('2025-01-01'), n));
const aPeriod = fc.record({
  n: fc.integer({ min: 1, max: 40 }),
  unit: fc.constantFrom<PeriodUnit>(...PERIOD_UNITS),
});
const aShift = fc.constantFrom(...SHIFTS);

describe('whatever the start and the period', () => {
  it('a later start never gives an earlier end', () => {
    fc.assert(
      fc.property(aStart, fc.integer({ min: 0, max: 60 }), aPeriod, aShift, (start, later, period, shift) => {
        const first = valueOf(computeEnd({ start, period, shift, calendar }));
        const second = computeEnd({ start: addDays(start, later), period, shift, calendar });
        fc.pre(second.ok);
        expect(valueOf(second).raw >= first.raw).toBe(true);
        expect(valueOf(second).effective >= first.effective).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('a working-day end is a working day, and so is every shifted end', () => {
    fc.assert(
      fc.property(aStart, aPeriod, aShift, (start, period, shift) => {
        const { raw, effective } = valueOf(computeEnd({ start, period, shift, calendar }));
        if (period.unit === '工作日') expect(raw).toBe(effective);
        if (period.unit === '工作日' || shift === 'next')
          expect(isWorkingDay(calendar, effective)).toBe(true);
        expect(effective >= raw && raw > start).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('the working counts exactly the days of the period, in order and without a gap', () => {
    fc.assert(
      fc.property(aStart, aPeriod, aShift, (start, period, shift) => {
        const { days, effective } = valueOf(computeEnd({ start, period, shift, calendar }));
        expect(days.map(({ date }) => date)).toEqual(days.map((_, i) => addDays(start, i)));
        expect(days.at(-1)?.date).toBe(effective);
        if (period.unit !== '月') expect(days.filter(({ counted }) => counted)).toHaveLength(period.n);
      }),
      { numRuns: 150 },
    );
  });
});
