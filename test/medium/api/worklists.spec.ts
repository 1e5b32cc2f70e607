import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import exceljs from 'exceljs';
import {
  actAnswer,
  caseView,
  exportView,
  pageOf,
  problem,
  worklistRow,
  worklistSummary,
  type ActAnswer,
} from '#contract';
import { z } from 'zod';
import { eventually } from '../../support/eventually.js';
import { aLetter } from './a-letter.js';
import { aNode, get, post, send, TOKEN, type TestNode } from './a-node.js';

let node: TestNode;
let letters: readonly ActAnswer[];

const REGISTRAR = { 'x-acting-unit': 'city', 'x-acting-user': encodeURIComponent('登记员') };
const register = async (parts: object): Promise<ActAnswer> =>
  actAnswer.parse((await post(node, '/api/items', aLetter(parts))).json);

beforeAll(async () => {
  node = await aNode();
  letters = [
    await register({ topic: '教育文体/教师待遇', summary: '=HYPERLINK("http://x")退休教师房屋修缮费。' }),
    await register({ topic: '劳动和社会保障/拖欠工资', form: 'call', summary: '工地拖欠工资。' }),
    await register({ topic: '教育文体/学校收费', summary: '学校收费。', secrecy: true }),
  ];
  const [first] = letters;
  if (first === undefined) throw new Error('no letter');
  await post(node, `/api/cases/${first.caseId}/assign`, {
    actor: { unit: 'city' },
    version: first.caseVersion,
    to: 'agency:education',
    wants: 'result',
    days: 30,
  });
}, 60_000);
afterAll(() => node.stop(), 30_000);

const rowsOf = async (path: string) => pageOf(worklistRow).parse((await get(node, path)).json).items;
const refusedAt = async (path: string) => problem.parse((await get(node, path)).json);

/** The bytes of an answer, and its headers. */
function bytesOf(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const all = { host: `127.0.0.1:${node.port}`, 'x-start-token': TOKEN, ...headers };
    const asked = request({ host: '127.0.0.1', port: node.port, path, headers: all, agent: false });
    asked.on('error', reject);
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes: Buffer.concat(chunks) }));
    });
    asked.end();
  });
}

