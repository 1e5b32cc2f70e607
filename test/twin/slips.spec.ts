import { describe, expect, test } from '@jest/globals';
import { ACTS } from '#contract';
import { TwinMatter, RESULT } from '../support/twin-matter.js';

const EDU = 'agency:education';
const [JUDICIAL, SOCIAL] = ['committee:judicial', 'committee:social'] as const;

const reviewed = (matter: TwinMatter, node = 'city') => matter.legAt(node, ({ leg }) => leg.to === EDU).leg;
const slip = (matter: TwinMatter, committee: string) =>
  matter.legAt('city', ({ leg }) => leg.to === committee).leg;
const lines = (matter: TwinMatter) => matter.net.node('city').office.memory.history.map((line) => line.text);
const held = (matter: TwinMatter) => structuredClone(matter.net.node('city').office.memory);

/** A matter whose result two committees countersign, reported by the agency. */
async function reported(rule: 'all' | 'any', confirmed = false): Promise<TwinMatter> {
  const matter = await TwinMatter.registered();
  if (confirmed) Object.assign(matter.net.node('city').desk, { reviewSlip: 'confirmed' });
  await matter.onCase('city', 'assign', {
    to: EDU,
    wants: 'result',
    days: 30,
    reviewers: { committees: [JUDICIAL, SOCIAL], rule },
  });
  await matter.onLeg(EDU, 'accept');
  await matter.onLeg(EDU, 'report', RESULT);
  return matter;
}

const sign = (matter: TwinMatter, committee: string, verdict: string, remarks: readonly string[] = []) =>
  matter.onLeg(committee, 'review-slip', { verdict, remarks });

describe('两个委员会会签 (all)', () => {
  test('each gets a slip of its own, and the first pass decides nothing', async () => {
    const matter = await reported('all');
    await sign(matter, JUDICIAL, 'pass');
    expect(reviewed(matter).state).toBe('REPORTED');
    await sign(matter, SOCIAL, 'pass');
    expect(reviewed(matter).state).toBe('ANSWERING');
    expect(lines(matter).at(-1)).toMatch(/审核通过（反馈意见单 .+、.+）/u);
    expect(matter.net.differences()).toEqual([]);
  });

  test('one that sends it back rules, and the handler reads whose slip it was', async () => {
    const matter = await reported('all');
    await sign(matter, JUDICIAL, 'supplement', ['缺付款凭证']);
    await sign(matter, SOCIAL, 'pass');
    expect(reviewed(matter).state).toBe('HANDLING');
    expect(lines(matter).at(-1)).toContain('发还补办：缺付款凭证（反馈意见单 ');
  });

  test('the next report asks both again; the slips of the first round say nothing of it', async () => {
    const matter = await reported('all');
    await sign(matter, JUDICIAL, 'supplement', ['缺凭证']);
    await sign(matter, SOCIAL, 'pass');
    await matter.onLeg(EDU, 'report', RESULT);
    const { memory } = matter.net.node('city').office;
    const open = [...memory.legs.values()].filter(
      ({ leg }) => leg.kind === 'slip' && leg.endedOn === undefined,
    );
    expect(open).toHaveLength(2);
    await sign(matter, JUDICIAL, 'pass');
    expect(reviewed(matter).state).toBe('REPORTED');
    await sign(matter, SOCIAL, 'pass');
    expect(reviewed(matter).state).toBe('ANSWERING');
  });
});

describe('任一委员会审核即可 (any)', () => {
  test('the first pass suffices, and the other committee is told that it is needed no longer', async () => {
    const matter = await reported('any');
    await sign(matter, JUDICIAL, 'pass');
    expect(reviewed(matter).state).toBe('ANSWERING');
    expect(slip(matter, SOCIAL).state).toBe('RECALLED');
    expect(matter.legAt(SOCIAL).leg.state).toBe('RECALLED');
    expect(matter.net.differences()).toEqual([]);
    // Nothing runs on for it, at either end.
    expect(matter.legAt(SOCIAL).leg.clocks.every(({ metOn }) => metOn !== undefined)).toBe(true);
    expect(
      matter.net
        .node(SOCIAL)
        .office.memory.history.map((line) => line.text)
        .join(),
    ).toContain('免予审核');
    await matter.onLeg(EDU, 'serve-answer', { how: '直接送达' });
    await matter.onCase('city', 'notify', { how: '书面' });
    expect(await matter.onCase('city', 'close', {})).toHaveProperty('caseId');
  });

  test('a committee that had begun is spared too', async () => {
    const matter = await reported('any');
    await matter.onLeg(SOCIAL, 'accept');
    await sign(matter, JUDICIAL, 'pass');
    expect(matter.legAt(SOCIAL).leg.state).toBe('RECALLED');
    expect(matter.net.differences()).toEqual([]);
  });

  test('one that wants it redone waits for the other, whose pass suffices', async () => {
    const matter = await reported('any');
    await sign(matter, JUDICIAL, 'redo', ['事实不清']);
    expect(reviewed(matter).state).toBe('REPORTED');
    await sign(matter, SOCIAL, 'pass');
    expect(reviewed(matter).state).toBe('ANSWERING');
  });

  test('two slips that cross on the wire end alike at all ends', async () => {
    const matter = await reported('any');
    for (const committee of [JUDICIAL, SOCIAL]) {
      const { leg, version } = matter.legAt(committee);
      const body = { actor: { unit: committee }, version, verdict: 'pass' };
      await matter.net.attempt(committee, 'review-slip', leg.id, ACTS['review-slip'].body.parse(body));
    }
    await matter.net.deliver();
    expect(reviewed(matter).state).toBe('ANSWERING');
    expect(matter.net.differences()).toEqual([]);
    expect(slip(matter, SOCIAL).endedOn).toBeDefined();
    expect(matter.net.quarantine).toEqual([]);
  });
});

