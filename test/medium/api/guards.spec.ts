import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actAnswer, caseDetail, caseView, competenceSuggestion, guardView, pageOf } from '#contract';
import { aLetter } from './a-letter.js';
import { type Answer, aNode, get, post, send, type TestNode } from './a-node.js';

let node: TestNode;
beforeAll(async () => {
  node = await aNode();
}, 60_000);
afterAll(() => node.stop(), 30_000);

const DISPATCHER = { unit: 'city', user: '分办员' };
const DIRECTOR = { unit: 'city', user: '主任' };

async function registered(over: Parameters<typeof aLetter>[0] = {}) {
  const answer = await post(node, '/api/items', aLetter(over));
  expect(answer).toMatchObject({ status: 200 });
  return actAnswer.parse(answer.json);
}

const detail = async (caseId: string) => caseDetail.parse((await get(node, `/api/cases/${caseId}`)).json);

async function act(caseId: string, name: string, more: object = {}): Promise<Answer> {
  const { version } = await detail(caseId);
  return post(node, `/api/cases/${caseId}/${name}`, { actor: DISPATCHER, version, ...more });
}

const readAs = (path: string, { unit, user }: typeof DISPATCHER): Promise<Answer> =>
  send(node, path, {
    method: 'GET',
    headers: { 'x-acting-unit': unit, 'x-acting-user': encodeURIComponent(user) },
  });

const guardsOf = async (caseId: string) =>
  guardView.parse((await get(node, `/api/cases/${caseId}/guards`)).json);

describe('an accusation in the real database', () => {
  const accusation = { category: 'accusation', route: '30' } as const;

  it('is refused to the accused with its article, and nothing of the refused act stays', async () => {
    const { caseId } = await registered({ ...accusation, accused: ['丙村村委会'] });
    const before = await detail(caseId);
    const answer = await act(caseId, 'refer', { to: 'township:yi' });
    expect(answer).toMatchObject({
      status: 422,
      json: { slug: 'accused-party', article: '信访工作条例30(3)' },
    });
    expect(await detail(caseId)).toEqual(before);
    expect((await get(node, '/api/exchange/idle')).json).toMatchObject({ put: 0 });
  });

  it('keeps the accused apart from the case, until a second person has confirmed an unknown name', async () => {
    const { caseId } = await registered({ ...accusation, accused: ['王某某'] });
    expect(JSON.stringify(await detail(caseId))).not.toContain('王某某');
    expect(await guardsOf(caseId)).toMatchObject({
      guarded: true,
      settled: false,
      accused: [{ name: '王某某', party: null, confirmedBy: null }],
    });
    expect(await act(caseId, 'refer', { to: 'agency:discipline' })).toMatchObject({
      json: { slug: 'accused-unresolved' },
    });
    const resolved = [{ name: '王某某', party: '丙村村委会' }];
    expect(await act(caseId, 'confirm-accused', { resolved })).toMatchObject({ status: 200 });
    expect(await guardsOf(caseId)).toMatchObject({
      settled: true,
      accused: [{ party: 'body:bing-village', confirmedBy: '分办员' }],
    });
    expect(await act(caseId, 'refer', { to: 'agency:discipline' })).toMatchObject({ status: 200 });
  });

  it('keeps a redacted copy and who drafted it', async () => {
    const { caseId } = await registered();
    await act(caseId, 'redact', { summary: '工资未发', request: '补发' });
    expect(await guardsOf(caseId)).toMatchObject({ redacted: { summary: '工资未发', draftedBy: '分办员' } });
  });
});

describe('who keeps away from a case', () => {
  it('neither opens it nor finds it in a list nor acts on it; a colleague does all three', async () => {
    const { caseId, originNumber } = await registered();
    expect(await readAs(`/api/cases/${caseId}`, DISPATCHER)).toMatchObject({ status: 200 });
    await act(caseId, 'assign', { to: 'agency:education', wants: 'result' });
    const leg = (await detail(caseId)).legs[0]?.id ?? '';
    expect(await act(caseId, 'declare-conflict', { reason: '系近亲属' })).toMatchObject({ status: 200 });
    expect(await act(caseId, 'declare-conflict', { reason: '再次' })).toMatchObject({ status: 403 });
    const paths = [
      `/api/cases/${caseId}`,
      `/api/cases/${caseId}/history`,
      `/api/cases/${caseId}/guards`,
      `/api/cases/by-origin/${originNumber}`,
      `/api/legs/${leg}`,
      `/api/legs/${leg}/history`,
    ];
    for (const path of paths) {
      expect([path, await readAs(path, DISPATCHER)]).toMatchObject([
        path,
        { status: 403, json: { slug: 'conflict-of-interest', article: '信访工作条例28(3)' } },
      ]);
      // By the user id as well as by the post.
      expect(await readAs(path, { unit: 'city', user: 'cs-dispatcher' })).toMatchObject({ status: 403 });
      expect(await readAs(path, DIRECTOR)).toMatchObject({ status: 200 });
    }
    const listed = async (who: typeof DISPATCHER) =>
      pageOf(caseView)
        .parse((await readAs('/api/cases?limit=200', who)).json)
        .items.map(({ id }) => id);
    expect(await listed(DIRECTOR)).toContain(caseId);
    expect(await listed(DISPATCHER)).not.toContain(caseId);
    expect(JSON.stringify((await readAs('/api/board', DISPATCHER)).json)).not.toContain(caseId);
  });
});

describe('one dispatch to several', () => {
  it('is one line on the case: how many are open, the worst of them, the nearest end', async () => {
    const { caseId } = await registered();
    expect((await detail(caseId)).out).toBeUndefined();
    const receivers = [
      { to: 'agency:labour', kind: 'lead', days: 30 },
      { to: 'agency:education', kind: 'co', days: 20 },
    ];
    expect(await act(caseId, 'dispatch', { receivers })).toMatchObject({ status: 200 });
    expect((await detail(caseId)).out).toMatchObject({ sent: 2, open: 2, worst: { state: 'SENT' } });
    const page = pageOf(caseView).parse((await get(node, '/api/cases?limit=200')).json);
    expect(page.items.find(({ id }) => id === caseId)?.out).toMatchObject({ open: 2 });
  });
});

describe('the suggested addressee', () => {
  const suggested = async (topic: string) =>
    competenceSuggestion.parse(
      (await get(node, `/api/competences/suggest?topic=${encodeURIComponent(topic)}`)).json,
    );

  it('comes with its reason, and minutes that ruled for this kind of matter win', async () => {
    const topic = '劳动和社会保障/社会保险费';
    expect(await suggested(topic)).toMatchObject({ to: 'agency:labour', reviewer: 'committee:judicial' });
    const { caseId } = await registered();
    const decides = {
      lead: 'agency:health',
      co: [],
      days: 30,
      forThisKind: { topic, to: 'agency:health' },
    };
    const held = { kind: 'coordination', parties: ['agency:health'], decides };
    expect(await act(caseId, 'meeting', held)).toMatchObject({ status: 200 });
    expect(await suggested(topic)).toMatchObject({
      to: 'agency:health',
      because: expect.stringContaining('会议纪要'),
    });
  });

  it('is nobody where no line covers the topic', async () => {
    expect(await suggested('天文/彗星')).toMatchObject({ to: null, because: null });
    expect(await get(node, `/api/competences/suggest?t=${randomUUID()}`)).toMatchObject({ status: 400 });
  });
});
