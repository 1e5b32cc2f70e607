import { describe, expect, it } from '@jest/globals';
import type { ClockView, LegView } from '#contract';
import { nearestSentence, oneHalf } from './clocks.js';
import { daysBetween, longDay, periodWords, shortDay, weekday } from './dates.js';
import { actWords } from './history.js';
import { tickLines } from './ticks.js';

const aClock = (given: Partial<ClockView>): ClockView => ({
  key: "leg/C4'/1",
  id: "C4'",
  rule: "NAT.C4'",
  article: '[I]',
  start: '2026-09-16',
  period: '15日',
  raw: '2026-10-01',
  effective: '2026-10-08',
  provisional: false,
  original: null,
  met: null,
  late: false,
  lamp: '绿',
  ...given,
});

describe('a legal day on screen', () => {
  it('is written out in both languages', () => {
    expect([longDay('2026-09-16', 'zh'), longDay('2026-09-16', 'en')]).toEqual([
      '2026年9月16日',
      '16 Sep 2026',
    ]);
    expect([weekday('2026-09-16', 'zh'), weekday('2026-09-16', 'en')]).toEqual(['星期三', 'Wednesday']);
  });
  it('loses its year in the same year only', () => {
    expect(shortDay('2026-10-08', '2026-09-16', 'zh')).toBe('10月8日');
    expect(shortDay('2027-01-04', '2026-12-30', 'zh')).toBe('2027年1月4日');
  });
  it('is counted across a change of the year', () => expect(daysBetween('2026-12-30', '2027-01-04')).toBe(5));
  it('has periods in words', () => {
    expect(periodWords('5工作日', 'zh')).toBe('5工作日');
    expect([periodWords('5工作日', 'en'), periodWords('1月', 'en')]).toEqual(['5 working days', '1 month']);
  });
});

describe('the nearest end in words', () => {
  it('says how many days are left', () => {
    expect(nearestSentence(aClock({}), '2026-09-26', 'zh')).toBe('一般应于10月8日前办结，还有12日');
    expect(nearestSentence(aClock({}), '2026-09-26', 'en')).toBe('Normally settled by 8 Oct, 12 days left');
  });
  it('calls the last day due, not overdue', () => {
    expect(nearestSentence(aClock({}), '2026-10-08', 'zh')).toBe('一般应于10月8日前办结，今日到期');
  });
  it('says how many days are lost', () => {
    expect(nearestSentence(aClock({}), '2026-10-09', 'zh')).toBe('一般应于10月8日前办结，已逾期1日');
    expect(nearestSentence(aClock({}), '2026-10-09', 'en')).toBe('Normally settled by 8 Oct, 1 day overdue');
  });
  it('marks a provisional date', () => {
    const sentence = nearestSentence(
      aClock({ provisional: true, effective: '2027-03-01' }),
      '2027-02-27',
      'zh',
    );
    expect(sentence).toBe('一般应于3月1日前办结（暂定），还有2日');
  });
  it('names the ruling, not the objection, where the sender rules', () => {
    expect(nearestSentence(aClock({ id: 'C3', rule: 'NAT.C3.ruling' }), '2026-10-08', 'zh')).toContain(
      '核定异议',
    );
  });
});

it('shows the half of a reason that the reader speaks, or the whole when there is one only', () => {
  const why = '周末，不计 · weekend, not counted';
  expect([oneHalf(why, 'zh'), oneHalf(why, 'en'), oneHalf('周末', 'en')]).toEqual([
    '周末，不计',
    'weekend, not counted',
    '周末',
  ]);
});

it('shows an act that this page does not know as it came', () => {
  expect(actWords('leg.accept')).toEqual(['受理', 'Accepted']);
  expect(actWords('leg.something-new')).toEqual(['leg.something-new', 'leg.something-new']);
});

describe('the ticks of a sending', () => {
  const ticks: LegView['ticks'] = {
    delivered: null,
    registeredAs: null,
    registeredOn: null,
    refused: null,
    onPaper: false,
  };
  const brief = (given: Partial<LegView['ticks']>): string[] =>
    tickLines({ ticks: { ...ticks, ...given } }, '2026-09-16').map(
      (line) => `${line.done ? '✓' : '○'}${line.full[0]}`,
    );

  it('wait for the other end', () => expect(brief({})).toEqual(['○在途，对方尚未收到', '○对方尚未登记']));
  it('name the legal day of a delivery late in the evening, UTC', () => {
    expect(brief({ delivered: '2026-09-15T16:30:00.000Z' })[0]).toBe('✓已送达（9月16日）');
  });
  it('name number and day of the registration and the reason of a return', () => {
    expect(
      brief({ registeredAs: 'RS-2026-00012', registeredOn: '2026-09-16', refused: '不属职权' }).slice(1),
    ).toEqual(['✓对方已登记为 RS-2026-00012，9月16日', '✓被退回：不属职权']);
  });
  it('say that a letter went on paper', () => {
    expect(brief({ onPaper: true, delivered: '2026-09-16T02:00:00.000Z' })[0]).toBe(
      '✓纸质送达：信函已于9月16日印发',
    );
  });
});
