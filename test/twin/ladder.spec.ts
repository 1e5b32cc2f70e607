import { describe, expect, test } from '@jest/globals';
import { type Clock, isWorkingDay, ladderOf, rulingClock } from '#domain';
import { RESULT, TwinMatter } from '../support/twin-matter.js';
import { HOLDER, accepted, actsAt, dueOf, firedAt, liveUntil, papersAt } from '../support/twin-late.js';

const names = (matter: TwinMatter, node: string) => firedAt(matter, node).map(({ name }) => name);
const settingsOf = (matter: TwinMatter) => matter.net.node('city').desk.rulebook.settings.supervision;

function clockOf(matter: TwinMatter): Clock {
  const ruling = rulingClock(matter.legAt('city', (row) => row.leg.kind === 'assign').leg);
  if (ruling === undefined) throw new Error('no limit runs');
  return ruling.clock;
}

describe('the ladder of reminders', () => {
  test('notice before the end, breach at it, then drafts at +1, +5, +10 and +20 working days, which people sign', async () => {
    const matter = await accepted(30);
    const due = dueOf(matter);
    await liveUntil(matter, due, 1);
    expect(names(matter, HOLDER)).toEqual(['yellow']);
    expect(names(matter, 'city')).toEqual(['slip-1']);
    expect(actsAt(matter, HOLDER)).toEqual(expect.arrayContaining(['notice.yellow', 'overdue']));
    // The system fires notice and breach only: nothing was sent.
    expect(papersAt(matter, HOLDER)).toEqual([]);
    await liveUntil(matter, due, 4);
    expect(names(matter, 'city')).toEqual(['slip-1']);
    await liveUntil(matter, due, 20);
    expect(firedAt(matter, 'city').map(({ name, state }) => [name, state])).toEqual([
      ['slip-1', 'draft'],
      ['slip-2', 'draft'],
      ['letter', 'draft'],
      ['hearing', 'draft'],
    ]);
    expect(papersAt(matter, HOLDER)).toEqual([]);
  });

  test('a signed slip takes its draft off the list; one that was signed before its day is not drafted again', async () => {
    const matter = await accepted(30);
    const due = dueOf(matter);
    await liveUntil(matter, due, 1);
    await matter.onLeg('city', 'remind', { how: 'slip', number: 1 });
    await matter.onLeg('city', 'remind', { how: 'slip', number: 2 });
    await liveUntil(matter, due, 5);
    expect(firedAt(matter, 'city').map(({ name, state }) => [name, state])).toEqual([
      ['slip-1', 'done'],
      ['slip-2', 'done'],
    ]);
  });

  test('a report takes the drafts away, and a reported leg is chased no further', async () => {
    const matter = await accepted(30);
    const due = dueOf(matter);
    await liveUntil(matter, due, 1);
    await matter.onLeg(HOLDER, 'report', RESULT);
    expect(firedAt(matter, 'city').map(({ state }) => state)).toEqual(['lapsed']);
    await liveUntil(matter, due, 25);
    const { id } = matter.legAt('city', (row) => row.leg.kind === 'assign').leg;
    expect(firedAt(matter, 'city').filter(({ legId }) => legId === id)).toHaveLength(1);
    // The committee that owes its review slip has a ladder of its own.
    expect(firedAt(matter, 'city').filter(({ legId }) => legId !== id)[0]?.name).toBe('slip-1');
  });

  test('the supervisor may do without a draft, and the history says why', async () => {
    const matter = await accepted(30);
    await liveUntil(matter, dueOf(matter), 1);
    await matter.onLeg('city', 'drop-draft', { draft: 'slip-1', reason: '已当面催办' });
    expect(firedAt(matter, 'city')[0]?.state).toBe('dropped');
    expect(await matter.onLeg('city', 'drop-draft', { draft: 'slip-1', reason: '再次' })).toMatchObject({
      slug: 'no-such-draft',
    });
  });

  test('after a redo the fresh limit has a ladder of its own', async () => {
    const matter = await accepted(30);
    await liveUntil(matter, dueOf(matter), 1);
    await matter.onLeg(HOLDER, 'report', RESULT);
    await matter.onLeg('committee:education', 'review-slip', { verdict: 'redo', remarks: ['事实不清'] });
    const fresh = dueOf(matter);
    await liveUntil(matter, fresh, 1);
    expect(names(matter, 'city')).toEqual(['slip-1', 'slip-1']);
  });

  test('what is sent back a second time puts a letter before the supervisor', async () => {
    const matter = await accepted(30);
    for (const remarks of [['事实不清'], ['依据不足']]) {
      await matter.onLeg(HOLDER, 'report', RESULT);
      await matter.onLeg('committee:education', 'review-slip', { verdict: 'redo', remarks });
    }
    expect(firedAt(matter, 'city')).toMatchObject([{ name: 'redo-3', level: 'letter', state: 'draft' }]);
    await matter.onLeg('city', 'supervise', {}, (row) => row.leg.kind === 'assign');
    expect(firedAt(matter, 'city')[0]?.state).toBe('done');
  });

  test('an urgent matter is followed more closely, here and at the holder, and can be lowered again', async () => {
    const matter = await accepted(30);
    await matter.onCase('city', 'set-urgency', { urgency: 'most-urgent' });
    const due = dueOf(matter);
    await liveUntil(matter, due, 2);
    // Five working days before the end the limit turns yellow as well: one notice tells both.
    expect(firedAt(matter, HOLDER).map(({ name, state }) => [name, state])).toEqual(
      expect.arrayContaining([
        ['yellow', 'notice'],
        ['before-5', 'notice'],
        ['before-3', 'notice'],
        ['before-1', 'notice'],
      ]),
    );
    expect(names(matter, 'city')).toEqual(['slip-1', 'slip-2']);
    await matter.onCase('city', 'set-urgency', { urgency: 'normal' });
    await liveUntil(matter, due, 3);
    expect(names(matter, 'city')).toEqual(['slip-1', 'slip-2']);
    expect(await matter.onCase('city', 'set-urgency', { urgency: 'normal' })).toMatchObject({
      slug: 'urgency-unchanged',
    });
    expect(matter.net.quarantine).toEqual([]);
  });

  test('what is sent while a matter is urgent takes its urgency along', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'set-urgency', { urgency: 'urgent' });
    await matter.onCase('city', 'assign', { to: HOLDER, wants: 'result', days: 30 });
    const there = matter.net.node(HOLDER).office.memory.supervision;
    expect([...there.urgencies.values()]).toEqual(['urgent']);
  });
});

