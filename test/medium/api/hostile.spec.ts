import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problem } from '#contract';
import { aNode, type Answer, get, post, send, type TestNode } from './a-node.js';
import { aLetter } from './a-letter.js';

let node: TestNode;
beforeAll(async () => {
  node = await aNode();
}, 60_000);
afterAll(() => node.stop(), 30_000);

/** Every refusal has the shape of the contract, and its media type. */
function refusal(answer: Answer) {
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const told = problem.parse(answer.json);
  expect(told.status).toBe(answer.status);
  return told;
}

describe('what comes in at the border', () => {
  it('is refused when it is no JSON, or JSON that two readers would read in two ways', async () => {
    const told = async (body: string | Buffer) => {
      const answer = await send(node, '/api/items', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'hostile-body-1' },
        body,
      });
      expect(refusal(answer)).toMatchObject({ status: 400, slug: 'body-malformed' });
      return refusal(answer).problems;
    };
    expect(await told('')).toEqual(['body: not-json']);
    expect(await told('{"form": ')).toEqual(['body: not-json']);
    expect(await told('{"form":"letter","form":"visit"}')).toEqual(['body: duplicate-key']);
    expect(await told('{"__proto__": {"admin": true}}')).toEqual(['body: odd-text']);
    expect(await told('{"people": 1e400}')).toEqual(['body: odd-number']);
    expect(await told('{"people": 12345678901234567890}')).toEqual(['body: odd-number']);
    expect(await told(`${'['.repeat(2_000)}${']'.repeat(2_000)}`)).toEqual(['body: too-deep']);
    expect(await told(Buffer.from([0x22, 0xff, 0xfe, 0x22]))).toEqual(['body: not-utf8']);
    expect(await told('"\\ud800"')).toEqual(['body: odd-text']);
    expect(await told('{"summary": "\\u0000"}')).toEqual(['body: odd-text']);
  });

  it('is refused with every problem and its path', async () => {
    const answer = await post(node, '/api/items', {
      ...aLetter(),
      form: 'pigeon',
      people: -1,
      constructor: 'x',
      petitioner: { name: '\u0007' },
      respondents: Array.from({ length: 60 }, () => '甲镇政府'),
    });
    const told = refusal(answer);
    expect(told.slug).toBe('body-malformed');
    const at = told.problems.map((line) => line.split(':')[0]);
    expect(at).toEqual(
      expect.arrayContaining([
        'body.form',
        'body.people',
        'body.petitioner.name',
        'body.respondents',
        'body',
      ]),
    );
  });

  it('is not read when it is larger than 512 KiB', async () => {
    const large = { ...aLetter(), summary: 'x'.repeat(600 * 1024) };
    expect(refusal(await post(node, '/api/items', large))).toMatchObject({
      status: 413,
      slug: 'body-too-large',
    });
    const huge = send(node, '/api/items', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'hostile-body-2' },
      body: Buffer.alloc(12 * 1024 * 1024, 0x20),
    });
    // Beyond all patience the connection is closed; whichever the sender sees first, the node lives on.
    await huge.then(
      (answer) => expect(answer.status).toBe(413),
      () => undefined,
    );
    expect((await get(node, '/health/live')).status).toBe(200);
  });

  it('must be JSON, from this machine’s own page, with the start token', async () => {
    const cases = [
      [{ 'content-type': 'text/plain' }, 415, 'not-json'],
      [{ 'content-type': 'application/x-www-form-urlencoded' }, 415, 'not-json'],
      [{ host: 'evil.example' }, 403, 'foreign-host'],
      [{ origin: 'http://evil.example' }, 403, 'foreign-origin'],
      [{ origin: 'null' }, 403, 'foreign-origin'],
      [{ 'x-start-token': 'wrong' }, 401, 'start-token-wrong'],
      [{ 'x-start-token': '' }, 401, 'start-token-missing'],
      [{ 'idempotency-key': 'short' }, 400, 'key-required'],
      [{ 'idempotency-key': `${'k'.repeat(30)}\u00e4` }, 400, 'key-required'],
    ] as const;
    for (const [headers, status, slug] of cases) {
      expect(refusal(await post(node, '/api/items', aLetter(), headers))).toMatchObject({ status, slug });
    }
  });

  it('is told when there is no such address, act, case, leg or clock', async () => {
    const id = '01981c3e-5d5a-7c1e-9a3b-0d3f5e6a7b8c';
    const on = { actor: { unit: 'city' }, version: 1 };
    for (const [answer, status, slug] of [
      [await get(node, '/api/nothing'), 404, 'unknown-route'],
      [await get(node, '/api/items'), 404, 'unknown-route'],
      [await send(node, '/api/items', { method: 'PUT' }), 405, 'method-not-allowed'],
      [await get(node, `/api/cases/${id}`), 404, 'unknown-case'],
      [await get(node, `/api/cases/${id}/history`), 404, 'unknown-case'],
      [await get(node, "/api/cases/1'%20OR%20'1'='1"), 404, 'unknown-case'],
      [await get(node, '/api/cases/__proto__'), 404, 'unknown-case'],
      [await get(node, `/api/cases/by-origin/${encodeURIComponent('无')}`), 404, 'unknown-case'],
      [await get(node, `/api/legs/${id}`), 404, 'unknown-leg'],
      [await get(node, '/api/legs/%00'), 404, 'unknown-leg'],
      [await get(node, `/api/clocks/leg.${id}.0/working`), 404, 'unknown-clock'],
      [await get(node, '/api/clocks/constructor/working'), 404, 'unknown-clock'],
      [await post(node, `/api/legs/${id}/accept`, on), 404, 'unknown-leg'],
      [await post(node, `/api/legs/x/accept`, on), 404, 'unknown-leg'],
      [await post(node, `/api/cases/${id}/close`, on), 404, 'unknown-case'],
      [await post(node, `/api/cases/${id}/constructor`, on), 404, 'unknown-act'],
      [await post(node, `/api/cases/${id}/accept`, on), 404, 'unknown-act'],
      [await post(node, `/api/legs/${id}/review-slip`, on), 403, 'act-not-of-this-role'],
    ] as const) {
      expect(refusal(answer)).toMatchObject({ status, slug });
    }
  });

  it('is told when a page cannot be had', async () => {
    for (const query of [
      'limit=0',
      'limit=201',
      'limit=x',
      'limit=1&limit=2',
      'after=%00',
      'after=abc',
      'sort=asc',
    ]) {
      expect(refusal(await get(node, `/api/cases?${query}`))).toMatchObject({
        status: 400,
        slug: 'query-malformed',
      });
    }
  });
});
