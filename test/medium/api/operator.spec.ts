import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidV7 } from '#platform';
import {
  exchangeStatusView,
  operationView,
  redecidedView,
} from '../../../libs/api/src/exchange/operator-views.js';
import { aNode, get, post, send, type TestNode } from './a-node.js';

/* What an operator does over HTTP: with authority, on record, and nothing for what is malformed. */

let node: TestNode;
beforeAll(async () => {
  node = await aNode();
}, 60_000);
afterAll(() => node?.stop(), 30_000);

const DISPATCHER = { unit: 'city', user: '分办员' };
const at = (id: string, act: string) => `/api/exchange/quarantine/${id}/${act}`;
const bytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex');

/** A forged frame was put away. */
async function frame(): Promise<string> {
  const id = uuidV7();
  await node.database.sql(
    'INSERT INTO exchange_quarantine (id, claimed_source, reason, digest, size, at) VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))',
    [bytes(id), 'township:yi', 'bad-signature', randomBytes(32), 10],
  );
  return id;
}

/** A message that nobody understood was put away. */
async function message(): Promise<string> {
  const id = uuidV7();
  await node.database.sql(
    `INSERT INTO exchange_inbox (id, source, digest, status, reason, at, frame_id, attempt, place)
     VALUES (?, 'township:yi', ?, 3, 'not-json', UTC_TIMESTAMP(3), ?, 1, 0)`,
    [bytes(id), randomBytes(32), bytes(uuidV7())],
  );
  return id;
}
const rowsOf = (id: string) =>
  node.database.sql('SELECT status, reason FROM exchange_inbox WHERE id = ?', [bytes(id)]);
const record = async () => {
  const { json } = await get(node, '/api/exchange/operations?limit=200');
  return (json['items'] as unknown[]).map((one) => operationView.parse(one));
};

describe('an operator', () => {
  it('sees how the exchange stands', async () => {
    await message();
    const { status, json } = await get(node, '/api/exchange/status');
    expect(status).toBe(200);
    const told = exchangeStatusView.parse(json);
    expect(told).toMatchObject({ node: 'city', pending: 0 });
    expect(told.quarantined).toBeGreaterThanOrEqual(1);
    expect(told.peers).toMatchObject([{ peer: 'township:yi', silentMs: null }]);
  });

  it('drops a message with a reason: it is refused, on record with who did it, and its row stays', async () => {
    const id = await message();
    const reason = '经核实系误发';
    const dropped = await post(node, at(id, 'drop'), { actor: DISPATCHER, reason });
    expect(dropped.status).toBe(200);
    expect(redecidedView.parse(dropped.json)).toEqual({
      ...{ id, dryRun: false, already: false },
      messages: [{ id, now: 'rejected', reason: 'dropped' }],
    });
    expect(await rowsOf(id)).toEqual([{ status: 2, reason: 'dropped' }]);
    expect((await record()).find(({ target }) => target === id)).toMatchObject({
      ...{ act: 'quarantine-drop', unit: 'city', by: '分办员', reason, outcome: 'rejected 1' },
    });
    // The same again: told alike, done once.
    const again = await post(node, at(id, 'drop'), { actor: DISPATCHER, reason: '再放弃一次' });
    expect(again).toMatchObject({ status: 200, json: { already: true } });
    expect((await record()).filter(({ target }) => target === id)).toHaveLength(1);
  });

  it('is told in a dry run what would happen, and nothing has happened', async () => {
    const id = await message();
    const asked = { actor: DISPATCHER, reason: '试算', dryRun: true };
    expect(await post(node, at(id, 'drop'), asked)).toMatchObject({
      status: 200,
      json: { dryRun: true, messages: [{ id, now: 'rejected' }] },
    });
    expect(await rowsOf(id)).toEqual([{ status: 3, reason: 'not-json' }]);
    expect((await record()).some(({ target }) => target === id)).toBe(false);
  });

  it('takes a forged frame off what alarms; it stays on the list with the note', async () => {
    const id = await frame();
    expect(await post(node, at(id, 'drop'), { actor: DISPATCHER, reason: '伪造' })).toMatchObject({
      status: 200,
      json: { messages: [] },
    });
    expect(JSON.stringify((await get(node, '/api/exchange/alarms')).json)).not.toContain(id);
    expect(JSON.stringify((await get(node, '/api/exchange/quarantine')).json)).toContain(id);
  });

  it('hears why something cannot be tried again', async () => {
    for (const [id, objection] of [
      [await frame(), 'not-kept'],
      [await message(), 'unreadable'],
    ] as const) {
      const answer = await post(node, at(id, 'retry'), { actor: DISPATCHER });
      expect(answer).toMatchObject({ status: 409, json: { slug: 'quarantine-objection' } });
      expect(answer.json['problems']).toEqual([`objection: ${objection}`]);
      expect(String(answer.json['en'])).toMatch(/sender/u);
    }
  });

  it('pages through what was done, newest first', async () => {
    const first = await get(node, '/api/exchange/operations?limit=1');
    const [newest, second] = await record();
    expect(first.json).toMatchObject({ items: [{ id: newest?.id }] });
    const next = await get(node, `/api/exchange/operations?limit=1&after=${String(first.json['next'])}`);
    expect(next.json).toMatchObject({ items: [{ id: second?.id }] });
  });
});

