import { describe, expect, test } from '@jest/globals';
import { HOLDER, accepted, firedAt } from '../support/twin-late.js';
import { RESULT, TwinMatter } from '../support/twin-matter.js';
import { TwinMeeting, disputed, done } from '../support/twin-meeting.js';

const EDU = 'agency:education';
const COURT = 'agency:court';
const HEALTH = 'agency:health';
const YI = 'township:yi';

const legsAt = (matter: TwinMatter, node: string) =>
  [...matter.net.node(node).office.memory.legs.values()].map(({ leg }) => leg);
const papersAt = (matter: TwinMatter, kind: string) =>
  matter.net.node('city').office.memory.documents.filter((paper) => paper.kind === kind);
const clean = (matter: TwinMatter) => {
  expect(matter.net.quarantine).toEqual([]);
  expect(matter.net.differences()).toEqual([]);
};

describe('a handover meeting', () => {
  test('hands over a list of items, and each receiving unit signs for its own', async () => {
    const matter = await TwinMatter.registered();
    const second = await done(matter.register('2026-04-02'));
    const on = () => ({
      actor: { unit: 'city' },
      version: matter.net.node('city').office.memory.cases.get(second.caseId)?.version,
    });
    const meeting = await TwinMeeting.planned(matter.net, [EDU, YI], 'handover');
    await meeting.take(matter);
    await done(
      matter.post('city', 'propose-for-meeting', second.caseId, { ...on(), kind: 'handover', why: '交办' }),
    );
    await done(matter.post('city', 'admit-topic', second.caseId, { ...on(), meeting: meeting.id }));
    await done(meeting.do('give-notice', { on: '2026-04-03' }));
    await matter.net.day('2026-04-03');
    await done(meeting.do('hold-meeting', { present: [EDU, YI] }));
    const receivers = [{ to: EDU, days: 30 }, { to: YI }];
    await done(meeting.decide(matter, { kind: 'handover', receivers }));
    await done(
      matter.post('city', 'decide-topic', second.caseId, {
        ...on(),
        decision: { kind: 'handover', receivers: [{ to: YI, days: 20 }] },
      }),
    );
    await done(meeting.do('issue-minutes'));
    expect(legsAt(matter, 'city').map(({ kind, to, state }) => [kind, to, state])).toEqual([
      ['handover', EDU, 'SENT'],
      ['handover', YI, 'SENT'],
      ['handover', YI, 'SENT'],
    ]);
    await done(matter.onLeg(EDU, 'sign'));
    expect(legsAt(matter, 'city')[0]).toMatchObject({
      state: 'HANDLING',
      receiverNumber: expect.any(String),
    });
    // Who was handed an item handles it: it has the petitioner's name, and cannot object to what it signed.
    expect(matter.net.node(EDU).office.memory.petitioners.size).toBe(1);
    expect(await matter.onLeg(YI, 'object', { reason: '不属本镇' })).toMatchObject({
      slug: 'no-objection-by-minutes',
    });
    clean(matter);
  });

  test('what a coordination decides, a handover meeting does not', async () => {
    const matter = await TwinMatter.registered();
    const meeting = await TwinMeeting.planned(matter.net, [EDU], 'handover');
    await meeting.take(matter);
    await done(meeting.do('give-notice', { on: '2026-04-02' }));
    await done(meeting.do('hold-meeting', { present: [EDU] }));
    expect(await meeting.decide(matter, { kind: 'assign', lead: EDU, co: [], days: 30 })).toMatchObject({
      slug: 'not-for-this-meeting',
    });
  });
});