describe('the reviewer confirms in one act, where the directory says so', () => {
  test('nothing takes effect before; the confirmation cites the slips', async () => {
    const matter = await reported('all', true);
    await sign(matter, JUDICIAL, 'pass');
    const before = held(matter);
    expect(
      await matter.onLeg('city', 'review', { verdict: 'pass' }, ({ leg }) => leg.to === EDU),
    ).toMatchObject({ slug: 'slip-outstanding' });
    expect(held(matter)).toEqual(before);
    await sign(matter, SOCIAL, 'pass');
    expect(reviewed(matter).state).toBe('REPORTED');
    await matter.onLeg('city', 'review', { verdict: 'pass' }, ({ leg }) => leg.to === EDU);
    expect(reviewed(matter).state).toBe('ANSWERING');
    expect(lines(matter).at(-1)).toMatch(/反馈意见单 .+、/u);
  });

  test('what the committee found wrong need not be typed again', async () => {
    const matter = await reported('all', true);
    await sign(matter, JUDICIAL, 'redo', ['依据有误']);
    await sign(matter, SOCIAL, 'pass');
    await matter.onLeg('city', 'review', { verdict: 'redo' }, ({ leg }) => leg.to === EDU);
    expect(reviewed(matter).state).toBe('REDO');
    expect(lines(matter).join()).toContain('依据有误');
  });

  test('a reviewer who decides otherwise than the slips is told so', async () => {
    const matter = await reported('all', true);
    await sign(matter, JUDICIAL, 'redo', ['依据有误']);
    await sign(matter, SOCIAL, 'pass');
    const done = await matter.onLeg('city', 'review', { verdict: 'pass' }, ({ leg }) => leg.to === EDU);
    expect(done).toMatchObject({ warnings: [expect.stringContaining('slip-says-otherwise')] });
  });
});

describe('who may countersign', () => {
  test.each([
    [['agency:labour'], 'addressee-not-competent'],
    [['committee:nobody'], 'addressee-unknown'],
  ])('%s is refused, and nothing is sent', async (committees, slug) => {
    const matter = await TwinMatter.registered();
    const before = held(matter);
    const body = { to: EDU, wants: 'result', reviewers: { committees, rule: 'all' } };
    expect(await matter.onCase('city', 'assign', body)).toMatchObject({ slug });
    expect(held(matter)).toEqual(before);
  });

  test('a committee that the letter complains of does not review', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { respondents: ['市人大社会委'] });
    const body = { to: EDU, wants: 'result', reviewers: { committees: [SOCIAL], rule: 'all' } };
    expect(await matter.onCase('city', 'assign', body)).toMatchObject({ slug: 'respondent-is-reviewer' });
  });

  test('an account owes no slip', async () => {
    const matter = await TwinMatter.registered();
    const body = { to: EDU, wants: 'account', reviewers: { committees: [SOCIAL], rule: 'all' } };
    expect(await matter.onCase('city', 'assign', body)).toMatchObject({ slug: 'addressee-not-competent' });
  });

  test.each([
    [{ committees: [], rule: 'all' }],
    [{ committees: [SOCIAL, SOCIAL], rule: 'all' }],
    [{ committees: [SOCIAL], rule: 'most' }],
    [{ committees: Array.from({ length: 11 }, (_, at) => `committee:c${String(at)}`), rule: 'any' }],
    [{ committees: ['../x'], rule: 'any' }],
  ])('%j is no rule of countersigning', (reviewers) => {
    const body = { actor: { unit: 'city' }, version: 1, to: EDU, wants: 'result', reviewers };
    expect(ACTS.assign.body.safeParse(body).success).toBe(false);
  });
});

describe('发还补办 and 退回重新办理', () => {
  test('a redo has a fresh limit, one more round, its own reminders, and shows how often it came back', async () => {
    const matter = await reported('all');
    await sign(matter, JUDICIAL, 'redo', ['事实不清']);
    await sign(matter, SOCIAL, 'redo', ['依据有误']);
    const again = matter.legAt(EDU).leg;
    expect(again).toMatchObject({ state: 'REDO', round: 2 });
    const fresh = again.clocks.find(({ id }) => id === 'C7');
    expect(fresh).toMatchObject({ start: '2026-04-02', effective: '2026-05-06' });
    expect(fresh?.metOn).toBeUndefined();
    await matter.net.day('2026-05-07');
    const fired = matter.net.node('city').office.memory.supervision.events;
    expect([...fired.values()].flat().some(({ name }) => name === 'slip-1')).toBe(true);
    await matter.onLeg(EDU, 'report', RESULT);
    const { memory } = matter.net.node('city').office;
    expect([...memory.legs.values()].filter(({ leg }) => leg.kind === 'slip')).toHaveLength(4);
    expect(matter.net.differences()).toEqual([]);
  });

  test('a supplement keeps the first limit and the first round', async () => {
    const matter = await reported('all');
    const [first] = matter.legAt(EDU).leg.clocks.filter(({ id }) => id === "C4'");
    await sign(matter, JUDICIAL, 'supplement', ['缺附件']);
    await sign(matter, SOCIAL, 'pass');
    const again = matter.legAt(EDU).leg;
    expect(again).toMatchObject({ state: 'HANDLING', round: 1, reports: 1 });
    const runs = again.clocks.find(({ id }) => id === "C4'");
    expect(runs).toMatchObject({ effective: first?.effective });
    expect(runs?.metOn).toBeUndefined();
  });
});
