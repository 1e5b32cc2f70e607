import { describe, expect, test } from '@jest/globals';
import { excludeHearingDays } from '../../libs/casework/src/acts/hearing.js';
import { sessionFor } from '../../libs/casework/src/desk/perform.js';
import { on } from '../support/calendars.js';
import { RESULT, TwinMatter } from '../support/twin-matter.js';

const EDU = 'agency:education';
const handling = (row: { leg: { kind: string } }) => row.leg.kind !== 'slip';
const c10 = (matter: TwinMatter, node: string) =>
  matter.legAt(node, handling).leg.clocks.find(({ id }) => id === 'C10');
const HEARING = { reason: '复核听证' };

/** Answered on 2 April, upheld on the review, asked for a re-review on that same day: C10 runs to 6 May. */
async function underReReview(): Promise<TwinMatter> {
  const matter = await TwinMatter.registered('2026-04-02');
  await matter.onCase('city', 'refer', { to: EDU });
  await matter.onCase('city', 'notify', { how: '书面' });
  await matter.onLeg(EDU, 'report', RESULT);
  await matter.onLeg('city', 'review', { verdict: 'pass' }, handling);
  await matter.onLeg(EDU, 'serve-answer', { how: '直接送达' });
  const apply = () => matter.onLeg('city', 'apply-for-review', { reason: '不服' }, handling);
  await apply();
  await matter.onLeg(
    'city',
    'decide-review',
    { verdict: 'uphold', number: '市府复查〔2026〕1号', told: '直接送达' },
    handling,
  );
  expect(await apply()).toHaveProperty('caseId');
  expect(c10(matter, 'city')).toMatchObject({
    start: '2026-04-02',
    raw: '2026-05-02',
    effective: '2026-05-06',
  });
  return matter;
}

const pause = (matter: TwinMatter, more: object = {}) =>
  matter.onLeg('city', 'pause-for-hearing', { ...HEARING, ...more }, handling);
const resume = (matter: TwinMatter, more: object = {}) =>
  matter.onLeg('city', 'resume-after-hearing', more, handling);

describe('听证 in a re-review: its time is not counted (L1 36)', () => {
  test('the clock stands still from the first day and ends later by the hearing, alike at both ends', async () => {
    const matter = await underReReview();
    await matter.net.day('2026-04-13');
    expect(await pause(matter)).toHaveProperty('caseId');
    expect(c10(matter, EDU)).toMatchObject({ pauses: [{ from: '2026-04-13', why: '复核听证' }] });
    await matter.net.day('2026-04-17');
    expect(await resume(matter)).toHaveProperty('caseId');
    for (const node of ['city', EDU]) {
      expect(c10(matter, node)).toMatchObject({
        raw: '2026-05-07',
        effective: '2026-05-07',
        pauses: [{ from: '2026-04-13', until: '2026-04-17' }],
      });
    }
    expect(matter.net.differences()).toEqual([]);
    expect(matter.net.quarantine).toEqual([]);
  });

  test('a clock that stands still past its end is not overdue and is reminded of by nobody', async () => {
    const matter = await underReReview();
    await matter.net.day('2026-04-13');
    await pause(matter);
    await matter.net.day('2026-06-01');
    const lines = matter.net.node('city').office.memory.history;
    expect(lines.filter(({ act, text }) => act === 'overdue' && text.startsWith('C10'))).toEqual([]);
    await resume(matter, { until: '2026-05-29' });
    expect(c10(matter, 'city')).toMatchObject({ raw: '2026-06-18' });
    await matter.net.day('2026-06-19');
    await matter.net.day('2026-06-22');
    const after = matter.net.node('city').office.memory.history;
    expect(after.filter(({ act, text }) => act === 'overdue' && text.startsWith('C10'))).toHaveLength(1);
  });

  test('several hearings add up; each line of the history says from when to when', async () => {
    const matter = await underReReview();
    for (const [from, until] of [
      ['2026-04-13', '2026-04-14'],
      ['2026-04-20', '2026-04-20'],
    ] as const) {
      await matter.net.day(from);
      await pause(matter);
      await matter.net.day(until);
      await resume(matter);
    }
    expect(c10(matter, 'city')).toMatchObject({ raw: '2026-05-05', effective: '2026-05-06' });
    const texts = matter.net.node(EDU).office.memory.history.map(({ text }) => text);
    expect(texts.filter((text) => text.includes('2026-04-20'))).not.toEqual([]);
  });

  test('paused twice, or resumed before it was paused, is refused and changes nothing', async () => {
    const matter = await underReReview();
    expect(await resume(matter)).toMatchObject({ slug: 'not-paused' });
    await pause(matter);
    const before = structuredClone(matter.net.node('city').office.memory);
    expect(await pause(matter)).toMatchObject({ slug: 'paused-already', article: '信访工作条例36' });
    expect(await pause(matter, { from: '2199-01-01' })).toMatchObject({ slug: 'paused-already' });
    expect(matter.net.node('city').office.memory).toEqual(before);
  });

  test('restarted on a holiday: the holiday is left out, the end is a working day', async () => {
    const matter = await underReReview();
    await matter.net.day('2026-04-30');
    await pause(matter);
    await matter.net.day('2026-05-03');
    await resume(matter);
    expect(c10(matter, 'city')).toMatchObject({ raw: '2026-05-06', effective: '2026-05-06' });
  });

  test('the handling limit of L1 34 runs on during a hearing: refused with the article', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg(EDU, 'accept');
    expect(await matter.onLeg(EDU, 'pause-for-hearing', HEARING)).toMatchObject({
      slug: 'hearing-counts',
      article: '信访工作条例36',
    });
    expect(matter.legAt(EDU).leg.state).toBe('ACCEPTED');
  });

  test('the end at which the clock does not run cannot stop it', async () => {
    const matter = await underReReview();
    expect(await matter.onLeg(EDU, 'pause-for-hearing', HEARING)).toMatchObject({
      slug: 'not-the-deciding-end',
    });
  });

  test('a meeting leaves the days of a held hearing out in its own unit of work', async () => {
    const matter = await underReReview();
    await matter.net.day('2026-04-20');
    const { desk, office } = matter.net.node('city');
    const done = await office.run(async (tx) => {
      const session = sessionFor(desk, tx, { unit: 'city' }, 'resume-after-hearing');
      if (!session.ok) return session;
      const opened = await session.value.open(matter.caseAt('city').matter.id);
      if (!opened.ok) return opened;
      const { row, legs } = opened.value;
      const held = { from: on('2026-04-13'), until: on('2026-04-17'), reason: '听证会' };
      return excludeHearingDays(session.value, row, legs, held);
    });
    await matter.net.deliver();
    expect(done.ok).toBe(true);
    expect(c10(matter, EDU)).toMatchObject({ effective: '2026-05-07' });
    expect(matter.net.differences()).toEqual([]);
  });
});
