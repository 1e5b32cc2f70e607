import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  actAnswer,
  caseDetail,
  elsewhere,
  linkPreview,
  lookAlike,
  problem,
  searchPage,
  type ActAnswer,
} from '#contract';
import { z } from 'zod';
import { aLetter } from './a-letter.js';
import { aNode, get, post, type TestNode } from './a-node.js';

let node: TestNode;
let first: ActAnswer;
let repeat: ActAnswer;

const LAND = {
  topic: '农村农业/征地补偿',
  place: '甲镇己村',
  respondents: ['甲镇人民政府'],
  summary: '征地补偿款未按公告标准发放。',
  request: '按公告标准补发。',
};
const register = async (parts: object): Promise<ActAnswer> =>
  actAnswer.parse((await post(node, '/api/items', aLetter(parts))).json);
const act = (id: string, name: string, version: number, more: object) =>
  post(node, `/api/cases/${id}/${name}`, { actor: { unit: 'city' }, version, ...more });
const detail = async (id: string) => caseDetail.parse((await get(node, `/api/cases/${id}`)).json);

beforeAll(async () => {
  node = await aNode();
  first = await register(LAND);
  repeat = await register({
    ...LAND,
    form: 'web',
    petitioner: { name: '另一人' },
    summary: '己村征地补偿款没有按公告标准发放，要求补发差额。',
    request: '按公告标准补发征地补偿款。',
  });
}, 60_000);
afterAll(() => node.stop(), 30_000);

describe('one matter in several letters', () => {
  it('is shown in the answer to the registration, with reasons about the matter', () => {
    const [like] = repeat.lookAlikes ?? [];
    expect(like?.originNumber).toBe(first.originNumber);
    expect(like?.reasons.map(({ what }) => what)).toEqual(['place', 'body', 'topic', 'text']);
    expect(like?.reasons.at(-1)?.likeness).toBeGreaterThan(0.5);
    expect(JSON.stringify(repeat.lookAlikes)).not.toContain('甲某');
  });

  it('is suggested while a form is still half empty', async () => {
    const asked = await post(node, '/api/look-alikes', { place: '甲镇己村', respondents: ['甲镇政府'] });
    expect(asked.status).toBe(200);
    const found = z.array(lookAlike).parse(asked.json);
    expect(found.map(({ originNumber }) => originNumber)).toContain(first.originNumber);
    expect(z.array(lookAlike).parse((await post(node, '/api/look-alikes', {})).json)).toEqual([]);
  });

  it('is previewed, linked and unlinked, and stands as it stood', async () => {
    const before = await detail(repeat.caseId);
    const path = `/api/cases/${repeat.caseId}/link-preview?to=${first.originNumber}`;
    const preview = linkPreview.parse((await get(node, path)).json);
    expect(preview).toMatchObject({ refused: null, repeat: 1 });
    expect(preview.items).toEqual([
      { number: `${repeat.originNumber}-1`, becomes: `${first.originNumber}-2` },
    ]);
    expect(preview.clocks.map(({ id }) => id)).toEqual(['C1', 'C2']);

    const linked = actAnswer.parse(
      (await act(repeat.caseId, 'link', before.version, { to: first.originNumber })).json,
    );
    const away = await detail(repeat.caseId);
    expect(away).toMatchObject({ state: 'LINKED', clocks: [], nearest: null, items: [] });
    expect((await detail(first.caseId)).items.map(({ number }) => number)).toEqual([
      `${first.originNumber}-1`,
      `${first.originNumber}-2`,
    ]);

    await act(repeat.caseId, 'unlink', linked.caseVersion, { reason: '地块不同。' });
    const { version: _now, ...after } = await detail(repeat.caseId);
    const { version: _then, ...as } = before;
    expect(after).toEqual(as);
  });

  it('is not linked to itself, and the answer names the article', async () => {
    const { version } = await detail(first.caseId);
    const refused = await act(first.caseId, 'link', version, { to: first.originNumber });
    expect(problem.parse(refused.json)).toMatchObject({
      slug: 'link-not-possible',
      article: '信访工作条例19(3)',
    });
  });

  it('is asked about at other offices: the question is on its way, nothing is answered yet', async () => {
    const seen = elsewhere.parse((await get(node, `/api/cases/${first.caseId}/elsewhere`)).json);
    expect(seen.answers).toEqual([]);
    expect(seen.asked[0]?.offices).toEqual(['prefecture', 'township:jia', 'township:yi']);
  });
});

describe('the full-text search', () => {
  const search = async (query: string) => searchPage.parse((await get(node, `/api/search?${query}`)).json);

  it('finds a word of two characters and pages through what it found', async () => {
    const q = `q=${encodeURIComponent('补偿')}`;
    const all = await search(q);
    expect(all.items.map(({ id }) => id).sort()).toEqual([first.caseId, repeat.caseId].sort());
    const page = await search(`${q}&limit=1`);
    const rest = await search(`${q}&limit=1&after=${page.next ?? ''}`);
    expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual(all.items.map(({ id }) => id));
    expect(rest.next).toBeNull();
  });

  it('does not find people: a petitioner’s name is in no index', async () => {
    expect((await search(`q=${encodeURIComponent('另一人')}`)).items).toEqual([]);
    expect(await node.database.sql("SELECT token FROM matter_token WHERE token LIKE '%另一人%'")).toEqual([]);
  });

  it('refuses a question without words', async () => {
    expect((await get(node, '/api/search?q=')).status).toBe(400);
  });
});
