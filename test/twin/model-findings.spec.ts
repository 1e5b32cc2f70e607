import { describe, expect, test } from '@jest/globals';
import { TwinMatter } from '../support/twin-matter.js';

/* Situations that `npm run test:model` found; each was wrong once. */

describe('passing on', () => {
  test('what was reported is not passed on any more: nothing is sent below', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'assign', { to: 'township:yi', wants: 'account', days: 30 });
    await matter.onLeg('township:yi', 'report', { result: '情况说明' });
    const refused = await matter.onLeg('township:yi', 'pass-on', { to: 'unit:yi-government' });
    expect(refused).toMatchObject({ ok: false, slug: 'not-in-this-state' });
    expect(matter.net.node('township:yi').office.memory.legs.size).toBe(1);
  });

  test('a unit on paper passes nothing on: its keeper would send in its name', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'assign', { to: 'unit:liquidators', wants: 'result', days: 30 });
    const actor = { unit: 'unit:liquidators', onPaper: { source: 'paper' } };
    const refused = await matter.onLeg('city', 'pass-on', { to: 'township:yi', actor });
    expect(refused).toMatchObject({ ok: false, slug: 'not-your-unit' });
    expect(matter.net.node('city').office.memory.legs.size).toBe(1);
  });
});

describe('who acts on a case', () => {
  test.each(['refer', 'close', 'correct'] as const)(
    'a unit on paper does not %s for its keeper',
    async (act) => {
      const matter = await TwinMatter.registered();
      const bodies = {
        refer: { to: 'agency:court' },
        close: {},
        correct: { fields: { people: 3 }, reason: '登记有误' },
      } as const;
      const actor = { unit: 'unit:liquidators', onPaper: { source: 'paper' } };
      const refused = await matter.onCase('city', act, { ...bodies[act], actor });
      expect(refused).toMatchObject({ ok: false, slug: 'not-your-unit' });
    },
  );

  test("a unit on paper reads and instructs on no list of its keeper's leaders", async () => {
    const matter = await TwinMatter.registered();
    const { id } = matter.caseAt('city').matter;
    const { version } = matter.caseAt('city');
    const line = { caseId: id, version, marks: [{ mark: 'read' }] };
    const actor = { unit: 'unit:liquidators', onPaper: { source: 'paper' } };
    expect(await matter.post('city', 'instruct-list', '', { actor, list: [line] })).toMatchObject({
      ok: false,
      slug: 'not-your-unit',
    });
  });

  test('a unit on paper registers nothing in the name of the office', async () => {
    const matter = await TwinMatter.registered();
    const actor = { unit: 'unit:liquidators', onPaper: { source: 'paper' } };
    expect(await matter.register('2026-04-02', { actor })).toMatchObject({
      ok: false,
      slug: 'not-your-unit',
    });
  });

  test('the township government tells the petitioner itself', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'assign', { to: 'township:yi', wants: 'result', days: 30 });
    await matter.onLeg('township:yi', 'pass-on', { to: 'unit:yi-government' });
    const told = await matter.onCase('township:yi', 'notify', {
      how: '书面',
      actor: { unit: 'unit:yi-government' },
    });
    expect(told).toHaveProperty('caseId');
  });
});

describe('an objection', () => {
  test('who said "not ours" hands nothing on before the sender ruled, so that everything can go back', async () => {
    const objected = await TwinMatter.registeredAt('prefecture', '2026-04-02');
    await objected.onCase('prefecture', 'assign', { to: 'city', wants: 'result', days: 60 });
    await objected.onLeg('city', 'object', { reason: '不属本地' });
    const refused = await objected.onCase('city', 'assign', {
      to: 'agency:court',
      wants: 'result',
      days: 20,
    });
    expect(refused).toMatchObject({ ok: false, slug: 'not-in-this-state', details: { state: 'L4' } });
    await objected.onLeg('prefecture', 'agree-return');
    expect(objected.caseAt('city').matter).toMatchObject({ state: 'WITHDRAWN' });
    expect(objected.caseAt('city').matter.dossier).toBeUndefined();
  });
});

describe('a matter that goes back', () => {
  test('while a leader reads it here leaves nothing behind', async () => {
    const matter = await TwinMatter.registeredAt('prefecture', '2026-04-02');
    await matter.onCase('prefecture', 'assign', { to: 'city', wants: 'result', days: 60 });
    await matter.onLeg('city', 'sign');
    await matter.onCase('city', 'propose', { text: '拟交办' });
    await matter.onLeg('prefecture', 'recall', { reason: '误发' });
    expect(matter.caseAt('city').matter).toMatchObject({ state: 'WITHDRAWN' });
    expect(matter.caseAt('city').matter.dossier).toBeUndefined();
  });
});

describe('a matter that comes again', () => {
  test('to an office that had archived it: it is open again, owes its own answer and its dispatch', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'assign', { to: 'township:yi', wants: 'account', days: 30 });
    await matter.onLeg('township:yi', 'report', { result: '情况说明' });
    await matter.onLeg('city', 'review', { verdict: 'pass' });
    await matter.onCase('township:yi', 'archive');
    expect(matter.caseAt('township:yi').matter.state).toBe('ARCHIVED');

    await matter.onCase('city', 'assign', { to: 'township:yi', wants: 'result', days: 30 });
    const { state, answered, closedOn, clocks } = matter.caseAt('township:yi').matter;
    expect({ state, answered, closedOn }).toEqual({
      state: 'REGISTERED',
      answered: undefined,
      closedOn: undefined,
    });
    expect(clocks.filter(({ id, metOn }) => id === 'C1' && metOn === undefined)).toHaveLength(1);
  });
});

describe('an office that handles a matter itself', () => {
  test('owes no dispatch once it has reported, and no clock of its closed case runs', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'assign', { to: 'township:yi', wants: 'account', days: 30 });
    await matter.onLeg('township:yi', 'report', { result: '情况说明' });
    const running = () =>
      matter.caseAt('township:yi').matter.clocks.filter(({ metOn }) => metOn === undefined);
    expect(running()).toEqual([]);
    await matter.onLeg('city', 'review', { verdict: 'pass' });
    expect(matter.caseAt('township:yi').matter.state).toBe('CLOSED');
    expect(running()).toEqual([]);
  });
});

describe('an extension taken back from a unit of the own node', () => {
  test('names in the history who took it back, not the system alone', async () => {
    const matter = await TwinMatter.registered();
    const onPaper = { actor: { unit: 'unit:liquidators', onPaper: { source: 'paper' } } };
    await matter.onCase('city', 'assign', { to: 'unit:liquidators', wants: 'result', days: 30 });
    await matter.onLeg('city', 'request-extension', { days: 10, reason: '清算未完', ...onPaper });
    await matter.onLeg('city', 'approve-extension', { told: '书面' });
    const { history } = matter.net.node('city').office.memory;
    const before = history.length;
    await matter.onLeg('city', 'revoke-extension', { of: "C4'", reason: '已可办结' });
    const lines = matter.net.node('city').office.memory.history.slice(before);
    expect(lines.map(({ act, by }) => [act, by.role])).toEqual([
      ['revocation-asked', 'head'],
      ['leg.revoke-extension', 'system'],
    ]);
  });
});
