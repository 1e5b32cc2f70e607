import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as ask, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsoleFiles } from '../console/console-files.js';
import { anApi } from '../testing/an-api.js';
import { doorOf } from './door.js';

const TOKEN = 't'.repeat(32);
const PAGE = '<!doctype html><title>console</title>';
const folder = mkdtempSync(join(tmpdir(), 'door-'));
writeFileSync(join(folder, 'index.html'), PAGE);
writeFileSync(join(folder, 'secret.pem'), 'not to be served');

let server: Server;
let port: number;
beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  const api = { ...anApi({ consoleFolder: folder }), door: { port, startToken: TOKEN } };
  const door = doorOf(api, new ConsoleFiles(folder));
  server.on('request', (request, response) => door(request, response, () => response.end('inside')));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
function send(
  path: string,
  method = 'GET',
  headers: Record<string, string> = {},
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = ask({
      host: '127.0.0.1',
      port,
      path,
      method,
      headers: { host: `127.0.0.1:${port}`, ...headers },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: text }),
      );
    });
    sent.end(body);
  });
}
const slugOf = ({ body }: Answer): unknown => (JSON.parse(body) as { slug: unknown }).slug;
const withToken = { 'x-start-token': TOKEN };

describe('the door', () => {
  it('lets in who has the token in a header, in the cookie or as bearer', async () => {
    for (const headers of [
      withToken,
      { cookie: `huiyin_start=${TOKEN}` },
      { authorization: `Bearer ${TOKEN}` },
    ]) {
      expect(await send('/api/board', 'GET', headers)).toMatchObject({ status: 200, body: 'inside' });
    }
  });

  it('takes the token from the printed address into a cookie and out of the address bar', async () => {
    const { status, headers } = await send(`/?token=${TOKEN}`);
    expect(status).toBe(303);
    expect(headers.location).toBe('/');
    expect(headers['set-cookie']).toEqual([`huiyin_start=${TOKEN}; Path=/; HttpOnly; SameSite=Strict`]);
  });

  it('sets no cookie for a wrong token', async () => {
    const answer = await send('/?token=wrong');
    expect(answer.status).toBe(401);
    expect(slugOf(answer)).toBe('start-token-wrong');
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('serves the console to anybody on this machine, and nothing beside it', async () => {
    const page = await send('/');
    expect(page).toMatchObject({ status: 200, body: PAGE });
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    for (const path of [
      '/secret.pem',
      '/../package.json',
      '/%2e%2e/package.json',
      '/index.html/..%2f..%2fx',
    ]) {
      expect((await send(path)).status).toBe(401);
    }
  });

  it('lets a supervisor ask for health without a token', async () => {
    expect((await send('/health/live')).body).toBe('inside');
  });

  it.each([
    ['a foreign Host', '/api/board', 'GET', { ...withToken, host: 'evil.example' }, 403, 'foreign-host'],
    [
      'a foreign page',
      '/api/items',
      'POST',
      { ...withToken, origin: 'http://evil.example' },
      403,
      'foreign-origin',
    ],
    ['a form', '/api/items', 'POST', { ...withToken, 'content-type': 'text/plain' }, 415, 'not-json'],
    ['nobody', '/api/board', 'GET', {}, 401, 'start-token-missing'],
    ['another method', '/api/items', 'DELETE', withToken, 405, 'method-not-allowed'],
    ['an address that is no URI', '/api/legs/%ff', 'GET', withToken, 400, 'not-of-this-protocol'],
    ['an address of another host', '//evil.example/api/board', 'GET', withToken, 400, 'not-of-this-protocol'],
  ])('turns away %s', async (_who, path, method, headers, status, slug) => {
    const answer = await send(path, method, headers, method === 'POST' ? '{}' : '');
    expect(answer.status).toBe(status);
    expect(slugOf(answer)).toBe(slug);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });
});
