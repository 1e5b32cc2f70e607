import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aCalendar, aYear, on, valueOf } from '../../../../test/support/calendars.js';
import { dayInfo, isWorkingDay, makeCalendar } from './calendar.js';
import { endOfLegalDay, legalDay, parseTimeZone, startOfLegalDay } from './legal-day.js';
import { addDays, addMonths, daysBetween, parseLocalDate, weekdayOf } from './local-date.js';
import { parsePeriod } from './period.js';

describe('a date as people write it', () => {
  it.each(['2026-02-30', '2026-13-01', '2026-00-10', '2026-04-31', '2025-02-29', '2026-01-00'])(
    'the day %s does not exist and is refused',
    (text) => expect(parseLocalDate(text)).toMatchObject({ ok: false, slug: 'bad-date' }),
  );
  it.each([
    '2026-9-16',
    '16.09.2026',
    '20260916',
    '2026-09-16T00:00',
    '',
    ' 2026-09-16',
    '０２６-09-16',
    '0026-01-01',
  ])('"%s" is not written as a legal date', (text) =>
    expect(parseLocalDate(text)).toMatchObject({ ok: false, slug: 'bad-date' }),
  );
  it('the leap day exists in leap years', () => {
    expect(parseLocalDate('2024-02-29')).toEqual({ ok: true, value: '2024-02-29' });
    expect(parseLocalDate('1900-02-29')).toMatchObject({ ok: false });
    expect(parseLocalDate('2000-02-29')).toMatchObject({ ok: true });
  });

  it('the arithmetic agrees with the proleptic Gregorian calendar of the language', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -25_000, max: 84_000 }),
        fc.integer({ min: -4000, max: 4000 }),
        (n, more) => {
          const iso = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
          const date = on(iso(n));
          fc.pre(n + more >= -25_000 && n + more <= 84_000);
          expect(addDays(date, more)).toBe(iso(n + more));
          expect(daysBetween(date, addDays(date, more))).toBe(more);
          expect(weekdayOf(date) % 7).toBe(new Date(`${date}T00:00:00Z`).getUTCDay());
        },
      ),
    );
  });

  it('months carry over the year in both directions', () => {
    expect(addMonths(on('2026-11-30'), 3)).toBe('2027-02-28');
    expect(addMonths(on('2026-01-31'), -2)).toBe('2025-11-30');
    expect(addMonths(on('2026-12-15'), 12)).toBe('2027-12-15');
  });
});

describe('a period as statutes write it', () => {
  it.each([
    ['15日', 15, '日'],
    ['5工作日', 5, '工作日'],
    ['3月', 3, '月'],
    [' 60 日 ', 60, '日'],
  ])('%s is read', (text, n, unit) => expect(parsePeriod(text)).toEqual({ ok: true, value: { n, unit } }));
  it.each(['-3日', '0日', '1.5日', '日', '', '十五日', '999999999日', '+3日', '1e3日'])(
    '"%s" is refused',
    (text) => expect(parsePeriod(text)).toMatchObject({ ok: false }),
  );
  it.each(['15', '15天', '2周', '3个月', '15days'])(
    '"%s" has no known unit, and the units are named',
    (text) => {
      const refused = parsePeriod(text);
      expect(refused).toMatchObject({ ok: false, slug: 'bad-unit' });
      expect(refused.ok ? '' : refused.message).toContain('日, 工作日, 月');
    },
  );
});

describe('a working day', () => {
  const calendar = aCalendar();
  it('a make-up Sunday works, a holiday Thursday and an ordinary Saturday do not', () => {
    expect(dayInfo(calendar, on('2026-09-20'))).toMatchObject({ working: true, kind: 'make-up' });
    expect(dayInfo(calendar, on('2026-10-01'))).toMatchObject({ working: false, name: '国庆节' });
    expect(dayInfo(calendar, on('2026-09-19'))).toMatchObject({ working: false, kind: 'weekend' });
    expect(isWorkingDay(calendar, on('2026-09-18'))).toBe(true);
  });

  const make = (...years: Parameters<typeof makeCalendar>[0]['years']) =>
    makeCalendar({ id: 'CN', version: '1', years });
  it('a year without a working day is refused, so that counting always ends', () => {
    expect(make(aYear(2027, ['假', '2027-01-01', '2027-12-31']))).toMatchObject({ slug: 'bad-calendar' });
  });
  it('a gap between years, a notice before its predecessor, and no notice at all are refused', () => {
    expect(make(aYear(2025), aYear(2027))).toMatchObject({ ok: false });
    expect(make({ ...aYear(2025), published: false }, aYear(2026))).toMatchObject({ ok: false });
    expect(make({ ...aYear(2025), published: false })).toMatchObject({ ok: false });
    expect(make(aYear(2025), aYear(2025))).toMatchObject({ ok: false });
    expect(make()).toMatchObject({ ok: false });
  });
  it('a day outside its year, a day given twice, and a make-up Monday are refused', () => {
    const holiday = { date: on('2027-01-01'), name: '元旦' };
    expect(make({ ...aYear(2026), off: [holiday] })).toMatchObject({ ok: false });
    expect(make({ ...aYear(2027), off: [holiday, holiday] })).toMatchObject({ ok: false });
    expect(make({ ...aYear(2027), work: [{ date: on('2027-01-04'), name: '元旦' }] })).toMatchObject({
      ok: false,
    });
  });
});

describe('the legal day of an instant', () => {
  it('ends at 24:00 in Shanghai, which is 16:00 UTC', () => {
    expect(legalDay(new Date('2026-09-16T15:59:59.999Z'))).toBe('2026-09-16');
    expect(legalDay(new Date('2026-09-16T16:00:00Z'))).toBe('2026-09-17');
    expect(endOfLegalDay(on('2026-09-16')).toISOString()).toBe('2026-09-16T16:00:00.000Z');
    expect(startOfLegalDay(on('2026-09-16')).toISOString()).toBe('2026-09-15T16:00:00.000Z');
  });
  it.each([
    ['UTC', '2026-09-16T00:00:00.000Z'],
    ['America/Los_Angeles', '2026-09-16T07:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-09-15T10:00:00.000Z'],
    ['Asia/Kathmandu', '2026-09-15T18:15:00.000Z'],
  ])('a network in %s begins its day at its own midnight', (name, start) => {
    const zone = valueOf(parseTimeZone(name));
    expect(startOfLegalDay(on('2026-09-16'), zone).toISOString()).toBe(start);
    expect(legalDay(new Date(start), zone)).toBe('2026-09-16');
    expect(legalDay(new Date(Date.parse(start) - 1), zone)).toBe('2026-09-15');
  });
  it('a day of 23 hours is a day all the same', () => {
    const zone = valueOf(parseTimeZone('America/Los_Angeles'));
    const hours =
      endOfLegalDay(on('2026-03-08'), zone).getTime() - startOfLegalDay(on('2026-03-08'), zone).getTime();
    expect(hours / 3_600_000).toBe(23);
  });
  it('a zone that does not exist is refused', () => {
    expect(parseTimeZone('Asia/Peking')).toMatchObject({ ok: false, slug: 'bad-time-zone' });
  });
});
