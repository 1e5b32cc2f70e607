import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actAnswer, bulletinView, caseDetail, selectionView, supervisionView } from '#contract';
import { z } from 'zod';
import { aLetter } from './a-letter.js';
import { aNode, get, post, type TestNode } from './a-node.js';

let node: TestNode;
beforeAll(async () => {
  node = await aNode();
}, 60_000);
afterAll(() => node.stop(), 30_000);

/** A matter assigned to a unit without a node, whose both ends this node keeps. */
async function assigned() {
  const registered = actAnswer.parse((await post(node, '/api/items', aLetter())).json);
  const sent = await post(node, `/api/cases/${registered.caseId}/assign`, {
    actor: { unit: 'city' },
    version: registered.caseVersion,
    to: 'unit:liquidators',
    wants: 'result',
    days: 30,
  });
  return actAnswer.parse(sent.json);
}
const detailOf = async (caseId: string) => caseDetail.parse((await get(node, `/api/cases/${caseId}`)).json);

describe('supervision over HTTP', () => {
  it('a slip and a letter are numbered, stored and shown; the unit answers on paper', async () => {
    const { caseId, legId = '', legVersion = 0 } = await assigned();
    const slip = await post(node, `/api/legs/${legId}/remind`, {
      actor: { unit: 'city' },
      version: legVersion,
      how: 'slip',
      number: 1,
    });
    expect(slip).toMatchObject({ status: 200 });
    const selected = await post(node, `/api/cases/${caseId}/select-for-supervision`, {
      actor: { unit: 'city' },
      version: (await detailOf(caseId)).version,
      why: 'monthly',
      letter: true,
    });
    expect(selected).toMatchObject({ status: 200 });
    const shown = async () =>
      z.array(supervisionView).parse((await get(node, `/api/legs/${legId}/supervision`)).json);
    expect(await shown()).toMatchObject([
      { kind: 'slip', ordinal: 1, delivered: expect.any(String), settled: null },
      { kind: 'letter', ordinal: 1, late: false, replyDue: expect.any(String) },
    ]);
    const replied = await post(node, `/api/legs/${legId}/reply-to-supervision`, {
      actor: { unit: 'unit:liquidators', onPaper: { source: 'paper' } },
      version: (await detailOf(caseId)).legs[0]?.version,
      adopted: true,
      text: '已安排清偿。',
    });
    expect(replied).toMatchObject({ status: 200 });
    expect((await shown())[1]).toMatchObject({ reply: { adopted: true }, settled: { how: 'reply' } });
    const month = (await shown())[0]?.issuedOn.slice(0, 7) ?? '';
    const rate = selectionView.parse((await get(node, `/api/supervision/selected?month=${month}`)).json);
    expect(rate.items.find((item) => item.caseId === caseId)?.answeredOn).not.toBeNull();
  });

  it('a second slip 1 is refused with what is next, and a call says what was promised', async () => {
    const { legId = '', legVersion = 0 } = await assigned();
    const on = { actor: { unit: 'city' }, version: legVersion };
    const wrong = await post(node, `/api/legs/${legId}/remind`, { ...on, how: 'slip', number: 2 });
    expect(wrong).toMatchObject({ status: 409, json: { slug: 'slip-out-of-turn' } });
    expect(wrong.json).toMatchObject({ zh: expect.stringContaining('第 1 次') });
    const silent = await post(node, `/api/legs/${legId}/remind`, { ...on, how: 'telephone' });
    expect(silent).toMatchObject({ status: 400 });
    expect(JSON.stringify(silent.json)).toContain('promised');
  });

  it('lists answer, and a month or a day that is none is told', async () => {
    expect((await get(node, '/api/supervision/drafts')).status).toBe(200);
    expect((await get(node, '/api/supervision/letters')).status).toBe(200);
    expect((await get(node, '/api/supervision/notices?on=2026-04-02')).json).toEqual([]);
    const bulletin = await get(node, '/api/supervision/bulletin?month=2026-04');
    expect(bulletinView.parse(bulletin.json)).toEqual({ month: '2026-04', units: [] });
    expect((await get(node, '/api/supervision/bulletin?month=2026-13')).status).toBe(400);
    expect((await get(node, '/api/supervision/notices?on=2026-02-30')).status).toBe(400);
    expect((await get(node, '/api/legs/none/supervision')).status).toBe(404);
  });
});
