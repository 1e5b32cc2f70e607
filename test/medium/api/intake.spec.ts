import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  actAnswer,
  archiveView,
  ATTACHMENT_LIMIT,
  attachmentView,
  caseDetail,
  correctionView,
  draftView,
} from '#contract';
import { z } from 'zod';
import { importRegister } from '../../../deploy/cli/import-command.js';
import { posting } from '../../../deploy/cli/import-post.js';
import { aLetter } from './a-letter.js';
import { type Answer, aNode, get, post, send, type TestNode, TOKEN } from './a-node.js';

let node: TestNode;
beforeAll(async () => {
  node = await aNode();
}, 60_000);
afterAll(() => node.stop(), 30_000);

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n');

async function registered(over: Parameters<typeof aLetter>[0] = {}) {
  const answer = await post(node, '/api/items', aLetter(over));
  expect(answer).toMatchObject({ status: 200 });
  return actAnswer.parse(answer.json);
}

async function detail(caseId: string) {
  return caseDetail.parse((await get(node, `/api/cases/${caseId}`)).json);
}

/** Does an act on a case as it stands now. */
async function act(caseId: string, name: string, more: object = {}): Promise<Answer> {
  const { version } = await detail(caseId);
  return post(node, `/api/cases/${caseId}/${name}`, { actor: { unit: 'city' }, version, ...more });
}

interface Upload {
  readonly name?: string;
  readonly key?: string;
  readonly query?: string;
  readonly type?: string;
}

function upload(caseId: string, body: Buffer, more: Upload = {}): Promise<Answer> {
  const query = more.query ?? `name=${encodeURIComponent(more.name ?? '来信.pdf')}&unit=city`;
  return send(node, `/api/cases/${caseId}/attachments?${query}`, {
    method: 'POST',
    headers: {
      'content-type': more.type ?? 'application/octet-stream',
      'idempotency-key': more.key ?? randomUUID(),
    },
    body,
  });
}

