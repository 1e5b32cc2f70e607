import { describe, expect, test } from '@jest/globals';
import { fulfilmentOf } from '#domain';
import { RESULT, TwinMatter } from '../support/twin-matter.js';
import { accusing, DISCIPLINE } from '../support/guarded-matter.js';
import { TwinMeeting, disputed, done } from '../support/twin-meeting.js';

const EDU = 'agency:education';
const COURT = 'agency:court';
const LABOUR = 'agency:labour';
const ASSIGN = { kind: 'assign', lead: EDU, co: [COURT], days: 30 } as const;

const legTo = (unit: string) => (row: { leg: { to: string } }) => row.leg.to === unit;
const statesAt = (matter: TwinMatter, node: string) =>
  [...matter.net.node(node).office.memory.legs.values()].map(({ leg }) => [leg.to, leg.kind, leg.state]);
const clean = (matter: TwinMatter) => {
  expect(matter.net.quarantine).toEqual([]);
  expect(matter.net.differences()).toEqual([]);
};

/** Two bureaus object, a coordination meeting is called for 9 April. */
async function called(): Promise<{ matter: TwinMatter; meeting: TwinMeeting }> {
  const matter = await TwinMatter.registered();
  await disputed(matter, [EDU, COURT]);
  const meeting = await TwinMeeting.planned(matter.net, [EDU, COURT, 'unit:liquidators']);
  await meeting.take(matter);
  await done(meeting.do('give-notice', { on: '2026-04-09', time: '09:30', place: '二楼会议室' }));
  return { matter, meeting };
}

