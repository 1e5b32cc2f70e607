import { describe, expect, test } from '@jest/globals';
import type { ActAnswer } from '#contract';
import type { Refusal } from '#domain';
import { RESULT, TwinMatter } from '../support/twin-matter.js';
import { HOLDER, accepted, dueOf, firedAt, liveUntil } from '../support/twin-late.js';
import { listsAt } from '../support/twin-worklists.js';

/* peers.md lists twenty bugs of the closest peers. Each is a test; test/README.md says where. */

const city = (matter: TwinMatter) => matter.net.node('city').office.memory;
const notSlip = (row: { leg: { kind: string } }) => row.leg.kind !== 'slip';
const done = (answer: ActAnswer | Refusal): ActAnswer => {
  if (!('caseId' in answer)) throw new Error(JSON.stringify(answer));
  return answer;
};

/** A second letter on the same matter, linked to the first. */
async function linked(): Promise<{ readonly matter: TwinMatter; readonly repeat: string }> {
  const matter = await TwinMatter.registered('2026-07-20');
  const repeat = done(await matter.register('2026-07-20', { petitioner: { name: '赵某' } }));
  done(
    await matter.post('city', 'link', repeat.caseId, {
      actor: { unit: 'city' },
      version: repeat.caseVersion,
      to: matter.caseAt('city').matter.originNumber,
    }),
  );
  return { matter, repeat: repeat.caseId };
}

describe('what peers got wrong: one matter in many letters', () => {
  test("peers' bug 1: a linked-away case has no live clock, no reminder and no overdue count", async () => {
    const { matter, repeat } = await linked();
    await matter.net.day('2026-12-01');
    const { items } = await listsAt(matter.net, 'city').page({ list: 'overdue', filter: {}, limit: 200 });
    expect(new Set(items.map(({ caseId }) => caseId))).toEqual(new Set([matter.caseAt('city').matter.id]));
    const lines = city(matter).history.filter(({ caseId }) => caseId === repeat);
    expect(lines.filter(({ act }) => /overdue|notice|draft/u.test(act))).toEqual([]);
    const first = matter.caseAt('city').matter.id;
    expect(city(matter).history.some(({ act, caseId }) => act === 'overdue' && caseId === first)).toBe(true);
  });

  test("peers' bug 2: a link tells the first case’s desk once and no petitioner; people and dates survive", async () => {
    const matter = await TwinMatter.registered('2026-07-20');
    const before = structuredClone(matter.caseAt('city').matter);
    const repeat = done(await matter.register('2026-07-20', { petitioner: { name: '赵某' } }));
    const to = before.originNumber;
    const body = { actor: { unit: 'city' }, version: repeat.caseVersion, to };
    done(await matter.post('city', 'link', repeat.caseId, body));
    const told = city(matter).history.filter(({ act }) => act === 'item-linked');
    expect(told.map(({ caseId }) => caseId)).toEqual([before.id]);
    expect(city(matter).cases.get(repeat.caseId)?.matter.notified).toBeUndefined();
    expect(matter.caseAt('city').matter).toEqual(before);
    expect([before.id, repeat.caseId].every((id) => city(matter).petitioners.has(id))).toBe(true);
  });
});

