import { request as ask } from 'node:http';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actAnswer, board, caseDetail, caseView, historyEntry, legView, pageOf } from '#contract';
import { z } from 'zod';
import { eventually } from '../../support/eventually.js';
import { aLetter } from './a-letter.js';
import { aNode, get, post, type TestNode, TOKEN } from './a-node.js';

let node: TestNode;
beforeAll(async () => {
  node = await aNode();
}, 60_000);
afterAll(() => node.stop(), 30_000);

async function registered() {
  const answer = await post(node, '/api/items', aLetter());
  expect(answer).toMatchObject({ status: 200 });
  return actAnswer.parse(answer.json);
}
const on = (version: number) => ({ actor: { unit: 'city' }, version });
const rows = async (sql: string) => Number((await node.database.sql(sql))[0]?.['n']);

describe('an act', () => {
  it('posted twice with one key has one effect and one answer', async () => {
    const key = randomUUID();
    const before = await rows('SELECT COUNT(*) AS n FROM casework_case');
    const first = await post(node, '/api/items', aLetter(), { 'idempotency-key': key });
    const again = await post(node, '/api/items', aLetter(), { 'idempotency-key': key });
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.json).toEqual(first.json);
    expect(await rows('SELECT COUNT(*) AS n FROM casework_case')).toBe(before + 1);
  });

  it('posted eight times at once with one key has one effect and one answer', async () => {
    const key = randomUUID();
    const before = await rows('SELECT COUNT(*) AS n FROM casework_case');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post(node, '/api/items', aLetter(), { 'idempotency-key': key })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ json }) => JSON.stringify(json))).size).toBe(1);
    expect(await rows('SELECT COUNT(*) AS n FROM casework_case')).toBe(before + 1);
  });

  it('whose answer was lost after COMMIT gives the same answer, also after the node was started anew', async () => {
    const key = randomUUID();
    const first = await post(node, '/api/items', aLetter(), { 'idempotency-key': key });
    await node.restart();
    const again = await post(node, '/api/items', aLetter(), { 'idempotency-key': key });
    expect(again.status).toBe(200);
    expect(again.json).toEqual(first.json);
  }, 30_000);

  it('under a key that another body has is refused, and so is another act', async () => {
    const key = randomUUID();
    const { caseId, caseVersion } = actAnswer.parse(
      (await post(node, '/api/items', aLetter(), { 'idempotency-key': key })).json,
    );
    for (const answer of [
      await post(node, '/api/items', aLetter({ people: 2 }), { 'idempotency-key': key }),
      await post(
        node,
        `/api/cases/${caseId}/propose`,
        { ...on(caseVersion), text: '拟转' },
        { 'idempotency-key': key },
      ),
    ]) {
      expect(answer).toMatchObject({ status: 409, json: { slug: 'key-reused' } });
    }
  });

  it('on a version that is stale says which one is now, and changes nothing', async () => {
    const { caseId, caseVersion } = await registered();
    const path = `/api/cases/${caseId}/propose`;
    const moved = await post(node, path, { ...on(caseVersion), text: '拟交教育局' });
    const { caseVersion: now } = actAnswer.parse(moved.json);
    const stale = await post(node, path, { ...on(caseVersion), text: '拟交卫健委' });
    expect(stale).toMatchObject({ status: 409, json: { slug: 'stale-version' } });
    expect(stale.json['en']).toContain(`it is at version ${now} now`);
    expect(caseDetail.parse((await get(node, `/api/cases/${caseId}`)).json).version).toBe(now);
  });

  it('out of its order is refused with the state, and changes nothing', async () => {
    const { caseId, caseVersion } = await registered();
    const answer = await post(node, `/api/cases/${caseId}/close`, on(caseVersion));
    expect(answer.status).toBe(409);
    expect(answer.json).toMatchObject({
      slug: 'not-answered',
      article: expect.stringContaining('信访工作条例'),
    });
    expect(caseDetail.parse((await get(node, `/api/cases/${caseId}`)).json).version).toBe(caseVersion);
  });

  it('by somebody of another office, or in no lawful role, is refused', async () => {
    const { caseId, caseVersion: version } = await registered();
    const path = `/api/cases/${caseId}/propose`;
    for (const actor of [
      { unit: 'agency:education' },
      { unit: 'city', user: 'nobody' },
      { unit: 'nowhere' },
    ]) {
      expect((await post(node, path, { actor, version, text: '拟转' })).status).toBe(403);
    }
  });

  it('that sends shows at once as a leg on its way, in views of the contract', async () => {
    const { caseId, caseVersion } = await registered();
    const sent = await post(node, `/api/cases/${caseId}/assign`, {
      ...on(caseVersion),
      to: 'agency:education',
      wants: 'result',
      days: 30,
    });
    expect(sent).toMatchObject({ status: 200 });
    const { legId } = actAnswer.parse(sent.json);
    const leg = legView.parse((await get(node, `/api/legs/${legId ?? ''}`)).json);
    expect(leg).toMatchObject({
      state: 'SENT',
      ticks: { delivered: null, registeredAs: null, refused: null },
    });
    const history = pageOf(historyEntry).parse((await get(node, `/api/cases/${caseId}/history`)).json);
    expect(history.items.length).toBeGreaterThan(1);
    expect(board.parse((await get(node, '/api/board')).json).legs).toContainEqual(leg);
    const deliveries = z
      .array(z.looseObject({ dest: z.string() }))
      .parse((await get(node, `/api/exchange/deliveries?id=${legId ?? ''}`)).json);
    expect(deliveries[0]).toMatchObject({ dest: 'agency:education', type: 'huiyin.leg.sent.v1' });
  });
});