describe('a coordination meeting in stages', () => {
  test('objected legs wait for it, members get notice and papers without a name', async () => {
    const { matter, meeting } = await called();
    expect(statesAt(matter, 'city')).toEqual([
      [EDU, 'refer', 'IN_MEETING'],
      [COURT, 'refer', 'IN_MEETING'],
    ]);
    expect(meeting.at(EDU)).toMatchObject({
      state: 'CALLED',
      on: '2026-04-09',
      time: '09:30',
      place: '二楼会议室',
      seats: [
        { unit: EDU, revision: 1, topics: [{ papers: { summary: '退休教师的房屋修缮费多年未补。' } }] },
      ],
    });
    expect(JSON.stringify(meeting.at(EDU))).not.toContain('陈某');
    clean(matter);
  });

  test('from the notice to the follow-up of its decision', async () => {
    const { matter, meeting } = await called();
    await done(meeting.reply(EDU, { who: '副局长' }));
    await done(meeting.reply(COURT, { comes: false, reason: '另有公务' }));
    await done(
      meeting.reply('unit:liquidators', {
        actor: { unit: 'unit:liquidators', onPaper: { source: 'telephone' } },
      }),
    );
    expect(meeting.row().value.members.map(({ unit, attendance }) => [unit, attendance?.comes])).toEqual([
      [EDU, true],
      [COURT, false],
      ['unit:liquidators', true],
    ]);
    await matter.net.day('2026-04-09');
    await done(meeting.do('hold-meeting', { present: [EDU, COURT, 'unit:liquidators'] }));
    await done(meeting.decide(matter, { ...ASSIGN, co: [COURT, 'unit:liquidators'] }));
    const minutes = await done(meeting.do('issue-minutes', { signedBy: [EDU, 'unit:liquidators'] }));
    expect(minutes).toMatchObject({ state: 'CONCLUDED', number: '市人信纪〔2026〕1号' });
    expect(meeting.row().value.minutes).toMatchObject({ notSigned: [COURT] });
    const legs = [...matter.net.node('city').office.memory.legs.values()].map(({ leg }) => leg);
    expect(legs.map(({ to, kind, state, byMinutes }) => [to, kind, state, byMinutes])).toEqual([
      [EDU, 'refer', 'RETURNED', undefined],
      [COURT, 'refer', 'RETURNED', undefined],
      [EDU, 'lead', 'SENT', '市人信纪〔2026〕1号'],
      // Minutes bind those who sign (guard 13): the court has an ordinary letter.
      [COURT, 'co', 'SENT', undefined],
      ['unit:liquidators', 'co', 'SENT', '市人信纪〔2026〕1号'],
    ]);
    expect(meeting.at(COURT)).toMatchObject({
      state: 'CONCLUDED',
      minutes: { number: '市人信纪〔2026〕1号', signedBy: [EDU, 'unit:liquidators'], notSigned: [COURT] },
      seats: [{ topics: [{ decision: { kind: 'assign', lead: EDU } }] }],
    });
    // The papers were given back with the minutes.
    expect(meeting.at(COURT).seats[0]?.topics[0]?.papers).toBeUndefined();
    clean(matter);

    await done(matter.onLeg(EDU, 'sign', {}, (row) => row.leg.kind === 'lead'));
    const [topic] = meeting.topics();
    const follow = () =>
      fulfilmentOf(matter.legAt('city', (row) => row.leg.kind === 'lead').leg, matter.net.today);
    expect(topic).toMatchObject({
      state: 'SETTLED',
      legs: [expect.any(String), expect.any(String), expect.any(String)],
    });
    expect(follow()).toMatchObject({ state: 'open', due: '2026-05-09' });
    await matter.net.day('2026-05-11');
    expect(follow().state).toBe('late');
    await done(matter.onLeg(EDU, 'report', RESULT, (row) => row.leg.kind === 'lead'));
    expect(follow()).toMatchObject({ state: 'done-late', doneOn: '2026-05-11' });
  });

  test('a new date asks everybody again; an answer that crossed it counts for nothing, at both ends', async () => {
    const { matter, meeting } = await called();
    await meeting.reply(EDU, {}, false);
    await meeting.do('give-notice', { on: '2026-04-10' }, false);
    await matter.net.deliver();
    expect(meeting.row().value).toMatchObject({ revision: 2, on: '2026-04-10' });
    expect(meeting.row().value.members.every(({ attendance }) => attendance === undefined)).toBe(true);
    expect(meeting.at(EDU).seats[0]).toMatchObject({ revision: 2 });
    expect(meeting.at(EDU).seats[0]?.attendance).toBeUndefined();
    await done(meeting.reply(EDU));
    expect(meeting.row().value.members[0]?.attendance).toMatchObject({ revision: 2, comes: true });
    clean(matter);
  });

  test('a member that is asked no longer hears so, and gives the papers back', async () => {
    const { matter, meeting } = await called();
    await done(meeting.do('give-notice', { on: '2026-04-09', members: [EDU] }));
    expect(meeting.at(COURT)).toMatchObject({ state: 'CANCELLED', seats: [{ topics: [] }] });
    expect(await meeting.reply(COURT)).toMatchObject({ slug: 'not-in-this-state' });
    clean(matter);
  });

  test('postponed with the reason, then cancelled: legs stand as they stood and the case waits for another meeting', async () => {
    const { matter, meeting } = await called();
    await done(meeting.do('postpone-meeting', { reason: '会场维修' }));
    expect(meeting.at(EDU)).toMatchObject({ state: 'POSTPONED', reason: '会场维修' });
    await done(meeting.do('cancel-meeting', { reason: '两单位已商定' }));
    expect(meeting.at(EDU)).toMatchObject({ state: 'CANCELLED', reason: '两单位已商定' });
    expect(statesAt(matter, 'city')).toEqual([
      [EDU, 'refer', 'OBJECTED'],
      [COURT, 'refer', 'OBJECTED'],
    ]);
    expect(meeting.topics()).toMatchObject([{ state: 'PROPOSED' }]);
    clean(matter);
    await done(matter.onLeg('city', 'agree-return', {}, legTo(EDU)));
    const another = await TwinMeeting.planned(matter.net, [COURT]);
    await done(matter.onCase('city', 'admit-topic', { meeting: another.id }));
    expect(another.row().value.agenda).toHaveLength(1);
    clean(matter);
  });

  test('a topic that is taken off frees its legs, and the convener is told to give notice again', async () => {
    const { matter, meeting } = await called();
    const off = await done(matter.onCase('city', 'decline-topic', { reason: '已另行协调' }));
    expect(off.warnings).toEqual(['议程已变更，请重新发出会议通知。']);
    expect(meeting.row().value.agenda).toEqual([]);
    expect(statesAt(matter, 'city').map(([, , state]) => state)).toEqual(['OBJECTED', 'OBJECTED']);
    expect(await meeting.do('give-notice', { on: '2026-04-10' })).toMatchObject({ slug: 'agenda-empty' });
    clean(matter);
  });

  test('what is adjourned waits for the next meeting, and its legs wait for their sender again', async () => {
    const { matter, meeting } = await called();
    await matter.net.day('2026-04-09');
    await done(meeting.do('hold-meeting', { present: [EDU, COURT] }));
    await done(meeting.decide(matter, { kind: 'adjourn', reason: '待法院补充材料' }));
    await done(meeting.do('issue-minutes'));
    expect(meeting.topics().map(({ state, why }) => [state, why])).toEqual([
      ['SETTLED', '意见不一'],
      ['PROPOSED', '待法院补充材料'],
    ]);
    expect(statesAt(matter, 'city').map(([, , state]) => state)).toEqual(['OBJECTED', 'OBJECTED']);
    clean(matter);
  });
});

