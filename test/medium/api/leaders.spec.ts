import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  actAnswer,
  attachmentView,
  caseDetail,
  followUpFigures,
  instructionNotice,
  instructionView,
  leaderLedger,
  readingList,
  taskView,
} from '#contract';
import { z } from 'zod';
import { aLetter } from './a-letter.js';
import { aNode, get, post, send, type TestNode } from './a-node.js';

let node: TestNode;
beforeAll(async () => {
  node = await aNode();
}, 60_000);
afterAll(() => node.stop(), 30_000);

const DAY = '2026-01-04';
const DEPUTY = { unit: 'city', user: '副主任' };
const leader = encodeURIComponent('副主任');

async function registered() {
  return actAnswer.parse((await post(node, '/api/items', aLetter())).json);
}
const act = (id: string, name: string, version: number, body: object) =>
  post(node, `/api/cases/${id}/${name}`, { actor: { unit: 'city' }, version, ...body });

describe('leaders over HTTP', () => {
  it('a case is put on a list, instructed with a list, and the ledger says what became of it', async () => {
    const { caseId, caseVersion } = await registered();
    const put = await act(caseId, 'propose', caseVersion, { text: '拟交教育局', leader: '副主任' });
    expect(put).toMatchObject({ status: 200 });
    const list = async () =>
      readingList.parse((await get(node, `/api/reading-list?leader=${leader}&day=${DAY}`)).json);
    const [waiting] = (await list()).items.filter((item) => item.caseId === caseId);
    expect(waiting).toMatchObject({ isNew: true, proposal: '拟交教育局', case: { state: 'SUBMITTED' } });
    const marks = [
      { mark: 'agree' },
      { mark: 'handle', unit: 'unit:liquidators', what: '请清偿', within: '10日' },
    ];
    const done = await post(node, '/api/reading-list/instruct-list', {
      actor: DEPUTY,
      list: [{ caseId: caseId.toUpperCase(), version: waiting?.version, text: '请抓紧', marks }],
    });
    expect(done).toMatchObject({ status: 200 });
    expect((await list()).items.find((item) => item.caseId === caseId)?.instructed).toBe(true);
    const ledger = leaderLedger.parse(
      (await get(node, `/api/leader-ledger?leader=${leader}&from=${DAY}&to=${DAY}`)).json,
    );
    expect(ledger.items.find((item) => item.caseId === caseId)).toMatchObject({
      state: 'OUT',
      tasks: [{ unit: 'unit:liquidators', state: 'open', late: false }],
    });
    const tasks = z.array(taskView).parse((await get(node, '/api/tasks?unit=unit:liquidators')).json);
    expect(tasks.some((task) => task.caseId === caseId)).toBe(true);
    const notices = z
      .array(instructionNotice)
      .parse((await get(node, `/api/instructions/notices?on=${DAY}`)).json);
    expect(notices.find(({ recipient }) => recipient === '分办员')?.lines.length).toBeGreaterThan(0);
    const said = z.array(instructionView).parse((await get(node, `/api/cases/${caseId}/instructions`)).json);
    expect(said).toMatchObject([{ leader: '副主任', text: '请抓紧' }]);
  });

  it('a reader of another unit sees neither the words of an instruction nor its tasks', async () => {
    const { caseId, caseVersion } = await registered();
    const told = await act(caseId, 'instruct', caseVersion, { actor: DEPUTY, text: '只供本办' });
    expect(told.status).toBe(200);
    const headers = {
      'x-acting-unit': 'unit:liquidators',
      'x-acting-user': encodeURIComponent('登记员'),
    };
    const read = async (path: string) => JSON.stringify((await send(node, path, { headers })).json);
    expect(await read(`/api/cases/${caseId}`)).not.toContain('只供本办');
    expect(await read(`/api/cases/${caseId}/instructions`)).toBe('[]');
    expect(JSON.stringify((await get(node, `/api/cases/${caseId}`)).json)).toContain('只供本办');
  });

  it('the responsible leader stands with the case; a follow-up before the answer is refused', async () => {
    const { caseId, caseVersion } = await registered();
    await act(caseId, 'set-responsible', caseVersion, {
      actor: { unit: 'city', user: '主任' },
      leader: '副主任',
      reason: '包案',
    });
    const detail = caseDetail.parse((await get(node, `/api/cases/${caseId}`)).json);
    expect(detail.responsible).toEqual({ leader: '副主任', since: DAY });
    const asked = await act(caseId, 'follow-up', detail.version, { how: '电话', reached: false });
    expect(asked).toMatchObject({ status: 409, json: { slug: 'not-answered' } });
    const figures = await get(node, '/api/follow-ups/figures?month=2026-01');
    expect(followUpFigures.parse(figures.json)).toMatchObject({ asked: 0 });
    expect(await get(node, `/api/cases/${caseId}/follow-ups`)).toMatchObject({ json: [] });
  });

  it('an instruction by scan holds to the file of this case and its digest', async () => {
    const [mine, other] = [await registered(), await registered()];
    const uploaded = await send(
      node,
      `/api/cases/${mine.caseId}/attachments?name=scan.pdf&unit=city&user=cs-registrar`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', 'idempotency-key': randomUUID() },
        body: Buffer.from('%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n'),
      },
    );
    const { id, sha256 } = attachmentView.parse(uploaded.json);
    expect(await act(other.caseId, 'instruct', other.caseVersion, { actor: DEPUTY, scan: id })).toMatchObject(
      {
        status: 404,
        json: { slug: 'unknown-attachment' },
      },
    );
    const done = await act(mine.caseId, 'instruct', mine.caseVersion, { actor: DEPUTY, scan: id });
    expect(done).toMatchObject({ status: 200 });
    expect((await get(node, `/api/cases/${mine.caseId}/instructions`)).json).toMatchObject([
      { text: null, scan: { attachment: id, sha256 } },
    ]);
  });

  it('what is asked wrongly is told', async () => {
    expect((await get(node, `/api/reading-list?leader=${leader}`)).status).toBe(400);
    expect((await get(node, `/api/reading-list?leader=${leader}&day=2026-02-30`)).status).toBe(400);
    expect((await get(node, `/api/reading-list?leader=nobody&day=${DAY}`)).status).toBe(403);
    expect((await get(node, `/api/leader-ledger?leader=${leader}&from=${DAY}&to=2026-01-03`)).status).toBe(
      400,
    );
    expect((await get(node, '/api/tasks?state=lost')).status).toBe(400);
    expect((await get(node, '/api/cases/none/instructions')).status).toBe(404);
    expect((await get(node, '/api/follow-ups/figures?month=2026-13')).status).toBe(400);
    const list = { actor: DEPUTY, list: [{ caseId: 'x', version: 1, text: '办' }] };
    expect((await post(node, '/api/reading-list/instruct-list', list)).status).toBe(400);
    expect((await post(node, '/api/reading-list/instruct', list)).status).toBe(404);
  });
});
