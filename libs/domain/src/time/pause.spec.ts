import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aCalendar, aClock, aRule, aYear, of, on, valueOf } from '../../../../test/support/calendars.js';
import { type Clock, isLate, meetClock, recompute } from './clock.js';
import { computeEnd } from './end.js';
import { extendClock } from './extension.js';
import { addDays } from './local-date.js';
import { pauseClock, resumeClock } from './pause-clock.js';

const calendar = aCalendar();
const rule = aRule({ id: 'NAT.C10.decide', clock: 'C10', excludes: ['hearing'] });
const why = '复核听证';

const pause = (clock: Clock, from: string, today = from) =>
  pauseClock(clock, { rule, from: on(from), on: on(today), why });
const resume = (clock: Clock, until: string, today = until) =>
  resumeClock(clock, { until: on(until), on: on(today), calendar });
const heard = (clock: Clock, from: string, until: string): Clock =>
  valueOf(resume(valueOf(pause(clock, from)), until));

describe('a clock that stands still for a hearing', () => {
  it('ends later by the days of the hearing, the first and the last included', () => {
    const clock = aClock('2026-08-03', '30日'); // raw 09-02
    expect(heard(clock, '2026-08-10', '2026-08-12')).toMatchObject({
      raw: '2026-09-05',
      effective: '2026-09-07',
    });
  });
  it('is not late while it stands still, whatever the day, and runs on from where it stopped', () => {
    const stopped = valueOf(pause(aClock('2026-08-03', '30日'), '2026-08-31'));
    expect(isLate(stopped, on('2026-12-01'))).toBe(false);
    expect(isLate(meetClock(stopped, on('2026-12-01')), on('2026-12-01'))).toBe(false);
    const running = valueOf(resume(stopped, '2026-11-30'));
    expect(running.raw).toBe('2026-12-03');
    expect(isLate(running, on('2026-12-04'))).toBe(true);
  });
  it('restarted on a holiday, leaves the holiday out and ends on a working day', () => {
    const clock = aClock('2026-09-21', '10日'); // raw 10-01
    expect(heard(clock, '2026-09-30', '2026-10-03')).toMatchObject({
      raw: '2026-10-05',
      effective: '2026-10-08',
    });
  });
  it('counts working days outside of the hearing only', () => {
    const clock = aClock('2026-08-03', '5工作日'); // 08-10
    expect(heard(clock, '2026-08-05', '2026-08-06').effective).toBe('2026-08-12');
  });
  it('stands still several times; each is kept', () => {
    const twice = heard(
      heard(aClock('2026-08-03', '30日'), '2026-08-10', '2026-08-12'),
      '2026-08-20',
      '2026-08-20',
    );
    expect(twice.pauses).toHaveLength(2);
    expect(twice.raw).toBe('2026-09-06');
  });
  it('keeps the time of the hearing when a newer calendar counts it again', () => {
    const clock = heard(aClock('2026-11-30', '3月'), '2026-12-07', '2026-12-08');
    const next = aCalendar('2027.1', aYear(2027, ['春节', '2027-03-02', '2027-03-03']));
    expect(recompute(clock, { calendar: next })).toMatchObject({
      kind: 'later',
      clock: { raw: '2027-03-02', effective: '2027-03-04' },
    });
  });
  it('keeps the time of the hearing when a newer pack gives another period', () => {
    const clock = { ...heard(aClock('2026-08-03', '30日'), '2026-08-10', '2026-08-12'), id: 'C10' as const };
    const longer = aRule({ ...rule, limit: { kind: 'period', period: of('40日') } });
    const done = recompute(clock, { calendar, rule: longer, packVersion: '2' });
    expect(done).toMatchObject({ kind: 'later', clock: { raw: '2026-09-15', packVersion: '2' } });
  });
  it('shows its working: each day of the hearing is left out, and the counted days are still thirty', () => {
    const clock = heard(aClock('2026-08-03', '30日'), '2026-08-10', '2026-08-12');
    const { days } = valueOf(computeEnd({ ...clock, calendar }));
    expect(days.filter(({ counted }) => counted)).toHaveLength(30);
    expect(days.filter(({ why: said }) => said.includes('听证')).map(({ date }) => date)).toEqual([
      '2026-08-10',
      '2026-08-11',
      '2026-08-12',
    ]);
  });
});