describe('several cases at one meeting', () => {
  test('each is decided for itself, and none is left out of the minutes', async () => {
    const { matter, meeting } = await called();
    const second = await done(matter.register('2026-04-02'));
    const row = () => matter.net.node('city').office.memory.cases.get(second.caseId);
    const onSecond = (act: 'propose-for-meeting' | 'admit-topic' | 'decide-topic' | 'refer', more: object) =>
      matter.post('city', act, second.caseId, { actor: { unit: 'city' }, version: row()?.version, ...more });
    await done(onSecond('propose-for-meeting', { kind: 'coordination', why: '同类' }));
    const admitted = await done(onSecond('admit-topic', { meeting: meeting.id }));
    expect(admitted.warnings).toHaveLength(1);
    await done(meeting.do('give-notice', { on: '2026-04-09' }));
    expect(meeting.at(EDU).seats[0]?.topics).toHaveLength(2);
    await matter.net.day('2026-04-09');
    await done(meeting.do('hold-meeting', { present: [EDU, COURT] }));
    await done(meeting.decide(matter, ASSIGN));
    expect(await meeting.do('issue-minutes')).toMatchObject({ slug: 'topic-undecided' });
    await done(
      onSecond('decide-topic', {
        decision: {
          kind: 'assign',
          lead: COURT,
          co: [],
          days: 20,
          forThisKind: { topic: '教育文体/教师待遇', to: COURT },
        },
      }),
    );
    await done(meeting.do('issue-minutes'));
    const { competences, legs } = matter.net.node('city').office.memory;
    expect(competences).toEqual([{ topic: '教育文体/教师待遇', to: COURT, minutes: '市人信纪〔2026〕1号' }]);
    expect(
      [...legs.values()].filter(({ leg }) => leg.byMinutes !== undefined).map(({ leg }) => leg.to),
    ).toEqual([EDU, COURT, COURT]);
    clean(matter);
  });

  test('an objection on its way while the notice goes out is taken to the meeting by its minutes', async () => {
    const matter = await TwinMatter.registered();
    await disputed(matter, [EDU]);
    await done(matter.onCase('city', 'refer', { to: COURT }));
    const meeting = await TwinMeeting.planned(matter.net, [EDU, COURT]);
    await meeting.take(matter);
    const { leg, version } = matter.legAt(COURT);
    await matter.net.attempt(COURT, 'object', leg.id, {
      actor: { unit: COURT },
      version,
      reason: '不属法院职责',
    });
    await meeting.do('give-notice', { on: '2026-04-09' }, false);
    await matter.net.deliver();
    expect(statesAt(matter, 'city').map(([to, , state]) => [to, state])).toEqual([
      [EDU, 'IN_MEETING'],
      [COURT, 'OBJECTED'],
    ]);
    await matter.net.day('2026-04-09');
    await done(meeting.do('hold-meeting', { present: [EDU, COURT] }));
    await done(meeting.decide(matter, ASSIGN));
    await done(meeting.do('issue-minutes'));
    expect(statesAt(matter, 'city').map(([to, kind, state]) => [to, kind, state])).toEqual([
      [EDU, 'refer', 'RETURNED'],
      [COURT, 'refer', 'RETURNED'],
      [EDU, 'lead', 'SENT'],
      [COURT, 'co', 'SENT'],
    ]);
    clean(matter);
  });
});