describe('the worklists over HTTP', () => {
  it('names every list with its count', async () => {
    const summaries = z.array(worklistSummary).parse((await get(node, '/api/worklists')).json);
    expect(summaries.find(({ name }) => name === 'to-do')).toMatchObject({
      zh: '待办',
      count: 3,
      more: false,
    });
    expect(summaries.find(({ name }) => name === 'waiting')).toMatchObject({ count: 1 });
  });

  it('shows each row with its date, its lamp and why it is there, page by page', async () => {
    const all = await rowsOf('/api/worklists/to-do');
    expect(all.map(({ why }) => why).toSorted()).toEqual(['dispatch', 'dispatch', 'notify']);
    expect(all.every(({ endsOn, daysLeft }) => endsOn !== null && daysLeft !== null)).toBe(true);
    const first = pageOf(worklistRow).parse((await get(node, '/api/worklists/to-do?limit=2')).json);
    const rest = await rowsOf(`/api/worklists/to-do?limit=2&after=${first.next ?? ''}`);
    expect([...first.items, ...rest]).toEqual(all);
    expect(JSON.stringify(all)).not.toContain('甲某');
  });

  it('does not shift a page when a case comes in between', async () => {
    const first = pageOf(worklistRow).parse(
      (await get(node, '/api/worklists/to-do?limit=2&sort=oldest')).json,
    );
    await register({ summary: '其间来信。' });
    const rest = await rowsOf(`/api/worklists/to-do?sort=oldest&after=${first.next ?? ''}`);
    expect(rest.map(({ originNumber }) => originNumber)).toEqual([
      letters[2]?.originNumber,
      expect.any(String),
    ]);
  });

  it('knows whose work it is by the headers of the reader', async () => {
    const mine = await send(node, '/api/worklists/mine', { headers: REGISTRAR });
    expect(pageOf(worklistRow).parse(mine.json).items.length).toBeGreaterThan(0);
    expect(await rowsOf('/api/worklists/mine')).toEqual([]);
  });

  it('filters by anything, full text in Chinese among it', async () => {
    const of = async (query: string) =>
      (await rowsOf(`/api/worklists/to-do?${query}`)).map(({ originNumber }) => originNumber);
    expect(await of(`text=${encodeURIComponent('拖欠工资')}`)).toEqual([letters[1]?.originNumber]);
    expect(await of(`topic=${encodeURIComponent('教育文体/学校收费')}&state=REGISTERED`)).toEqual([
      letters[2]?.originNumber,
    ]);
    expect(await of('form=call')).toEqual([letters[1]?.originNumber]);
    const cases = pageOf(caseView).parse(
      (await get(node, `/api/cases?text=${encodeURIComponent('工资')}&form=call`)).json,
    );
    expect(cases.items.map(({ originNumber }) => originNumber)).toEqual([letters[1]?.originNumber]);
  });

  it.each([
    ['state=LOST', 'query.state: "LOST" is not one of RECEIVED, REGISTERED,'],
    ['lamp=red', 'query.lamp: "red" is not one of 绿, 黄, 红, 灰, 暂定'],
    ['dueBefore=2026-02-30', 'query.dueBefore: is not a day of the calendar'],
    ['dueBefore=soon', 'query.dueBefore: is not a day of the form YYYY-MM-DD'],
    ['to=DROP%20TABLE', 'query.to: is not a unit id such as township:yi'],
    ['sort=random', 'query.sort: is not one of due, newest, oldest'],
    ['petitioner=x', 'query: Unrecognized key: "petitioner"'],
    [`text=${'a'.repeat(300)}`, 'query.text: Too big'],
    ['form=letter&form=call', 'query.form: Invalid input'],
    ['limit=0', 'query.limit: is not from 1 to 200'],
    ['after=MTIz', 'query.after: is no cursor that this list gave'],
  ])('refuses %s and says what would be right', async (query, says) => {
    const { status, problems } = await refusedAt(`/api/worklists/to-do?${query}`);
    expect(status).toBe(400);
    expect(problems.join('\n')).toContain(says);
  });

  it('names the lists there are where there is no such one, and a cursor of another order is none', async () => {
    expect(await refusedAt('/api/worklists/everything')).toMatchObject({ slug: 'unknown-list', status: 404 });
    const { next } = pageOf(worklistRow).parse((await get(node, '/api/worklists/to-do?limit=1')).json);
    expect(await refusedAt(`/api/worklists/to-do?sort=newest&after=${next ?? ''}`)).toMatchObject({
      slug: 'query-malformed',
    });
  });

  it('holds what follows from the cases: making the lists anew finds nothing to change', async () => {
    const rebuilt = await post(node, '/api/worklists/rebuild', {});
    expect(rebuilt).toMatchObject({ status: 200, json: { differences: 0 } });
  });
});

describe('a list as a file', () => {
  it('is CSV with Chinese headings that no spreadsheet counts with, given at once and recorded', async () => {
    const { status, bytes } = await bytesOf('/api/cases?format=csv&sort=oldest&english=true', REGISTRAR);
    expect(status).toBe(200);
    const [heading = '', english = '', first = ''] = bytes.toString('utf8').split('\r\n');
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
    expect(heading).toContain('信访件编号,本级编号,收到日期');
    expect(english).toContain('origin number,local number,received');
    expect(first).toContain(letters[0]?.originNumber);
    expect(bytes.toString('utf8')).not.toContain('甲某');
    const [newest] = pageOf(exportView).parse((await get(node, '/api/exports')).json).items;
    expect(newest).toMatchObject({
      list: 'cases',
      state: 'given',
      unit: 'city',
      user: '登记员',
      rowsDone: 4,
    });
  });

  it('is an Excel workbook whose cells are texts, with English and notes on a second sheet', async () => {
    const { bytes } = await bytesOf('/api/worklists/to-do?format=xlsx', REGISTRAR);
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
    const [sheet, notes] = workbook.worksheets;
    expect(sheet?.getRow(1).getCell(1).value).toBe('信访件编号');
    expect(sheet?.rowCount).toBe(5);
    expect(JSON.stringify(sheet?.getSheetValues())).toContain('=HYPERLINK');
    sheet?.eachRow((row) => row.eachCell((cell) => expect(cell.formula).toBeUndefined()));
    expect(JSON.stringify(notes?.getSheetValues())).toContain('origin number');
  });

  it('holds petitioners only where somebody who may asks for them, and none who asked for secrecy', async () => {
    const { bytes } = await bytesOf('/api/cases?format=csv&identity=true', REGISTRAR);
    expect(bytes.toString('utf8')).toContain('甲某');
    expect(bytes.toString('utf8')).toContain('（已要求保密）');
    const reviewer = { ...REGISTRAR, 'x-acting-user': encodeURIComponent('审核员') };
    expect((await bytesOf('/api/cases?format=csv&identity=true', reviewer)).status).toBe(403);
  });

  it('is not given to nobody, and not in an unknown format', async () => {
    expect(await refusedAt('/api/cases?format=csv')).toMatchObject({ slug: 'reader-required' });
    const wrong = await send(node, '/api/cases?format=pdf', { headers: REGISTRAR });
    expect(problem.parse(wrong.json).problems).toEqual(['query.format: is not one of csv, xlsx']);
  });
});