describe('hearing a report, the rung of the ladder that people take', () => {
  test('settles the draft that asked for it, and proposes the next rung, which people admit', async () => {
    const matter = await accepted();
    await matter.onLeg('city', 'supervise');
    await matter.onLeg(HOLDER, 'reply-to-supervision', { adopted: false, text: '已按政策办理完毕。' });
    expect(firedAt(matter, 'city')).toMatchObject([{ name: 'hearing', state: 'draft' }]);
    const { leg } = matter.legAt('city', (row) => row.leg.kind === 'assign');
    const meeting = await TwinMeeting.planned(matter.net, [HOLDER], 'hearing-a-report');
    await meeting.take(matter, { leg: leg.id });
    await done(meeting.do('give-notice', { on: '2026-04-03' }));
    // The leg stays with its holder: a report that is heard takes nothing out of its hands.
    expect(legsAt(matter, 'city')[0]?.state).toBe('ACCEPTED');
    await matter.net.day('2026-04-03');
    await done(meeting.do('hold-meeting', { present: [HOLDER] }));
    const heard = { kind: 'heard', text: '资金未到位', reportBy: '2026-04-17', next: 'directors' };
    await done(meeting.decide(matter, heard));
    const minutes = await done(meeting.do('issue-minutes'));
    expect(firedAt(matter, 'city')).toMatchObject([
      { name: 'hearing', state: 'done', text: `已听取汇报：纪要 ${minutes.number ?? ''}` },
    ]);
    const [, next] = meeting.topics();
    expect(next).toMatchObject({ state: 'PROPOSED', wanted: 'directors', legId: leg.id, why: '资金未到位' });
    clean(matter);

    const directors = await TwinMeeting.planned(matter.net, [HOLDER], 'directors');
    await done(matter.onCase('city', 'admit-topic', { meeting: directors.id }));
    await done(directors.do('give-notice', { on: '2026-04-20' }));
    await matter.net.day('2026-04-20');
    await done(directors.do('hold-meeting', { present: [] }));
    await done(
      directors.decide(matter, { kind: 'instrument', instrument: 'special-inquiry', text: '提请专题询问' }),
    );
    await done(directors.do('issue-minutes'));
    const lines = matter.net.node('city').office.memory.history.filter(({ act }) => act === 'meeting');
    expect(lines.at(-1)?.text).toContain('提请常务委员会专题询问：提请专题询问');
    expect(directors.at(HOLDER)).toMatchObject({ kind: 'directors', state: 'CONCLUDED' });
    clean(matter);
  });

  test('a report is heard on a leg that this office sent, not on another case’s', async () => {
    const matter = await TwinMatter.assigned();
    const propose = (leg: string) =>
      matter.onCase('city', 'propose-for-meeting', { kind: 'hearing-a-report', why: '久拖不决', leg });
    expect(await propose('01900000-0000-7000-8000-999999999999')).toMatchObject({ slug: 'unknown-leg' });
  });
});

describe('designation (guard 13)', () => {
  test('one refusal is no reason to ask somebody above', async () => {
    const matter = await TwinMatter.registered();
    await disputed(matter, [EDU]);
    expect(await matter.onCase('city', 'hand-on', { reason: '请指定' })).toMatchObject({
      slug: 'not-two-refusals',
      article: '信访工作条例24',
    });
  });

  test('two bureaus refused: the government gets the case, with who refused, by which letter and why', async () => {
    const matter = await TwinMatter.registered();
    await disputed(matter, [EDU, HEALTH]);
    await done(matter.onCase('city', 'hand-on', { reason: '两局均称不属其职责' }));
    const handed = legsAt(matter, 'city').at(-1);
    expect(handed).toMatchObject({ kind: 'refer', to: 'agency:government-office', state: 'SENT' });
    const note = matter.net
      .node('agency:government-office')
      .office.memory.documents.find(({ kind }) => kind === 'letter')?.text;
    expect(note).toContain('两局均称不属其职责');
    for (const { letterNumber } of legsAt(matter, 'city').slice(0, 2)) expect(note).toContain(letterNumber);
    expect(note?.match(/不属本单位职责/gu)).toHaveLength(2);
    clean(matter);
  });

  test('a court and a bureau: a letter to the joint meeting of party and government is numbered and printed', async () => {
    const matter = await TwinMatter.registered();
    await disputed(matter, [COURT, EDU]);
    await done(matter.onCase('city', 'hand-on', { reason: '法院与教育局均不予承办' }));
    expect(legsAt(matter, 'city')).toHaveLength(2);
    expect(papersAt(matter, 'letter')).toMatchObject([
      { number: '市人信指〔2026〕1号', text: expect.stringContaining('致信访工作联席会议') },
    ]);
    clean(matter);
  });

  test('two townships have this office above them: it decides and asks nobody', async () => {
    const matter = await TwinMatter.registered();
    await disputed(matter, ['township:jia', YI]);
    expect(await matter.onCase('city', 'hand-on', { reason: '请指定' })).toMatchObject({
      slug: 'addressee-not-competent',
    });
    expect(papersAt(matter, 'letter')).toEqual([]);
  });

  test('a meeting that could not settle it hands it on by its minutes; the objections end with them', async () => {
    const matter = await TwinMatter.registered();
    await disputed(matter, [EDU, HEALTH]);
    const meeting = await TwinMeeting.planned(matter.net, [EDU, HEALTH]);
    await meeting.take(matter);
    await done(meeting.do('give-notice', { on: '2026-04-03' }));
    await matter.net.day('2026-04-03');
    await done(meeting.do('hold-meeting', { present: [EDU, HEALTH] }));
    await done(meeting.decide(matter, { kind: 'hand-on', reason: '会议未能协调一致' }));
    await done(meeting.do('issue-minutes'));
    expect(legsAt(matter, 'city').map(({ to, kind, state }) => [to, kind, state])).toEqual([
      [EDU, 'refer', 'RETURNED'],
      [HEALTH, 'refer', 'RETURNED'],
      ['agency:government-office', 'refer', 'SENT'],
    ]);
    expect(meeting.topics()[0]?.legs).toHaveLength(1);
    clean(matter);
  });
});