describe('the wall at a meeting', () => {
  const YI = 'township:yi';

  test('a unit near the accused is not asked to that case, gets no papers, and is told nothing of why', async () => {
    const matter = await accusing(['body:bing-village']);
    const meeting = await TwinMeeting.planned(matter.net, [DISCIPLINE, YI]);
    await meeting.take(matter);
    const called = await done(meeting.do('give-notice', { on: '2026-06-12' }));
    expect(called.warnings).toEqual([expect.stringContaining('信访工作条例30(3)')]);
    expect(meeting.knows(YI)).toBe(false);
    expect(meeting.at(DISCIPLINE).seats[0]?.topics).toMatchObject([{ papers: { guarded: true } }]);
    expect(JSON.stringify([...matter.net.node(YI).office.memory.agenda.invitations.values()])).not.toContain(
      '拍卖',
    );
    clean(matter);
  });

  test('at a meeting on two cases it is asked to the other one only, and hears of that one only', async () => {
    const matter = await accusing(['body:bing-village']);
    const other = await done(matter.register('2026-06-08'));
    const meeting = await TwinMeeting.planned(matter.net, [DISCIPLINE, YI]);
    await meeting.take(matter);
    const on = () => ({
      actor: { unit: 'city' },
      version: matter.net.node('city').office.memory.cases.get(other.caseId)?.version,
    });
    await done(
      matter.post('city', 'propose-for-meeting', other.caseId, { ...on(), kind: 'joint', why: '涉及两单位' }),
    );
    await done(matter.post('city', 'admit-topic', other.caseId, { ...on(), meeting: meeting.id }));
    await done(meeting.do('give-notice', { on: '2026-06-12' }));
    expect(meeting.at(YI).seats[0]?.topics.map(({ originNumber }) => originNumber)).toEqual([
      other.originNumber,
    ]);
    await matter.net.day('2026-06-12');
    await done(meeting.do('hold-meeting', { present: [DISCIPLINE, YI] }));
    const given = { kind: 'assign', lead: YI, co: [], days: 30 };
    expect(await meeting.decide(matter, given)).toMatchObject({
      slug: 'accused-party',
      article: expect.stringContaining('信访工作条例30(3)'),
    });
    await done(meeting.decide(matter, { ...given, lead: DISCIPLINE }));
    await done(matter.post('city', 'decide-topic', other.caseId, { ...on(), decision: given }));
    await done(meeting.do('issue-minutes'));
    const heard = JSON.stringify(meeting.at(YI));
    expect(heard).toContain(other.originNumber);
    expect(heard).not.toContain(matter.caseAt('city').matter.originNumber);
    clean(matter);
  });

  test('an accused who is not settled is a case for nobody’s table', async () => {
    const matter = await accusing(['无名氏']);
    const meeting = await TwinMeeting.planned(matter.net, [DISCIPLINE]);
    await meeting.take(matter);
    expect(await meeting.do('give-notice', { on: '2026-06-12' })).toMatchObject({
      slug: 'nobody-to-invite',
      article: '信访工作条例30(3)',
    });
    expect(meeting.knows(DISCIPLINE)).toBe(false);
  });

  test('whoever keeps away from a case does not act on a meeting about it', async () => {
    const { matter, meeting } = await called();
    await done(
      matter.onCase('city', 'declare-conflict', {
        actor: { unit: 'city', user: '主任' },
        user: '分办员',
        reason: '亲属',
      }),
    );
    const by = { actor: { unit: 'city', user: '分办员' } };
    expect(await meeting.do('postpone-meeting', { ...by, reason: '改期' })).toMatchObject({
      slug: 'conflict-of-interest',
      article: '信访工作条例28(3)',
    });
  });
});

describe('who may do what, and in which order', () => {
  test('a case stands on one list at a time; two who propose it at once: one is told', async () => {
    const { matter } = await called();
    expect(await matter.onCase('city', 'propose-for-meeting', { kind: 'joint', why: '再议' })).toMatchObject({
      slug: 'on-agenda-already',
    });
  });

  test('a stale view of a meeting is refused', async () => {
    const { meeting } = await called();
    expect(await meeting.do('hold-meeting', { version: 1, present: [] })).toMatchObject({
      slug: 'stale-version',
    });
  });

  test('a stranger, the convener itself and a unit that the directory does not know are no members', async () => {
    const matter = await TwinMatter.registered();
    const plan = (unit: string) =>
      new TwinMeeting(matter.net).post('city', 'plan-meeting', '', {
        actor: { unit: 'city' },
        kind: 'joint',
        title: '联席会',
        members: [unit],
      });
    expect(await plan('agency:nobody')).toMatchObject({ slug: 'addressee-unknown' });
    expect(await plan('city')).toMatchObject({ slug: 'addressee-not-competent' });
    expect(await plan('province')).toMatchObject({ slug: 'addressee-not-linked' });
  });

  test('a meeting decides by its kind, on those who were there, after it was held', async () => {
    const { matter, meeting } = await called();
    expect(await meeting.decide(matter, ASSIGN)).toMatchObject({ slug: 'not-in-this-state' });
    await matter.net.day('2026-04-09');
    await done(meeting.do('hold-meeting', { present: [EDU] }));
    expect(await meeting.decide(matter, ASSIGN)).toMatchObject({
      slug: 'meeting-party-unknown',
      details: { unit: COURT },
    });
    expect(
      await meeting.decide(matter, { kind: 'instrument', instrument: 'questioning', text: '提请质询' }),
    ).toMatchObject({ slug: 'not-for-this-meeting' });
    expect(await meeting.do('issue-minutes')).toMatchObject({ slug: 'topic-undecided' });
  });

  test('minutes that cannot be carried out are not issued: nothing of them is left behind', async () => {
    const { matter, meeting } = await called();
    await matter.net.day('2026-04-09');
    await done(meeting.do('hold-meeting', { present: [EDU, COURT] }));
    await done(meeting.decide(matter, ASSIGN));
    const before = structuredClone(matter.net.node('city').office.memory);
    expect(await meeting.do('issue-minutes', { signedBy: [LABOUR] })).toMatchObject({
      slug: 'signer-not-present',
    });
    expect(matter.net.node('city').office.memory).toEqual(before);
  });
});