describe('a hearing is refused', () => {
  const clock = aClock('2026-08-03', '30日');
  const stopped = valueOf(pause(clock, '2026-08-10'));
  it.each([
    [
      'on a clock whose rule counts the time of hearings',
      pauseClock(clock, { rule: aRule({}), from: on('2026-08-10'), on: on('2026-08-10'), why }),
      'hearing-counts',
    ],
    ['while the clock stands still already', pause(stopped, '2026-08-11'), 'paused-already'],
    ['before the clock began', pause(clock, '2026-08-02', '2026-08-10'), 'pause-outside-clock'],
    ['after the clock has ended', pause(clock, '2026-09-03'), 'pause-outside-clock'],
    ['for a day to come', pause(clock, '2026-08-11', '2026-08-10'), 'date-in-future'],
    [
      'inside a hearing that was left out already',
      pause(heard(clock, '2026-08-10', '2026-08-12'), '2026-08-12', '2026-08-20'),
      'pauses-overlap',
    ],
    ['on a clock that was met', pause(meetClock(clock, on('2026-08-05')), '2026-08-10'), 'clock-met'],
    ['to end, when the clock does not stand still', resume(clock, '2026-08-10'), 'not-paused'],
    ['to end before it began', resume(stopped, '2026-08-09', '2026-08-12'), 'pause-outside-clock'],
    ['to end on a day to come', resume(stopped, '2026-08-13', '2026-08-12'), 'date-in-future'],
  ])('%s', (_situation, outcome, slug) => {
    expect(outcome).toMatchObject({ ok: false, slug });
  });
});

describe('a hearing and an extension', () => {
  const c5 = aRule({ id: 'NAT.C5', clock: 'C5', limit: { kind: 'extension', atMost: of('30日') } });
  const extended = (clock: Clock) =>
    extendClock(clock, { rule: c5, period: of('30日'), on: on('2026-08-20'), calendar });
  it('is not extended while it stands still: its end is not known', () => {
    expect(extended(valueOf(pause(aClock('2026-08-03', '30日'), '2026-08-10')))).toMatchObject({
      slug: 'clock-paused',
    });
  });
  it('end on the same day whichever was entered first', () => {
    const clock = aClock('2026-08-03', '30日');
    const hearingFirst = valueOf(extended(heard(clock, '2026-08-10', '2026-08-12')));
    const extendedFirst = valueOf(
      resume(
        valueOf(pause(valueOf(extended(clock)), '2026-08-10', '2026-08-20')),
        '2026-08-12',
        '2026-08-20',
      ),
    );
    expect(extendedFirst.raw).toBe(hearingFirst.raw);
    expect(extendedFirst.effective).toBe(hearingFirst.effective);
    expect(hearingFirst.raw).toBe('2026-10-05');
  });
});

const start = fc.integer({ min: 0, max: 300 }).map((n) => addDays(on('2026-01-05'), n));
const period = fc.oneof(
  fc.integer({ min: 2, max: 90 }).map((n) => of(`${String(n)}日`)),
  fc.integer({ min: 2, max: 40 }).map((n) => of(`${String(n)}工作日`)),
);
const hearings = fc.array(
  fc.record({ after: fc.integer({ min: 0, max: 6 }), length: fc.integer({ min: 0, max: 9 }) }),
  { maxLength: 4 },
);
const history = fc.record({ start, period, hearings });

/** Plays the hearings one after another, each inside the clock that the one before left. */
const play = (clock: Clock, list: readonly { after: number; length: number }[]): Clock => {
  let now = clock;
  let day = clock.start;
  for (const { after, length } of list) {
    const from = addDays(day, after + 1);
    const until = addDays(from, length);
    const stopped = pauseClock(now, { rule, from, on: until, why });
    if (!stopped.ok) return now;
    now = valueOf(resumeClock(stopped.value, { until, on: until, calendar }));
    day = until;
  }
  return now;
};

describe('whatever the hearings', () => {
  it('the counted days stay as many as the period says, and none of them is a day of a hearing', () => {
    fc.assert(
      fc.property(history, ({ start: from, period: length, hearings: list }) => {
        const clock = play(aClock(from, `${String(length.n)}${length.unit}`), list);
        const { days, effective } = valueOf(computeEnd({ ...clock, calendar }));
        expect(days.filter(({ counted }) => counted)).toHaveLength(length.n);
        expect(effective <= clock.effective).toBe(true);
        for (const day of days.filter(({ counted }) => counted))
          expect(
            clock.pauses?.some((p) => p.from <= day.date && day.date <= (p.until ?? p.from)) ?? false,
          ).toBe(false);
      }),
    );
  });
  it('an end never moves earlier', () => {
    fc.assert(
      fc.property(history, ({ start: from, period: length, hearings: list }) => {
        const clock = aClock(from, `${String(length.n)}${length.unit}`);
        expect(play(clock, list).effective >= clock.effective).toBe(true);
      }),
    );
  });
  it('counting again with the same calendar changes nothing', () => {
    fc.assert(
      fc.property(history, ({ start: from, period: length, hearings: list }) => {
        const clock = play(aClock(from, `${String(length.n)}${length.unit}`), list);
        expect(recompute(clock, { calendar }).clock.effective).toBe(clock.effective);
      }),
    );
  });
});