describe('what peers got wrong: what comes back', () => {
  test("peers' bug 5: a redo at the same unit has reminders of its own", async () => {
    const matter = await accepted(30);
    await liveUntil(matter, dueOf(matter), 1);
    await matter.onLeg(HOLDER, 'report', RESULT);
    await matter.onLeg('committee:education', 'review-slip', { verdict: 'redo', remarks: ['事实不清'] });
    await liveUntil(matter, dueOf(matter), 1);
    expect(firedAt(matter, 'city').map(({ name }) => name)).toEqual(['slip-1', 'slip-1']);
  });

  test("peers' bug 6: sent back from one of two countersigning committees, the case is lost to nobody", async () => {
    const [judicial, social] = ['committee:judicial', 'committee:social'] as const;
    const matter = await TwinMatter.registered();
    const reviewers = { committees: [judicial, social], rule: 'all' };
    await matter.onCase('city', 'assign', { to: HOLDER, wants: 'result', days: 30, reviewers });
    await matter.onLeg(HOLDER, 'report', RESULT);
    await matter.onLeg(judicial, 'review-slip', { verdict: 'pass', remarks: [] });
    await matter.onLeg(social, 'review-slip', { verdict: 'redo', remarks: ['事实不清'] });
    expect(matter.legAt(HOLDER).leg).toMatchObject({ state: 'REDO', round: 2 });
    expect(matter.caseAt('city').matter.state).toBe('OUT');
    const again = { ...RESULT, parts: { ...RESULT.parts, investigation: '补充调查' } };
    done(await matter.onLeg(HOLDER, 'report', again));
    for (const committee of [judicial, social]) {
      done(await matter.onLeg(committee, 'review-slip', { verdict: 'pass', remarks: [] }));
    }
    expect(matter.legAt(HOLDER).leg.state).toBe('ANSWERING');
    expect(matter.net.differences()).toEqual([]);
  });

  test("peers' bug 19: what is sent on after a return, or begun again, starts clocks of its own", async () => {
    const matter = await TwinMatter.registered('2026-04-02');
    await matter.onCase('city', 'refer', { to: HOLDER });
    await matter.onLeg(HOLDER, 'object', { reason: '不属本局' });
    await matter.onLeg('city', 'agree-return', {}, (row) => row.leg.state === 'OBJECTED');
    await matter.net.day('2026-04-20');
    await matter.onCase('city', 'refer', { to: 'agency:health' });
    const { clocks } = matter.legAt('agency:health').leg;
    expect(clocks.length).toBeGreaterThan(1);
    expect(new Set(clocks.map(({ start }) => start))).toEqual(new Set(['2026-04-20']));
    const gone = matter.legAt('city', ({ leg }) => leg.to === HOLDER).leg.clocks;
    expect(gone.filter(({ metOn }) => metOn === undefined)).toEqual([]);
  });

  test("peers' bug 19: a matter that is begun again on new facts has a dispatch clock of that day", async () => {
    const matter = await TwinMatter.registered('2026-04-02');
    done(await matter.onCase('city', 'reject', { reason: '无实质内容', article: '信访工作条例14' }));
    await matter.net.day('2026-06-01');
    done(await matter.onCase('city', 'reopen', { newFacts: '查得新的证据' }));
    const running = matter.caseAt('city').matter.clocks.filter(({ metOn }) => metOn === undefined);
    expect(running.map(({ id, start }) => [id, start])).toContainEqual(['C1', '2026-06-01']);
  });
});

describe('what peers got wrong: an extension', () => {
  const ask = { days: 20, reason: '需重新勘界' };
  const assigned = (row: { leg: { kind: string } }) => row.leg.kind === 'assign';
  const limit = (matter: TwinMatter) =>
    matter.legAt('city', notSlip).leg.clocks.find(({ id }) => id === "C4'");

  test("peers' bug 17: cannot shorten: no days, or fewer than none, are no extension", async () => {
    const matter = await accepted(30);
    for (const days of [0, -5]) {
      expect(() => matter.onLeg(HOLDER, 'request-extension', { ...ask, days })).toThrow('days');
    }
    expect(limit(matter)).toMatchObject({ effective: '2026-05-06' });
  });

  test("peers' bug 17: cannot go beyond what the article gives", async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'refer', { to: HOLDER });
    await matter.onLeg(HOLDER, 'accept');
    expect(await matter.onLeg(HOLDER, 'request-extension', { ...ask, days: 31 })).toMatchObject({
      slug: 'extension-over-cap',
      article: '信访工作条例34',
    });
  });

  test("peers' bug 17: approved twice by a double click, it is given once", async () => {
    const matter = await accepted(30);
    await matter.onLeg(HOLDER, 'request-extension', ask);
    const { leg, version } = matter.legAt('city', assigned);
    const click = () =>
      matter.post('city', 'approve-extension', leg.id, { actor: { unit: 'city' }, version, told: '书面' });
    const answers = [await click(), await click()];
    expect(answers.map((answer) => 'caseId' in answer)).toEqual([true, false]);
    expect(limit(matter)).toMatchObject({ raw: '2026-05-22', effective: '2026-05-22' });
  });

  test("peers' bug 17: an approval that is taken back restores the date", async () => {
    const matter = await accepted(30);
    const before = limit(matter)?.effective;
    await matter.onLeg(HOLDER, 'request-extension', ask);
    await matter.onLeg('city', 'approve-extension', { told: '书面' }, assigned);
    done(await matter.onLeg('city', 'revoke-extension', { of: "C4'", reason: '批准有误' }, assigned));
    expect(limit(matter)?.effective).toBe(before);
    expect(matter.net.differences()).toEqual([]);
  });
});