describe("peers' bugs", () => {
  test('7: a notice some days before the end of a short limit does not fire at creation', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'set-urgency', { urgency: 'most-urgent' });
    await matter.onCase('city', 'assign', { to: HOLDER, wants: 'result', days: 3 });
    await matter.onLeg(HOLDER, 'accept');
    await matter.net.day(matter.net.today);
    expect(names(matter, HOLDER)).toEqual([]);
    const { calendar } = matter.net.node('city').desk.rulebook;
    const clock = clockOf(matter);
    const rungs = ladderOf(clock, settingsOf(matter).ladder['most-urgent'], calendar);
    // 04-02 + 3日 ends inside Tomb-sweeping, so on 04-07: the day before lies at the start, five days before it too.
    expect(clock.effective).toBe('2026-04-07');
    expect(rungs.filter(({ on }) => on <= clock.start)).toEqual([]);
  });

  test('8: one event per clock and level ever, with two workers racing and after every further sweep', async () => {
    const matter = await accepted(30);
    const due = dueOf(matter);
    const { calendar } = matter.net.node('city').desk.rulebook;
    await liveUntil(matter, due, 1);
    const city = matter.net.node('city');
    await Promise.all([city.sweep.run(), city.sweep.run(), matter.net.node(HOLDER).sweep.run()]);
    await matter.net.day(matter.net.today);
    expect(names(matter, 'city')).toEqual(['slip-1']);
    expect(actsAt(matter, 'city').filter((act) => act === 'draft.slip-1')).toHaveLength(1);
    expect(actsAt(matter, HOLDER).filter((act) => act === 'notice.yellow')).toHaveLength(1);
    expect(isWorkingDay(calendar, matter.net.today)).toBe(true);
  });

  test('8: a node that was down for weeks catches up once, in order, with one notice of that day', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'set-urgency', { urgency: 'most-urgent' });
    await matter.onCase('city', 'assign', { to: HOLDER, wants: 'result', days: 30 });
    await matter.onLeg(HOLDER, 'accept');
    await matter.net.day('2026-07-01');
    expect(names(matter, 'city')).toEqual(['slip-1', 'slip-2', 'letter', 'hearing']);
    expect(firedAt(matter, HOLDER).map(({ state }) => state)).toEqual([
      'merged',
      'merged',
      'merged',
      'notice',
    ]);
  });

  test('9: no reminder at midnight, at a weekend or on a holiday; a make-up Saturday counts', async () => {
    const matter = await accepted(30);
    const { calendar } = matter.net.node('city').desk.rulebook;
    // 2026-04-02 + 30日 = 05-02, in the May holiday (05-01..05); the next working day is 05-06.
    const due = dueOf(matter);
    expect(due).toBe('2026-05-06');
    const days = { noticesBefore: [], 'slip-1': 1, 'slip-2': 3, letter: 10, hearing: 20 };
    const slips = ladderOf(clockOf(matter), days, calendar);
    // Saturday 05-09 is a make-up working day: the third after Wednesday 05-06.
    expect(slips.find(({ level }) => level === 'slip-2')?.on).toBe('2026-05-09');
    for (const { on } of slips) expect(isWorkingDay(calendar, on)).toBe(true);
    const before = firedAt(matter, HOLDER).length;
    await matter.net.instant('2026-05-06T16:30:00Z');
    await matter.net.instant('2026-05-06T22:00:00Z');
    expect(names(matter, 'city')).toEqual([]);
    await matter.net.instant('2026-05-07T01:00:00Z');
    expect(names(matter, 'city')).toEqual(['slip-1']);
    expect(firedAt(matter, HOLDER).length).toBe(before + 1);
  });

  test('10: a handler who was removed from the staff does not stop the reminders of the others', async () => {
    const matter = await accepted(30);
    const due = dueOf(matter);
    const { office } = matter.net.node(HOLDER).desk;
    const actor = office.actor.bind(office);
    // Nobody of the bureau is left to be told: every user of it is disabled.
    Object.assign(office, {
      actor: (as: { unit: string }, roles: readonly []) =>
        as.unit === HOLDER ? { ok: false, slug: 'role-not-allowed', details: {} } : actor(as, roles),
    });
    const other = await matter.register('2026-04-02');
    if (!('caseId' in other)) throw new Error(JSON.stringify(other));
    await matter.post('city', 'assign', other.caseId, {
      actor: { unit: 'city' },
      version: other.caseVersion,
      to: 'agency:health',
      wants: 'result',
      days: 30,
    });
    await matter.onLeg('agency:health', 'accept');
    await liveUntil(matter, due, 1);
    expect(firedAt(matter, HOLDER)).toMatchObject([{ recipient: { unit: HOLDER, post: '单位' } }]);
    expect(firedAt(matter, 'agency:health')).toMatchObject([{ recipient: { post: '承办人' } }]);
    expect(names(matter, 'city')).toEqual(['slip-1', 'slip-1']);
  });
});