describe('a list', () => {
  it('is read page by page: every case once, newest first, and a cursor fits its own list only', async () => {
    for (let n = 0; n < 3; n += 1) await registered();
    const all = pageOf(caseView).parse((await get(node, '/api/cases?limit=200')).json);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? '' : `&after=${cursor}`;
      const page = pageOf(caseView).parse((await get(node, `/api/cases?limit=2${after}`)).json);
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ id }) => id));
      if (cursor === null) expect((await get(node, `/api/legs?after=${page.next ?? ''}`)).status).toBe(400);
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(all.items.map(({ id }) => id));
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('the simulated clock', () => {
  it('does not move while something is under way, never moves back, and refuses what is no instant', async () => {
    const busy = await post(node, '/simulation/clock', { now: '2026-01-05T01:00:00.000Z' });
    expect(busy).toMatchObject({ status: 409, json: { slug: 'not-drained' } });
    const back = await post(node, '/simulation/clock', { now: '2026-01-03T01:00:00.000Z' });
    expect(back).toMatchObject({ status: 409, json: { slug: 'clock-moves-back' } });
    for (const now of ['2026-02-30T00:00:00Z', 'tomorrow', '9999-12-31T00:00:00Z', 5]) {
      expect(await post(node, '/simulation/clock', { now })).toMatchObject({ status: 400 });
    }
    expect((await get(node, '/simulation/state')).json).toMatchObject({ today: '2026-01-04', idle: false });
  });
});

describe('the board', () => {
  it('tells that something changed as soon as it was committed', async () => {
    let heard = '';
    const headers = { host: `127.0.0.1:${node.port}`, 'x-start-token': TOKEN };
    const events = ask({ host: '127.0.0.1', port: node.port, path: '/api/board/events', headers });
    events.on('response', (response) => response.on('data', (chunk: Buffer) => (heard += chunk.toString())));
    events.on('error', () => undefined);
    events.end();
    await eventually(
      () => heard,
      (text) => text.includes('retry:'),
    );
    expect(heard).not.toContain('event: changed');
    await registered();
    await eventually(
      () => heard,
      (text) => text.includes('event: changed\ndata: {}\n\n'),
    );
    events.destroy();
  });
});

describe('the description', () => {
  it('is an OpenAPI document with the acts of this office', async () => {
    const { status, json } = await get(node, '/docs/openapi.json');
    expect(status).toBe(200);
    expect(json['openapi']).toBe('3.1.0');
    expect(json['paths']).toHaveProperty(['/api/cases/{id}/assign', 'post', 'requestBody']);
    expect(json['paths']).not.toHaveProperty(['/api/legs/{id}/review-slip']);
  });
});