const download = (path: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${node.port}${path}`, { headers: { 'x-start-token': TOKEN } });

describe('a matter that is not ours', () => {
  it('is told whom to turn to, closed to further acts, and reopened by the head with clocks of its own', async () => {
    const { caseId } = await registered({ route: '31(1)' });
    expect(await act(caseId, 'tell-whom-to-turn-to', { text: '请依法行使诉讼权利' })).toMatchObject({
      status: 200,
    });
    const told = await detail(caseId);
    expect(told).toMatchObject({ state: 'TOLD', answered: { done: true }, documents: [{ kind: 'notice' }] });
    expect(told.clocks.map(({ met }) => met)).not.toContain(null);
    expect(await act(caseId, 'withdraw', { reason: '不办了' })).toMatchObject({ status: 409 });
    expect(await act(caseId, 'reopen', { newFacts: '新证据' })).toMatchObject({ status: 200 });
    expect(await detail(caseId)).toMatchObject({ state: 'REGISTERED', answered: null, notified: null });
  });
});

describe('a sealed dossier', () => {
  it('is intact until somebody changes it behind the office’s back, and then says what is broken', async () => {
    const { caseId } = await registered({ category: 'consultation', route: 'none' });
    await act(caseId, 'answer-on-the-spot', { text: '已说明' });
    await upload(caseId, PDF);
    await act(caseId, 'close');
    expect(await get(node, `/api/cases/${caseId}/archive`)).toMatchObject({
      status: 404,
      json: { slug: 'not-archived' },
    });
    expect(await act(caseId, 'archive')).toMatchObject({ status: 200 });
    const sealed = async () => archiveView.parse((await get(node, `/api/cases/${caseId}/archive`)).json);
    const first = await sealed();
    expect(first).toMatchObject({ intact: true, broken: [] });
    expect(first.entries.map(({ kind }) => kind)).toEqual([
      'item',
      'document',
      'attachment',
      ...first.entries.slice(3).map(() => 'history'),
    ]);
    const bytes = Buffer.from(caseId.replaceAll('-', ''), 'hex');
    await node.database.sql('UPDATE casework_document SET text = ? WHERE case_id = ?', ['改过', bytes]);
    expect(await sealed()).toMatchObject({ intact: false, broken: [expect.stringMatching(/^document /u)] });
    await node.database.sql("DELETE FROM casework_action WHERE case_id = ? AND act = 'close'", [bytes]);
    expect((await sealed()).broken).toHaveLength(2);
    expect(await upload(caseId, PDF)).toMatchObject({ status: 409, json: { slug: 'not-in-this-state' } });
  });
});

describe('a correction', () => {
  it('keeps the old value; of the petitioner it shows only that there was one', async () => {
    const { caseId } = await registered();
    const fields = { place: '乙乡', petitioner: { name: '乙某' } };
    expect(await act(caseId, 'correct', { fields, reason: '误写' })).toMatchObject({ status: 200 });
    const answer = await get(node, `/api/cases/${caseId}/corrections`);
    expect(z.array(correctionView).parse(Object.values(answer.json))).toMatchObject([
      { field: 'place', was: '甲镇', is: '乙乡', personal: false },
      { field: 'petitioner', was: null, is: null, personal: true },
    ]);
    expect(await detail(caseId)).toMatchObject({ place: '乙乡' });
    const kept = await node.database.sql(
      "SELECT was, is_now FROM casework_correction WHERE field = 'petitioner'",
    );
    expect(kept).toEqual([{ was: '{"name":"甲某"}', is_now: '{"name":"乙某"}' }]);
  });
});

describe('intake', () => {
  it('registers what another system brings many times at once exactly once', async () => {
    const letters = Array.from({ length: 6 }, () =>
      post(node, '/api/items', aLetter({ externalKey: '网上-7' })),
    );
    const answers = await Promise.all(letters);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ json }) => json['originNumber'])).size).toBe(1);
  });

  it('registers a group with seven representatives, elects five, and refuses a sixth', async () => {
    const { caseId, warnings } = await registered({ people: 23, representatives: 7 });
    expect(warnings).toEqual([expect.stringContaining('representatives-at-most-5')]);
    expect((await detail(caseId)).items).toMatchObject([{ representatives: 0 }]);
    expect(await act(caseId, 'elect-representatives', { count: 6 })).toMatchObject({
      status: 422,
      json: { article: '信访工作条例20(3)' },
    });
    await act(caseId, 'elect-representatives', { count: 5 });
    expect((await detail(caseId)).items).toMatchObject([{ representatives: 5 }]);
  });

  it('takes over what ended in an older register, once, with its number and nothing owed', async () => {
    const old = aLetter({
      actor: { unit: 'city', user: '主任' },
      receivedOn: '2025-11-03',
      externalKey: '旧簿/信2025-001',
      fromRegister: { number: '信2025-001', ended: { on: '2025-12-20', how: '书面' } },
    });
    const [first, again] = [await post(node, '/api/items', old), await post(node, '/api/items', old)];
    const { caseId } = actAnswer.parse(first.json);
    expect(again.json['caseId']).toBe(caseId);
    expect(await detail(caseId)).toMatchObject({
      state: 'CLOSED',
      closedOn: '2025-12-20',
      clocks: [],
      items: [{ oldNumber: '信2025-001' }],
    });
  });

  it('imports an older register over HTTP, and a second run registers nothing twice', async () => {
    const request = {
      table: readFileSync('deploy/import/example.csv'),
      mapping: readFileSync('deploy/import/example.mapping.json', 'utf8'),
      actor: { unit: 'city', user: '主任' },
      dryRun: false,
    };
    const post = posting({ url: `http://127.0.0.1:${node.port}`, token: TOKEN });
    const cases = async () => (await node.database.sql('SELECT COUNT(*) AS n FROM casework_case'))[0]?.['n'];
    expect(await importRegister(request, post)).toMatchObject({ code: 0, err: [] });
    const [before, again] = [await cases(), await importRegister(request, post)];
    expect(again).toMatchObject({ code: 0, err: [] });
    expect(await cases()).toBe(before);
    const clerk = { ...request, actor: { unit: 'city', user: '登记员' } };
    expect(await importRegister(clerk, post)).toMatchObject({
      code: 0,
      out: expect.arrayContaining([expect.stringContaining('registered before')]),
    });
    const stranger = posting({ url: `http://127.0.0.1:${node.port}`, token: 'wrong' });
    expect(await importRegister(request, stranger)).toMatchObject({
      code: 1,
      err: [expect.stringContaining('start-token-wrong'), expect.anything()],
    });
  });

  it('keeps a draft for the post that wrote it, until it is registered', async () => {
    const actor = { unit: 'city', user: '登记员' };
    const list = async (user: string) => {
      const answer = await get(node, `/api/drafts?unit=city&user=${encodeURIComponent(user)}`);
      return z.array(draftView).parse(Object.values(answer.json));
    };
    const saved = draftView.parse((await post(node, '/api/drafts', { actor, body: { place: '甲镇' } })).json);
    await post(node, '/api/drafts', { actor, id: saved.id, body: { place: '乙乡' } });
    expect(await list('登记员')).toMatchObject([{ id: saved.id, body: { place: '乙乡' } }]);
    expect(await list('分办员')).toEqual([]);
    const other = { unit: 'city', user: '分办员' };
    await post(node, '/api/drafts', { actor: other, id: saved.id, body: { place: '丙乡' } });
    expect(await list('登记员')).toMatchObject([{ body: { place: '乙乡' } }]);
    expect(await post(node, `/api/drafts/${saved.id}/discard`, { actor: other })).toMatchObject({
      status: 404,
    });
    await registered({ actor, draft: saved.id });
    expect(await list('登记员')).toEqual([]);
  });
});