describe('a hearing held by a meeting', () => {
  const main = (row: { leg: { kind: string } }) => row.leg.kind === 'refer';
  const c10 = (matter: TwinMatter, node: string) =>
    matter.legAt(node, main).leg.clocks.find(({ id }) => id === 'C10');

  /** Answered, upheld on the review, asked for a re-review on 2 April: C10 runs to 6 May. */
  async function heardAt(): Promise<{ matter: TwinMatter; meeting: TwinMeeting; leg: string }> {
    const matter = await TwinMatter.registered('2026-04-02');
    await done(matter.onCase('city', 'refer', { to: EDU }));
    await done(matter.onCase('city', 'notify', { how: '书面' }));
    await done(matter.onLeg(EDU, 'report', RESULT));
    await done(matter.onLeg('city', 'review', { verdict: 'pass' }, main));
    await done(matter.onLeg(EDU, 'serve-answer', { how: '直接送达' }));
    await done(matter.onLeg('city', 'apply-for-review', { reason: '不服' }, main));
    const upheld = { verdict: 'uphold', number: '市府复查〔2026〕1号', told: '直接送达' };
    await done(matter.onLeg('city', 'decide-review', upheld, main));
    await done(matter.onLeg('city', 'apply-for-review', { reason: '仍不服' }, main));
    const meeting = await TwinMeeting.planned(matter.net, [EDU], 'special');
    await meeting.take(matter);
    await done(meeting.do('give-notice', { on: '2026-04-13' }));
    await matter.net.day('2026-04-17');
    await done(meeting.do('hold-meeting', { on: '2026-04-13', present: [EDU] }));
    return { matter, meeting, leg: matter.legAt('city', main).leg.id };
  }

  test('its days are left out of the clock of the re-review, alike at both ends, and are counted once', async () => {
    const { matter, meeting, leg } = await heardAt();
    const days = { leg, from: '2026-04-13', to: '2026-04-17' };
    await done(meeting.do('exclude-hearing-days', days));
    for (const node of ['city', EDU])
      expect(c10(matter, node)).toMatchObject({ pauses: [{ from: '2026-04-13', until: '2026-04-17' }] });
    expect(meeting.row().value.hearings).toMatchObject([{ from: '2026-04-13', to: '2026-04-17' }]);
    expect(await meeting.do('exclude-hearing-days', days)).toMatchObject({ slug: 'hearing-days-counted' });
    clean(matter);
  });

  test('a clock whose rule counts hearings is not stopped by one', async () => {
    const matter = await TwinMatter.assigned();
    await done(matter.onLeg(EDU, 'accept'));
    const meeting = await TwinMeeting.planned(matter.net, [EDU], 'special');
    await meeting.take(matter);
    await done(meeting.do('give-notice', { on: '2026-04-02' }));
    await done(meeting.do('hold-meeting', { present: [EDU] }));
    const { leg } = matter.legAt('city', (row) => row.leg.kind === 'assign');
    expect(
      await meeting.do('exclude-hearing-days', { leg: leg.id, from: '2026-04-02', to: '2026-04-02' }),
    ).toMatchObject({ slug: 'hearing-counts', article: '信访工作条例36' });
    expect(meeting.row().value.hearings).toEqual([]);
  });
});
