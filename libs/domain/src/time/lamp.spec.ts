import { describe, expect, it } from '@jest/globals';
import { aCalendar, aClock, on } from '../../../../test/support/calendars.js';
import { type Clock, meetClock } from './clock.js';
import { lampOf, yellowFrom } from './lamp.js';

const calendar = aCalendar();

describe('the lamp', () => {
  const lamp = (clock: Clock, date: string) => lampOf(clock, on(date), calendar);
  it('of a 15日 clock is yellow in its last three days, red after the shifted end', () => {
    const clock = aClock('2026-03-02', '15日'); // ends Tuesday 03-17
    expect(['2026-03-14', '2026-03-15', '2026-03-17', '2026-03-18'].map((day) => lamp(clock, day))).toEqual([
      '绿',
      '黄',
      '黄',
      '红',
    ]);
  });
  it('of a short clock is yellow for a whole working day at least', () => {
    expect(yellowFrom(aClock('2026-03-06', '2日', { shift: 'none' }), calendar)).toBe('2026-03-06'); // ends on Sunday
    expect(yellowFrom(aClock('2026-03-02', '5工作日'), calendar)).toBe('2026-03-08');
  });
  it('of a clock of 30日 or more is yellow for five working days at least', () => {
    // 10-08 is the raw end and 20 % of 30日 would begin on 10-03, in the holiday
    expect(yellowFrom(aClock('2026-09-08', '30日'), calendar)).toBe('2026-09-24'); // 24, 28, 29, 30 and 10-08
  });
  it('stays grey when closed late and turns green when met in time', () => {
    const clock = aClock('2026-03-02', '15日');
    expect(lamp(meetClock(clock, on('2026-03-18')), '2026-04-01')).toBe('灰');
    expect(lamp(meetClock(clock, on('2026-03-17')), '2026-04-01')).toBe('绿');
  });
  it('is 暂定 while on time on a provisional end, yellow and red as ever', () => {
    const clock = aClock('2026-11-30', '3月');
    expect(lamp(clock, '2026-12-01')).toBe('暂定');
    expect(lamp(clock, '2027-02-26')).toBe('黄');
    expect(lamp(clock, '2027-03-02')).toBe('红');
  });
});
