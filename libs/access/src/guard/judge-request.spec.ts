import { describe, expect, test } from '@jest/globals';
import {
  isStartToken,
  judgeRequest,
  startTokenOf,
  type DoorPolicy,
  type RequestFacts,
} from './judge-request.js';

const TOKEN = 't'.repeat(32);
const POLICY: DoorPolicy = { port: 8100, startToken: TOKEN };
type Change = Omit<Partial<RequestFacts>, 'headers'> & { headers?: RequestFacts['headers'] };

function judge(change: Change = {}, policy: Partial<DoorPolicy> = {}): string {
  const headers = {
    host: '127.0.0.1:8100',
    'content-type': 'application/json',
    authorization: `Bearer ${TOKEN}`,
    ...change.headers,
  };
  const verdict = judgeRequest(
    { method: 'POST', remoteAddress: '127.0.0.1', hasBody: true, ...change, headers },
    { ...POLICY, ...policy },
  );
  return verdict.allowed ? 'allowed' : verdict.slug;
}

describe('the door of the API', () => {
  test.each([
    ['a program with the token', {}, 'allowed'],
    [
      'the console of this node',
      { headers: { origin: 'http://127.0.0.1:8100', 'sec-fetch-site': 'same-origin' } },
      'allowed',
    ],
    ['over IPv6', { remoteAddress: '::1', headers: { host: '[::1]:8100' } }, 'allowed'],
    ['over IPv4 in IPv6 clothes', { remoteAddress: '::ffff:127.0.0.1' }, 'allowed'],
    ['by the name localhost', { headers: { host: 'LOCALHOST:8100' } }, 'allowed'],
    ['from another machine', { remoteAddress: '10.0.0.7' }, 'not-loopback'],
    [
      'from an address that only begins like loopback',
      { remoteAddress: '127.0.0.1.evil.example' },
      'not-loopback',
    ],
    ['over a socket that is gone', { remoteAddress: undefined }, 'not-loopback'],
    ['by a rebound name', { headers: { host: 'evil.example:8100' } }, 'foreign-host'],
    ['by a name that begins like ours', { headers: { host: '127.0.0.1:8100.evil.example' } }, 'foreign-host'],
    ['for another port', { headers: { host: '127.0.0.1:8101' } }, 'foreign-host'],
    ['without Host', { headers: { host: undefined } }, 'foreign-host'],
    ['with two Hosts', { headers: { host: ['127.0.0.1:8100', 'evil.example'] } }, 'foreign-host'],
    ['from a page elsewhere', { headers: { origin: 'https://evil.example' } }, 'foreign-origin'],
    ['from a page in a sandbox', { headers: { origin: 'null' } }, 'foreign-origin'],
    [
      "from another program's page on this machine",
      { headers: { origin: 'http://127.0.0.1:3000' } },
      'foreign-origin',
    ],
    ['from a page that hides its origin', { headers: { 'sec-fetch-site': 'cross-site' } }, 'foreign-origin'],
    ['as a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 'not-json'],
    ['as plain text', { headers: { 'content-type': 'text/plain' } }, 'not-json'],
    [
      'as something that is nearly JSON',
      { headers: { 'content-type': 'application/json, text/plain' } },
      'not-json',
    ],
    [
      'as JSON in another encoding',
      { headers: { 'content-type': 'application/json; charset=gbk' } },
      'not-json',
    ],
    [
      'as JSON that says its encoding',
      { headers: { 'content-type': 'application/json; charset=UTF-8' } },
      'allowed',
    ],
    ['with a body of no type', { headers: { 'content-type': undefined } }, 'not-json'],
    ['without the token', { headers: { authorization: undefined } }, 'start-token-missing'],
    ['with a wrong token', { headers: { authorization: `Bearer ${'u'.repeat(32)}` } }, 'start-token-wrong'],
    ['with half the token', { headers: { authorization: 'Bearer ttt' } }, 'start-token-wrong'],
  ] satisfies readonly (readonly [string, Change, string])[])('a request %s: %s', (_how, change, verdict) => {
    expect(judge(change)).toBe(verdict);
  });

  test('reading needs no content type, but the token', () => {
    const reading = { method: 'GET', hasBody: false };
    expect(judge({ ...reading, headers: { 'content-type': undefined } })).toBe('allowed');
    expect(judge({ ...reading, headers: { authorization: undefined } })).toBe('start-token-missing');
  });

  test('what is open is still read from this machine only', () => {
    const health = { method: 'GET', hasBody: false, headers: { authorization: undefined } };
    expect(judge(health, { wants: 'open' })).toBe('allowed');
    expect(judge({ ...health, remoteAddress: '10.0.0.7' }, { wants: 'open' })).toBe('not-loopback');
  });

  test('the console served by a neighbouring node may call', () => {
    const page = { headers: { origin: 'http://localhost:8101' } };
    expect(judge(page)).toBe('foreign-origin');
    expect(judge(page, { consolePorts: [8101] })).toBe('allowed');
  });

  test('the token comes in a header or in the cookie of the console', () => {
    expect(startTokenOf({ cookie: `theme=dark; huiyin_start=${TOKEN}` })).toBe(TOKEN);
    expect(startTokenOf({ 'x-start-token': TOKEN })).toBe(TOKEN);
    expect(startTokenOf({ cookie: `not_huiyin_start=${TOKEN}` })).toBeUndefined();
    expect(startTokenOf({ authorization: 'Basic abc' })).toBeUndefined();
  });

  test('an empty expected token lets nobody in', () => {
    expect(isStartToken('', '')).toBe(false);
  });
});
