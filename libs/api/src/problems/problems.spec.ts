import { describe, expect, it } from '@jest/globals';
import { problem } from '#contract';
import { BORDER, BORDER_SLUGS } from './border.js';
import { borderProblem, refusalProblem } from './problem.js';
import { REFUSAL_STATUS } from './refusal-status.js';
import { REFUSAL_SENTENCES } from './refusals.js';

const chinese = /\p{Script=Han}/u;

describe('a refusal of the office', () => {
  const slugs = Object.keys(REFUSAL_STATUS);

  it('has a status and a sentence in both languages for every slug', () => {
    expect(Object.keys(REFUSAL_SENTENCES)).toEqual(slugs);
    for (const [zh, en] of Object.values(REFUSAL_SENTENCES)) {
      expect(zh).toMatch(chinese);
      expect(en).not.toMatch(chinese);
    }
  });

  it('asks in both languages for the same details', () => {
    const asked = (text: string) => [...text.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name).sort();
    for (const [zh, en] of Object.values(REFUSAL_SENTENCES)) expect(asked(zh)).toEqual(asked(en));
    for (const { says } of Object.values(BORDER)) expect(asked(says[0])).toEqual(asked(says[1]));
  });

  it('says which version is the version now when the one that was seen is stale', () => {
    const told = refusalProblem({ ok: false, slug: 'stale-version', details: { seen: '3', now: '5' } });
    expect(told).toMatchObject({ status: 409, slug: 'stale-version', article: null });
    expect(told.en).toContain('version 3, it is at version 5 now');
    expect(told.zh).toContain('第 3 版，现在是第 5 版');
    expect(problem.parse(told)).toEqual(told);
  });

  it('shows the article beside the sentence', () => {
    const told = refusalProblem({
      ok: false,
      slug: 'accused-party',
      details: {},
      article: '信访工作条例30(3)',
    });
    expect(told).toMatchObject({ status: 422, article: '信访工作条例30(3)', guard: 1 });
  });

  it('names the guard, and its article where the refusal names none', () => {
    const told = refusalProblem({ ok: false, slug: 'reviewer-is-handler', details: {} });
    expect(told).toMatchObject({ guard: 7, article: '信访工作条例28(3)' });
  });

  it('names no guard for a rule of order, nor where the same slug serves one', () => {
    const order = refusalProblem({ ok: false, slug: 'not-in-this-state', details: {} });
    expect(order).toMatchObject({ guard: null, article: null });
    const toSelf = refusalProblem({ ok: false, slug: 'addressee-not-competent', details: {} });
    expect(toSelf).toMatchObject({ guard: null, article: null });
  });

  it('reads well whichever of the two refusers named the lawful roles', () => {
    const byTable = refusalProblem({
      ok: false,
      slug: 'role-not-allowed',
      details: { role: 'handler', allowed: 'head' },
    });
    const byStaff = refusalProblem({
      ok: false,
      slug: 'role-not-allowed',
      details: { unit: 'city', roles: 'head' },
    });
    expect(byTable.en).toBe(byStaff.en);
    expect(byTable.en).toBe('This person may not do this; those who may: head.');
  });

  it('never lets a detail take the place of another', () => {
    const told = refusalProblem({
      ok: false,
      slug: 'not-your-unit',
      details: { unit: '{constructor} {unit}' },
    });
    expect(told.en).toBe('This is with {constructor} {unit}, not with the acting unit.');
  });

  it('marks a detail that is missing instead of failing', () => {
    expect(refusalProblem({ ok: false, slug: 'not-your-unit', details: {} }).en).toContain('with ?,');
  });
});

describe('a refusal at the border', () => {
  it.each(BORDER_SLUGS)('%s is a problem of the contract', (slug) => {
    const told = borderProblem(slug, {}, ['body.days: is too small']);
    expect(problem.parse(told)).toEqual(told);
    expect(told.status).toBeGreaterThanOrEqual(400);
    expect(told.zh).toMatch(chinese);
  });
});
