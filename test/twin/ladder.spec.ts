import { describe, expect, test } from '@jest/globals';
import { RESULT, TwinMatter } from '../support/twin-matter.js';
import { HOLDER, accepted, actsAt, dueOf, firedAt, liveUntil, papersAt } from '../support/twin-late.js';

const names = (matter: TwinMatter, node: string) => firedAt(matter, node).map(({ name }) => name);
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
