import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actAnswer, meetingAnswer, meetingDetail, meetingView, pageOf, topicView } from '#contract';
import { aLetter } from './a-letter.js';
import { aNode, get, post, type TestNode } from './a-node.js';

let node: TestNode;
beforeAll(async () => {
  node = await aNode();
}, 60_000);
afterAll(() => node.stop(), 30_000);

const DAY = '2026-01-04';
const actor = { unit: 'city' };
const LIQUIDATORS = 'unit:liquidators';

const planned = async () =>
  meetingAnswer.parse(
    (
      await post(node, '/api/meetings', {
        actor,
        kind: 'coordination',
        title: '一月协调会',
        members: [LIQUIDATORS],
      })
    ).json,
  );
const detail = async (id: string) => meetingDetail.parse((await get(node, `/api/meetings/${id}`)).json);
const onMeeting = async (id: string, act: string, more: object = {}) =>
  post(node, `/api/meetings/${id}/${act}`, { actor, version: (await detail(id)).version, ...more });

describe('meetings over HTTP', () => {
  it('from the plan to minutes whose leg is followed', async () => {
    const { meetingId } = await planned();
    const { caseId, caseVersion } = actAnswer.parse((await post(node, '/api/items', aLetter())).json);
    const onCase = async (act: string, version: number, more: object) =>
      actAnswer.parse((await post(node, `/api/cases/${caseId}/${act}`, { actor, version, ...more })).json);
    const proposed = await onCase('propose-for-meeting', caseVersion, { kind: 'coordination', why: '协调' });
    const waiting = pageOf(topicView).parse((await get(node, '/api/meetings/topics?state=PROPOSED')).json);
    expect(waiting.items.map((topic) => topic.caseId)).toContain(caseId);
    const admitted = await onCase('admit-topic', proposed.caseVersion, { meeting: meetingId });
    expect(await onMeeting(meetingId, 'give-notice', { on: DAY })).toMatchObject({ status: 200 });
    const paper = { actor: { unit: LIQUIDATORS, onPaper: { source: 'telephone' } } };
    expect(
      await onMeeting(meetingId, 'confirm-attendance', { ...paper, comes: true, who: '组长' }),
    ).toMatchObject({ status: 200 });
    expect(await onMeeting(meetingId, 'hold-meeting', { present: [LIQUIDATORS] })).toMatchObject({
      status: 200,
    });
    await onCase('decide-topic', admitted.caseVersion, {
      decision: { kind: 'assign', lead: LIQUIDATORS, co: [], days: 30 },
    });
    expect(await onMeeting(meetingId, 'issue-minutes')).toMatchObject({
      status: 200,
      json: { state: 'CONCLUDED' },
    });
    const minuted = await detail(meetingId);
    expect(minuted).toMatchObject({
      state: 'CONCLUDED',
      role: 'convener',
      cases: 1,
      heldOn: DAY,
      members: [{ unit: LIQUIDATORS, attendance: { comes: true, who: '组长' }, present: true, signed: true }],
      topics: [
        { state: 'SETTLED', fulfilment: { state: 'open', legs: [{ unit: LIQUIDATORS, state: 'open' }] } },
      ],
    });
    const listed = pageOf(meetingView).parse((await get(node, '/api/meetings?state=CONCLUDED')).json);
    expect(listed.items.map(({ id }) => id)).toContain(meetingId);
  });

  it.each([
    ['an act that nobody knows', 'dissolve', 'unknown-act', 404],
    ['a plan of a meeting that is planned', 'plan-meeting', 'unknown-act', 404],
    ['a body without its reason', 'cancel-meeting', 'body-malformed', 400],
  ])('%s is refused', async (_name, act, slug, status) => {
    const { meetingId, version } = await planned();
    const answer = await post(node, `/api/meetings/${meetingId}/${act}`, { actor, version });
    expect(answer).toMatchObject({ status, json: { slug } });
  });

  it('a meeting that is not there, a state that is none and a cursor of another list are refused', async () => {
    const nowhere = '/api/meetings/01981c3e-5d5a-7c1e-9a3b-0d3f5e6a7b8c';
    expect(await get(node, nowhere)).toMatchObject({ status: 404, json: { slug: 'unknown-meeting' } });
    expect(await get(node, '/api/meetings/x')).toMatchObject({ status: 404 });
    expect(await get(node, '/api/meetings?state=ASLEEP')).toMatchObject({ status: 400 });
    expect(await get(node, '/api/meetings?after=bWVldGluZ3MgMQ')).toMatchObject({ status: 400 });
    const act = { actor, version: 1, reason: '无此会议' };
    expect(await post(node, `${nowhere}/cancel-meeting`, act)).toMatchObject({
      status: 404,
      json: { slug: 'unknown-meeting' },
    });
  });
});