describe('a file', () => {
  it('is kept once however often it is sent, and comes back as it was, as a download only', async () => {
    const { caseId } = await registered();
    const key = randomUUID();
    const first = await upload(caseId, PDF, { key, name: '../陈某的来信.html' });
    const again = await upload(caseId, PDF, { key, name: '../陈某的来信.html' });
    const kept = attachmentView.parse(first.json);
    expect(again.json).toEqual(first.json);
    expect(kept).toMatchObject({
      name: '陈某的来信.html',
      type: 'application/pdf',
      size: PDF.length,
      sha256: createHash('sha256').update(PDF).digest('hex'),
    });
    const back = await download(`/api/cases/${caseId}/attachments/${kept.id}`);
    expect(Buffer.from(await back.arrayBuffer()).equals(PDF)).toBe(true);
    expect(back.headers.get('content-type')).toBe('application/pdf');
    expect(back.headers.get('content-disposition')).toMatch(/^attachment; /u);
    expect(back.headers.get('content-security-policy')).toContain('sandbox');
    const history = await get(node, `/api/cases/${caseId}/history`);
    expect(JSON.stringify(history.json)).toContain('收存附件：PDF');
    expect(JSON.stringify(history.json)).not.toContain('陈某');
    expect(await upload(caseId, Buffer.from('另一份'), { key })).toMatchObject({
      status: 409,
      json: { slug: 'key-reused' },
    });
  });

  it('of another case is not found under this one, and none is without the start token', async () => {
    const [mine, other] = [await registered(), await registered()];
    const { id } = attachmentView.parse((await upload(mine.caseId, PDF)).json);
    expect((await download(`/api/cases/${other.caseId}/attachments/${id}`)).status).toBe(404);
    const stranger = await fetch(`http://127.0.0.1:${node.port}/api/cases/${mine.caseId}/attachments/${id}`);
    expect(stranger.status).toBe(401);
  });

  it.each([
    ['a page', Buffer.from('<script>alert(1)</script>'), {}, 422, 'attachment-type'],
    ['nothing', Buffer.alloc(0), {}, 422, 'attachment-type'],
    ['JSON where a file belongs', PDF, { type: 'application/json' }, 415, 'not-bytes'],
    [
      'a form, which a foreign page can send',
      PDF,
      { type: 'multipart/form-data; boundary=x' },
      415,
      'not-bytes',
    ],
    ['a file without a name', PDF, { query: 'unit=city' }, 400, 'query-malformed'],
    [
      'a file of a unit that does not work here',
      PDF,
      { query: 'name=a&unit=province' },
      403,
      'not-your-unit',
    ],
    [
      'a file too large by one byte',
      Buffer.alloc(ATTACHMENT_LIMIT + 1, 0x41),
      {},
      413,
      'attachment-too-large',
    ],
  ])('%s is refused and leaves nothing', async (_what, body, more, status, slug) => {
    const { caseId } = await registered();
    expect(await upload(caseId, body, more)).toMatchObject({ status, json: { slug } });
    expect(Object.values((await get(node, `/api/cases/${caseId}/attachments`)).json)).toEqual([]);
  });

  it('for a case that is not here is refused', async () => {
    expect(await upload(randomUUID(), PDF)).toMatchObject({ status: 404, json: { slug: 'unknown-case' } });
  });

  it('as JSON is still the only thing an act takes', async () => {
    const answer = await send(node, '/api/items', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'idempotency-key': randomUUID() },
      body: JSON.stringify(aLetter()),
    });
    expect(answer).toMatchObject({ status: 415, json: { slug: 'not-json' } });
  });
});