describe('nothing is done', () => {
  it.each([
    ['for a stranger', { actor: { unit: 'city', user: '路人' }, reason: '无' }, 403],
    [
      'for somebody of the office without the authority',
      { actor: { unit: 'city', user: '登记员' }, reason: '无' },
      403,
    ],
    ['in the name of another office', { actor: { unit: 'prefecture' }, reason: '无' }, 403],
    ['without a reason', { actor: DISPATCHER }, 400],
    ['for a reason of nothing', { actor: DISPATCHER, reason: '' }, 400],
    ['for a reason without end', { actor: DISPATCHER, reason: 'x'.repeat(1_001) }, 400],
    ['for a dry run that is none', { actor: DISPATCHER, reason: '无', dryRun: 'yes' }, 400],
    ['with more than was asked for', { actor: DISPATCHER, reason: '无', force: true }, 400],
    ['without an actor', { reason: '无' }, 400],
    ['for no JSON', '{"actor":', 400],
    ['for a key twice', '{"reason":"a","reason":"b"}', 400],
    ['for too much', { actor: DISPATCHER, reason: 'x'.repeat(600 * 1024) }, 413],
  ])('%s', async (_situation, body, status) => {
    const id = await message();
    expect(await post(node, at(id, 'drop'), body)).toMatchObject({ status });
    expect(await rowsOf(id)).toEqual([{ status: 3, reason: 'not-json' }]);
    expect((await record()).some(({ target }) => target === id)).toBe(false);
  });

  it('without the start token, from a foreign page, without a key, by GET, or to what is not there', async () => {
    const id = await message();
    const body = { actor: DISPATCHER, reason: '无' };
    for (const [headers, status] of [
      [{ 'x-start-token': 'wrong' }, 401],
      [{ origin: 'http://evil.example' }, 403],
      [{ 'idempotency-key': 'x' }, 400],
      [{ 'content-type': 'text/plain' }, 415],
    ] as const)
      expect(await post(node, at(id, 'drop'), body, headers)).toMatchObject({ status });
    expect(await get(node, at(id, 'drop'))).toMatchObject({ status: 404 });
    expect(await send(node, '/api/exchange/status', { headers: { 'x-start-token': '' } })).toMatchObject({
      status: 401,
    });
    for (const wrong of [randomUUID(), 'x', "1'%20OR%20'1'='1", '__proto__', '%00'])
      for (const act of ['drop', 'retry'])
        expect(await post(node, at(wrong, act), body)).toMatchObject({
          status: 404,
          json: { slug: 'unknown-quarantined' },
        });
    for (const query of ['limit=0', 'after=abc', 'limit=1&limit=2'])
      expect(await get(node, `/api/exchange/operations?${query}`)).toMatchObject({ status: 400 });
    expect(await rowsOf(id)).toEqual([{ status: 3, reason: 'not-json' }]);
  });
});
