import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { diffView, resyncView } from '../../../libs/api/src/exchange/resync-views.js';
import { aNode, get, post, type TestNode } from './a-node.js';

/* Comparing with a peer and healing from it over HTTP: the peers of this node do not run, so that what is told of silence is told too. */

let node: TestNode;
beforeAll(async () => {
  node = await aNode();
}, 60_000);
afterAll(() => node?.stop(), 30_000);

const ID = '01990000-0000-7000-8000-000000000001';
const DISPATCHER = { unit: 'city', user: '分办员' };
const resync = '/api/exchange/resync';
const acts = async () => {
  const { json } = await get(node, '/api/exchange/operations?limit=200');
  return json['items'] as readonly Record<string, unknown>[];
};

describe('a peer that does not run', () => {
  it('is told as silent; only a resync that was meant goes on record', async () => {
    const [diff, dry] = await Promise.all([
      get(node, '/api/exchange/diff?peer=township:yi'),
      post(node, resync, { actor: DISPATCHER, peer: 'township:jia', dryRun: true }),
    ]);
    expect(diff.status).toBe(200);
    expect(diffView.parse(diff.json)).toEqual({ peer: 'township:yi', answered: false, streams: [] });
    expect(dry.status).toBe(200);
    expect(resyncView.parse(dry.json)).toMatchObject({ answered: false, dryRun: true, refilling: 0 });
    expect(await acts()).toEqual([]);
    expect(await post(node, resync, { actor: DISPATCHER, peer: 'township:yi' })).toMatchObject({
      status: 200,
      json: { peer: 'township:yi', answered: false, dryRun: false },
    });
    expect(await acts()).toMatchObject([
      { act: 'resync', target: 'township:yi', unit: 'city', by: '分办员', outcome: 'no answer' },
    ]);
  }, 60_000);
});

describe('nothing is compared', () => {
  it.each([
    ['with an office that does not exist', '?peer=nowhere', 404, 'unknown-peer'],
    ['with itself', '?peer=city', 404, 'unknown-peer'],
    ['with nobody', '', 400, 'query-malformed'],
    ['with two at once', '?peer=township:yi&peer=prefecture', 400, 'query-malformed'],
    ['with what is no id', "?peer='%20OR%201=1", 400, 'query-malformed'],
    ['with an id without end', `?peer=${'x'.repeat(5_000)}`, 400, 'query-malformed'],
    ['with more than was asked for', '?peer=township:yi&all=1', 400, 'query-malformed'],
  ])('%s', async (_situation, query, status, slug) => {
    expect(await get(node, `/api/exchange/diff${query}`)).toMatchObject({ status, json: { slug } });
  });

  it.each([
    ['for a stranger', { actor: { unit: 'city', user: '路人' }, peer: 'township:yi' }, 403],
    [
      'for somebody without the authority',
      { actor: { unit: 'city', user: '登记员' }, peer: 'township:yi' },
      403,
    ],
    ['in the name of another office', { actor: { unit: 'prefecture' }, peer: 'township:yi' }, 403],
    ['with an office that does not exist', { actor: DISPATCHER, peer: 'nowhere' }, 404],
    ['without a peer', { actor: DISPATCHER }, 400],
    ['for a dry run that is none', { actor: DISPATCHER, peer: 'township:yi', dryRun: 'yes' }, 400],
    ['with more than was asked for', { actor: DISPATCHER, peer: 'township:yi', force: true }, 400],
    ['for a key twice', '{"peer":"a","peer":"b"}', 400],
    ['for too much', { actor: DISPATCHER, peer: 'x'.repeat(600 * 1024) }, 413],
  ])('%s', async (_situation, body, status) => {
    const before = (await acts()).length;
    expect(await post(node, resync, body)).toMatchObject({ status });
    expect(await acts()).toHaveLength(before);
  });

  it.each([
    ['for a stranger', { actor: { unit: 'city', user: '路人' }, messages: [ID] }, 403],
    ['for somebody without the authority', { actor: { unit: 'city', user: '登记员' }, messages: [ID] }, 403],
    ['of nothing', { actor: DISPATCHER, messages: [] }, 400],
    [
      'of more than fifty at once',
      { actor: DISPATCHER, messages: Array.from({ length: 51 }, () => ID) },
      400,
    ],
    ['of what is no id', { actor: DISPATCHER, messages: ["' OR 1=1"] }, 400],
    ['with a peer of the asker’s choice', { actor: DISPATCHER, messages: [ID], peer: 'township:yi' }, 400],
    ['of no file', { actor: DISPATCHER, papers: [] }, 400],
    ['of more than five files at once', { actor: DISPATCHER, papers: [ID, ID, ID, ID, ID, ID] }, 400],
    ['of a file by its path', { actor: DISPATCHER, papers: ['../../etc/passwd'] }, 400],
    ['of a file for a stranger', { actor: { unit: 'city', user: '路人' }, papers: [ID] }, 403],
  ])('and nothing is healed %s', async (_situation, body, status) => {
    expect(await post(node, '/api/exchange/heal', body)).toMatchObject({ status });
  });

  it('and a message that is not here is left, with nothing on record', async () => {
    const before = (await acts()).length;
    expect(await post(node, '/api/exchange/heal', { actor: DISPATCHER, messages: [ID] })).toMatchObject({
      status: 200,
      json: { dryRun: false, messages: [{ id: ID, parts: [], left: 'not-here' }] },
    });
    expect(await acts()).toHaveLength(before);
  });

  it('and a file that is not here is left, with nothing on record', async () => {
    const before = (await acts()).length;
    expect(await post(node, '/api/exchange/heal', { actor: DISPATCHER, papers: [ID] })).toMatchObject({
      status: 200,
      json: { dryRun: false, messages: [], papers: [{ id: ID, left: 'not-here' }] },
    });
    expect(await acts()).toHaveLength(before);
  });

  it('without the start token, or without a key', async () => {
    const body = { actor: DISPATCHER, peer: 'township:yi' };
    expect(await post(node, resync, body, { 'x-start-token': 'wrong' })).toMatchObject({ status: 401 });
    expect(await post(node, resync, body, { 'idempotency-key': 'x' })).toMatchObject({ status: 400 });
  });
});
