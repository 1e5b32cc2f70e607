import { describe, expect, it } from '@jest/globals';
import { aCalendar, aClock, aRule, aYear, of, on, valueOf } from '../../../../test/support/calendars.js';
import { isLate, meetClock, openClock, recompute } from './clock.js';
import { extendClock } from './extension.js';

const calendar = aCalendar();

describe('a clock', () => {
  it('keeps the rule, the article and the versions that gave its date', () => {
    expect(aClock('2026-08-03', '60日')).toEqual({
      id: 'C4',
      rule: 'NAT.C4',
      packVersion: '1',
      article: '信访工作条例34',
      start: '2026-08-03',
      period: { n: 60, unit: '日' },
      shift: 'next',
      raw: '2026-10-02',
      effective: '2026-10-08',
      provisional: false,
      calendarVersion: '2026.1',
    });
  });
  it('of a rule that no source settles says so', () => {
    const rule = aRule({ id: 'NAT.C11', clock: 'C11', article: '[I]', inferred: true });
    const clock = openClock({
      rule,
      packVersion: '1',
      start: on('2026-04-02'),
      period: of('2工作日'),
      calendar,
    });
    expect(valueOf(clock)).toMatchObject({ note: '[I]', effective: '2026-04-07' });
  });
  it('is not opened by a rule that was not in force yet', () => {
    const rule = aRule({ validFrom: on('2026-05-01') });
    const clock = openClock({
      rule,
      packVersion: '1',
      start: on('2026-04-30'),
      period: of('60日'),
      calendar,
    });
    expect(clock).toMatchObject({ ok: false, slug: 'rule-not-in-force' });
  });
  it('is late the day after its effective end, not on it, and stays late when met late', () => {
    const clock = aClock('2026-09-16', '15日');
    expect(isLate(clock, on('2026-10-08'))).toBe(false);
    expect(isLate(clock, on('2026-10-09'))).toBe(true);
    expect(isLate(meetClock(clock, on('2026-10-09')), on('2026-10-09'))).toBe(true);
    expect(isLate(meetClock(clock, on('2026-10-08')), on('2026-12-01'))).toBe(false);
    const twice = meetClock(meetClock(clock, on('2026-10-08')), on('2026-10-20'));
    expect(twice.metOn).toBe('2026-10-08');
  });
});

describe('when the next holiday notice is loaded', () => {
  const next = aCalendar(
    '2027.1',
    aYear(2027, ['元旦', '2027-01-01', '2027-01-03'], ['春节', '2027-03-01', '2027-03-02']),
  );
  it('a provisional end that holds is confirmed', () => {
    const done = recompute(aClock('2026-12-01', '40日'), { calendar: next });
    expect(done).toMatchObject({ kind: 'unchanged', confirmed: true });
    expect(done.clock).toMatchObject({
      provisional: false,
      calendarVersion: '2027.1',
      effective: '2027-01-11',
    });
  });
  it('an end that falls on a new holiday moves later, and says from where', () => {
    expect(recompute(aClock('2026-11-30', '3月'), { calendar: next })).toMatchObject({
      kind: 'later',
      from: '2027-03-01',
      to: '2027-03-03',
      clock: { effective: '2027-03-03', provisional: false },
    });
  });
  it('an end never moves earlier silently: the clock keeps its date and the earlier one is only offered', () => {
    const { clock } = recompute(aClock('2026-11-30', '3月'), { calendar: next });
    expect(clock.effective).toBe('2027-03-03');
    const corrected = aCalendar('2027.2', aYear(2027));
    expect(recompute(clock, { calendar: corrected })).toMatchObject({
      kind: 'earlier',
      from: '2027-03-03',
      clock: { effective: '2027-03-03', calendarVersion: '2027.2' },
      earlier: { effective: '2027-03-01' },
    });
  });
  it('an extended clock is counted again from its original raw end', () => {
    const rule = aRule({ id: 'NAT.C5', clock: 'C5', limit: { kind: 'extension', atMost: of('30日') } });
    const asked = { rule, period: of('30日'), on: on('2026-12-01'), calendar };
    const extended = valueOf(extendClock(aClock('2026-10-30', '60日'), asked)); // raw 12-29, then 2027-01-28
    expect(recompute(extended, { calendar: next })).toMatchObject({
      kind: 'unchanged',
      clock: { effective: '2027-01-28' },
    });
  });
  it('a met clock is left as it was', () => {
    const met = meetClock(aClock('2026-11-30', '3月'), on('2026-12-05'));
    expect(recompute(met, { calendar: next })).toEqual({ kind: 'unchanged', clock: met, confirmed: false });
  });
});
