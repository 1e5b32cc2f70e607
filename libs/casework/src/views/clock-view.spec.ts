import { describe, expect, it } from '@jest/globals';
import { aCalendar, aClock, on } from '../../../../test/support/calendars.js';
import { clockViews, nearestOf } from './clock-view.js';

const judging = { today: on('2026-08-10'), calendar: aCalendar() };

describe('the nearest clock', () => {
  const near = aClock('2026-08-03', '15日');
  const far = aClock('2026-08-03', '60日');
  const nearest = (...clocks: Parameters<typeof clockViews>[1][number][]) =>
    nearestOf(clockViews('case.x', clocks, judging))?.effective;

  it('is the open one that ends first, in whatever order they were opened', () => {
    expect(nearest(far, near)).toBe(near.effective);
    expect(nearest({ ...near, metOn: on('2026-08-05') }, far)).toBe(far.effective);
  });
  it('is not one that stands still while another runs', () => {
    const still = { ...near, pauses: [{ from: on('2026-08-10'), why: '听证' }] };
    expect(nearest(still, far)).toBe(far.effective);
    expect(nearest(still)).toBe(near.effective);
  });
  it('is none when every duty is done', () => {
    expect(nearest({ ...near, metOn: on('2026-08-05') })).toBeUndefined();
  });
});
