import { describe, expect, it } from '@jest/globals';
import { aCalendar, aClock, aRule, aYear, of, on, valueOf } from '../../../../test/support/calendars.js';
import { recompute } from './clock.js';
import { clockWorking } from './clock-working.js';
import { extendClock } from './extension.js';
import { pauseClock, resumeClock } from './pause-clock.js';

const calendar = aCalendar();
const c5 = aRule({ id: 'NAT.C5', clock: 'C5', limit: { kind: 'extension', atMost: of('30日') } });
const c10 = aRule({ id: 'NAT.C10.decide', clock: 'C10', excludes: ['hearing'] });

describe('the working of a date', () => {
  it('of an extended clock shows both periods, each day once, up to the new end', () => {
    const clock = valueOf(
      extendClock(aClock('2026-08-03', '30日'), {
        rule: c5,
        period: of('20日'),
        on: on('2026-08-20'),
        calendar,
      }),
    );
    const days = clockWorking(clock, calendar);
    expect(days.filter(({ counted }) => counted)).toHaveLength(50);
    expect(new Set(days.map(({ date }) => date)).size).toBe(days.length);
    expect(days.find(({ date }) => date === '2026-09-03')?.why).toMatch(
      /^延期20日：第1日.* · extension of 20日: day 1/u,
    );
    expect(days.at(-1)?.date).toBe(clock.effective);
  });
  it('of a clock that an assigner cut off ends on that date and says so', () => {
    const days = clockWorking(aClock('2026-08-03', '60日', { notAfter: '2026-09-20' }), calendar);
    expect(days.at(-1)).toMatchObject({ date: '2026-09-20' });
    expect(days.at(-1)?.why).toContain('不晚于2026-09-20');
  });
  it('of a clock that stands still says since when', () => {
    const stopped = valueOf(
      pauseClock(aClock('2026-08-03', '30日'), {
        rule: c10,
        from: on('2026-08-10'),
        on: on('2026-08-10'),
        why: '听证',
      }),
    );
    expect(clockWorking(stopped, calendar).at(-1)?.why).toContain('自2026-08-10起听证中止计时');
    const running = valueOf(
      resumeClock(stopped, { until: on('2026-08-11'), on: on('2026-08-11'), calendar }),
    );
    expect(clockWorking(running, calendar).filter(({ counted }) => counted)).toHaveLength(30);
    expect(clockWorking(running, calendar).at(-1)?.date).toBe(running.effective);
  });
  it('of a date that a newer calendar did not move earlier says that it stands', () => {
    const with2027 = aCalendar(
      '2027.1',
      aYear(2027, ['元旦', '2027-01-01', '2027-01-03'], ['春节', '2027-03-01', '2027-03-02']),
    );
    const later = recompute(aClock('2026-11-30', '3月'), { calendar: with2027 }).clock;
    const corrected = aCalendar('2027.2', aYear(2027));
    const kept = recompute(later, { calendar: corrected }).clock;
    expect(clockWorking(kept, corrected).at(-1)).toMatchObject({ date: '2027-03-03', counted: false });
    expect(clockWorking(kept, corrected).at(-1)?.why).toContain('不提前');
  });
});
