import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidV7 } from '#platform';
import { aNode, get, post, type TestNode } from './a-node.js';

let node: TestNode;
beforeAll(async () => {
  node = await aNode();
}, 60_000);
afterAll(() => node?.stop(), 30_000);

const DISPATCHER = { unit: 'city', user: '分办员' };
const at = (id: string) => `/api/exchange/alarms/${id}/acknowledge`;

/** A forged frame was put away. */
async function failure(): Promise<string> {
  const id = uuidV7();
  await node.database.sql(
    'INSERT INTO exchange_quarantine (id, claimed_source, reason, digest, size, at) VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))',
    [Buffer.from(id.replaceAll('-', ''), 'hex'), 'township:yi', 'bad-signature', randomBytes(32), 10],
  );
  return id;
}
const alarms = async () => JSON.stringify((await get(node, '/api/exchange/alarms')).json);

describe('a failure of the exchange', () => {
  it('alarms until somebody takes note of it, and stays in the quarantine with the note', async () => {
    const id = await failure();
    expect(await alarms()).toContain(id);
    const note = '已联系乙乡核对公钥';
    expect(await post(node, at(id), { actor: DISPATCHER, note })).toMatchObject({
      status: 200,
      json: { id },
    });
    expect(await alarms()).not.toContain(id);
    const { json } = await get(node, '/api/exchange/quarantine');
    expect(json).toMatchObject({
      items: [{ id, acknowledged: { unit: 'city', by: '分办员', note } }],
    });
  });

  it('a second note is answered alike, and the first stands', async () => {
    const id = await failure();
    await post(node, at(id), { actor: DISPATCHER, note: '第一次' });
    expect(await post(node, at(id), { actor: DISPATCHER, note: '第二次' })).toMatchObject({ status: 200 });
    const rows = await node.database.sql('SELECT note FROM exchange_acknowledged WHERE id = ?', [
      Buffer.from(id.replaceAll('-', ''), 'hex'),
    ]);
    expect(rows).toEqual([{ note: '第一次' }]);
  });

  it.each([
    ['what is no failure here', randomUUID(), { actor: DISPATCHER, note: '无' }, 404],
    ['an id that is none', 'x', { actor: DISPATCHER, note: '无' }, 404],
    ['no note', undefined, { actor: DISPATCHER }, 400],
    ['a note without end', undefined, { actor: DISPATCHER, note: 'x'.repeat(1_001) }, 400],
    ['a stranger', undefined, { actor: { unit: 'city', user: '路人' }, note: '无' }, 403],
  ])('is not acknowledged with %s', async (_situation, given, body, status) => {
    const id = given ?? (await failure());
    expect(await post(node, at(id), body)).toMatchObject({ status });
    if (given === undefined) expect(await alarms()).toContain(id);
  });
});
