import { describe, expect, it } from '@jest/globals';
import { REFUSAL_SLUGS } from '../refusal.js';
import { GUARD_NUMBERS, GUARDS, guardOf } from './guards.js';

describe('the guards', () => {
  it('are sixteen, each with its words and its article', () => {
    expect(Object.keys(GUARDS).map(Number)).toEqual([...GUARD_NUMBERS]);
    for (const { zh, en, article } of Object.values(GUARDS)) {
      expect([zh, en, article].filter((text) => text === '')).toEqual([]);
      expect(article).toMatch(/条例\d+/u);
    }
  });

  it('share no refusal, so that an answer names one guard', () => {
    const named = Object.values(GUARDS).flatMap(({ refuses }) => refuses.map((one) => String(one)));
    expect(named.filter((one, at) => named.indexOf(one) !== at)).toEqual([]);
  });

  it('claim a refusal that serves other rules only by its article', () => {
    expect(guardOf({ slug: 'not-answered', article: '信访工作条例31(6)' })).toBe(5);
    expect(guardOf({ slug: 'not-answered', article: '信访工作条例35' })).toBeUndefined();
    expect(guardOf({ slug: 'stale-version' })).toBeUndefined();
    expect(REFUSAL_SLUGS.filter((slug) => guardOf({ slug }) !== undefined).length).toBeGreaterThan(15);
  });
});
