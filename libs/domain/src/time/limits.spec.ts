import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aCalendar, aClock, aRule, of, on, valueOf } from '../../../../test/support/calendars.js';
import { childNotAfter, limitChild } from './budget.js';
import { type Clock, meetClock } from './clock.js';
import { extendClock } from './extension.js';
import { addDays } from './local-date.js';
import type { Limit } from './rules.js';

const calendar = aCalendar();

describe('the limit of an assignment', () => {
  it('is the earlier of its days and its last date', () => {
    expect(aClock('2026-08-03', '60日', { notAfter: '2026-09-20' })).toMatchObject({
      raw: '2026-09-20',
      effective: '2026-09-20',
    });
    expect(aClock('2026-08-03', '10日', { notAfter: '2026-09-20' }).effective).toBe('2026-08-13');
  });
  it('leaves the parent its reserve in calendar days, without a shift', () => {
    expect(childNotAfter({ effective: on('2026-10-08') })).toBe('2026-09-28');
    expect(childNotAfter({ effective: on('2026-10-08') }, 3)).toBe('2026-10-05');
  });
  const limit = (days?: string, headReason?: string) =>
    limitChild({
      sentOn: on('2026-08-05'),
      shift: 'next',
      calendar,
      parent: { effective: on('2026-10-08') },
      ...(days ? { days: of(days) } : {}),
      ...(headReason === undefined ? {} : { headReason }),
    });
  it('explicit days that fit are kept beside the last date', () => {
    expect(valueOf(limit('30日'))).toEqual({ days: of('30日'), notAfter: '2026-09-28' });
  });
  it('explicit days that cannot fit are refused, unless the head gives a written reason', () => {
    expect(limit('60日')).toMatchObject({ ok: false, slug: 'days-do-not-fit' });
    expect(limit('60日', '  ')).toMatchObject({ ok: false });
    expect(valueOf(limit('60日', '须重新勘界'))).toEqual({
      days: of('60日'),
      notAfter: '2026-10-08',
      allowedByHead: { reason: '须重新勘界', outlivesParent: false },
    });
    expect(valueOf(limit('70日', '须重新勘界'))).toMatchObject({ allowedByHead: { outlivesParent: true } });
  });
  it('without explicit days or without a parent nothing is refused', () => {
    expect(valueOf(limit())).toEqual({ notAfter: '2026-09-28' });
    const free = limitChild({ sentOn: on('2026-08-05'), shift: 'next', calendar, days: of('90日') });
    expect(valueOf(free)).toEqual({ days: of('90日') });
  });
  it('a child never outlives its parent, however late it accepts', () => {
    const day = fc.integer({ min: 0, max: 200 });
    const n = fc.integer({ min: 1, max: 120 });
    fc.assert(
      fc.property(day, n, n, day, fc.integer({ min: 0, max: 30 }), (start, own, asked, wait, reserveDays) => {
        const sentOn = addDays(on('2026-01-01'), start);
        const parent = aClock(sentOn, `${own}日`);
        const sending = { sentOn, shift: 'next' as const, calendar, parent, reserveDays };
        const given = limitChild({ ...sending, days: of(`${asked}日`) });
        const { notAfter } = valueOf(given.ok ? given : limitChild(sending));
        const child = aClock(addDays(sentOn, Math.min(wait, 20)), `${asked}日`, { notAfter: notAfter ?? '' });
        expect(child.effective <= addDays(parent.effective, -reserveDays)).toBe(true);
      }),
    );
  });
});

describe('an extension', () => {
  const rule = (limit: Limit) => aRule({ id: 'NAT.C5', clock: 'C5', limit });
  const atMost30 = rule({ kind: 'extension', atMost: of('30日') });
  const extend = (clock: Clock, days: string, date: string, by = atMost30, notAfter?: string) =>
    extendClock(clock, {
      rule: by,
      period: of(days),
      on: on(date),
      calendar,
      ...(notAfter ? { notAfter: on(notAfter) } : {}),
    });
  const clock = aClock('2026-08-03', '60日'); // raw 10-02, effective 10-08

  it('runs from the raw end, not from the shifted one, and keeps the original date', () => {
    expect(valueOf(extend(clock, '30日', '2026-09-30'))).toMatchObject({
      raw: '2026-11-01',
      effective: '2026-11-02',
      extension: { originalRaw: '2026-10-02', originalEffective: '2026-10-08', approvedOn: '2026-09-30' },
    });
  });
  it('is granted once, within the cap, before the end, while the duty is open', () => {
    const once = valueOf(extend(clock, '10日', '2026-09-30'));
    expect(extend(once, '10日', '2026-09-30')).toMatchObject({
      slug: 'extension-once',
      article: '信访工作条例34',
    });
    expect(extend(clock, '31日', '2026-09-30')).toMatchObject({ slug: 'extension-over-cap' });
    expect(extend(clock, '10日', '2026-10-08')).toMatchObject({ ok: true });
    expect(extend(clock, '10日', '2026-10-09')).toMatchObject({ slug: 'extension-expired' });
    expect(extend(meetClock(clock, on('2026-09-01')), '10日', '2026-09-02')).toMatchObject({
      slug: 'clock-met',
    });
  });
  it('never shortens: three days inside the holiday leave the shifted end', () => {
    expect(valueOf(extend(clock, '3日', '2026-09-30'))).toMatchObject({
      raw: '2026-10-05',
      effective: '2026-10-08',
    });
    const none = aClock('2026-08-03', '60日', { shift: 'none' });
    expect(valueOf(extend(none, '3日', '2026-09-30')).effective).toBe('2026-10-05');
  });
  it('is held to a cap in all where the pack states one', () => {
    const inAll = rule({ kind: 'extension', inAll: of('90日') });
    expect(extend(clock, '30日', '2026-09-30', inAll)).toMatchObject({ ok: true });
    expect(extend(clock, '31日', '2026-09-30', inAll)).toMatchObject({ slug: 'extension-over-cap' });
  });
  it('has no cap where only the assigner moves the limit, and none at all where the pack knows none', () => {
    expect(extend(clock, '90日', '2026-09-30', rule({ kind: 'extension' }))).toMatchObject({ ok: true });
    const absent = rule({ kind: 'absent', why: 'not provided' });
    expect(extend(clock, '1日', '2026-09-30', absent)).toMatchObject({ slug: 'extension-not-provided' });
  });
  it('does not pass the date that the assigner set, unless the assigner moves that too', () => {
    const assigned = aClock('2026-08-03', '30日', { notAfter: '2026-09-10' });
    expect(extend(assigned, '30日', '2026-08-20')).toMatchObject({ slug: 'extension-past-limit' });
    const moved = valueOf(extend(assigned, '30日', '2026-08-20', atMost30, '2026-10-20'));
    expect(moved).toMatchObject({ effective: '2026-10-08', notAfter: '2026-10-20' });
  });
});