describe('a list prepared in the background', () => {
  const body = {
    actor: { unit: 'city', user: '登记员' },
    list: 'cases',
    format: 'csv',
    filter: { form: 'letter,call' },
  };
  const ready = async (id: string) =>
    eventually(
      async () => exportView.parse((await get(node, `/api/exports/${id}`)).json),
      ({ state }) => state !== 'preparing',
    );

  it('is answered at once, then fetched by whoever asked for it, deleted, and recorded for ever', async () => {
    const key = randomUUID();
    const asked = await post(node, '/api/exports', body, { 'idempotency-key': key });
    expect(asked.status).toBe(202);
    const again = await post(node, '/api/exports', body, { 'idempotency-key': key });
    expect(again.json['id']).toBe(asked.json['id']);
    const other = await post(node, '/api/exports', { ...body, format: 'xlsx' }, { 'idempotency-key': key });
    expect(problem.parse(other.json).slug).toBe('key-reused');

    const job = await ready(exportView.parse(asked.json).id);
    expect(job).toMatchObject({ state: 'ready', rowsDone: 4, rowsTotal: 4, filter: { form: 'letter,call' } });
    const file = await bytesOf(`/api/exports/${job.id}/file`, REGISTRAR);
    expect(file.bytes.length).toBe(job.size);
    const stranger = { ...REGISTRAR, 'x-acting-user': encodeURIComponent('审核员') };
    expect((await bytesOf(`/api/exports/${job.id}/file`, stranger)).status).toBe(404);

    const removed = await post(node, `/api/exports/${job.id}/delete`, { actor: body.actor });
    expect(exportView.parse(removed.json).state).toBe('deleted');
    expect((await bytesOf(`/api/exports/${job.id}/file`, REGISTRAR)).status).toBe(409);
  });

  it('goes on after a crash in its middle: it is made anew and whole', async () => {
    const asked = exportView.parse((await post(node, '/api/exports', body)).json);
    await ready(asked.id);
    await node.database.sql(
      "UPDATE list_export SET state = 'preparing', rows_done = 1, size = NULL WHERE id = UNHEX(REPLACE(?, '-', ''))",
      [asked.id],
    );
    await node.restart();
    expect(await ready(asked.id)).toMatchObject({ state: 'ready', rowsDone: 4 });
  }, 30_000);

  it('fails clearly when it was begun too often', async () => {
    const asked = exportView.parse((await post(node, '/api/exports', body)).json);
    await ready(asked.id);
    await node.database.sql(
      "UPDATE list_export SET state = 'preparing', attempts = 3 WHERE id = UNHEX(REPLACE(?, '-', ''))",
      [asked.id],
    );
    await node.restart();
    expect(await ready(asked.id)).toMatchObject({ state: 'failed', reason: 'gave-up' });
  }, 30_000);

  it('expires: the file goes, the record stays', async () => {
    const asked = exportView.parse((await post(node, '/api/exports', body)).json);
    await ready(asked.id);
    await node.database.sql(
      "UPDATE list_export SET expires_at = '2020-01-01' WHERE id = UNHEX(REPLACE(?, '-', ''))",
      [asked.id],
    );
    expect((await bytesOf(`/api/exports/${asked.id}/file`, REGISTRAR)).status).toBe(409);
    expect(exportView.parse((await get(node, `/api/exports/${asked.id}`)).json).state).toBe('expired');
  });

  it.each([
    [{ list: 'everything' }, 'list'],
    [{ format: 'pdf' }, 'format'],
    [{ filter: { state: 'LOST' } }, 'LOST'],
    [{ filter: { petitioner: 'x' } }, 'petitioner'],
    [{ actor: { unit: 'city' } }, 'user'],
  ])('refuses %j', async (wrong, says) => {
    const answer = await post(node, '/api/exports', { ...body, ...wrong });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.json)).toContain(says);
  });
});
