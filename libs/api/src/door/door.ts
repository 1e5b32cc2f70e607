import type { IncomingMessage, ServerResponse } from 'node:http';
import { type DoorPolicy, judgeRequest, START_TOKEN_COOKIE } from '#access';
import type { NodeApi } from '../node-api.js';
import { borderProblem } from '../problems/problem.js';
import { writeProblem } from '../problems/problem-filter.js';
import type { ConsoleFiles } from '../console/console-files.js';

const METHODS = ['GET', 'HEAD', 'POST'];
/** Health holds nothing, and a supervisor that asks for it has no token. */
const OPEN = new Set(['/health/live', '/health/ready']);

/** The one POST that carries a file and not JSON. */
const UPLOAD = /^\/api\/cases\/[^/]+\/attachments$/u;

/** The page may load its own files and speak to its own node, nothing else; Swagger's page styles itself inline. */
const CONTENT_SECURITY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

type Next = () => void;

/**
 * What every request passes before anything reads it: whether it may knock (architecture.md §4), the printed address
 * with the token, and the files of the console.
 */
export function doorOf(api: NodeApi, files: ConsoleFiles | undefined) {
  return (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    secure(response);
    const url = urlOf(request);
    if (url === undefined) {
      writeProblem(response, borderProblem('not-of-this-protocol'));
      return;
    }
    if (!METHODS.includes(request.method ?? '')) {
      writeProblem(response, borderProblem('method-not-allowed'));
      return;
    }
    const reading = request.method !== 'POST';
    const file = reading ? files?.find(url.pathname) : undefined;
    const token = reading && url.pathname === '/' ? url.searchParams.get('token') : null;
    const open = file !== undefined || token !== null || OPEN.has(url.pathname);
    const takes = UPLOAD.test(url.pathname) ? 'bytes' : 'json';
    const verdict = judge(request, { ...api.door, takes, wants: open ? 'open' : 'token' }, undefined);
    if (!verdict.allowed) {
      writeProblem(response, borderProblem(verdict.slug));
      return;
    }
    if (token !== null) {
      enter(request, response, api, token);
      return;
    }
    if (file !== undefined) {
      file.send(request, response);
      return;
    }
    next();
  };
}

/** Opening the printed address: the token goes into a cookie and out of the address bar. */
function enter(request: IncomingMessage, response: ServerResponse, api: NodeApi, token: string): void {
  const verdict = judge(request, { ...api.door, wants: 'token' }, token);
  if (!verdict.allowed) {
    writeProblem(response, borderProblem(verdict.slug));
    return;
  }
  response.setHeader('set-cookie', `${START_TOKEN_COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict`);
  response.setHeader('cache-control', 'no-store');
  response.statusCode = 303;
  response.setHeader('location', api.consoleFolder === undefined ? '/docs' : '/');
  response.end();
}

function judge(request: IncomingMessage, policy: DoorPolicy, token: string | undefined) {
  const { headers } = request;
  return judgeRequest(
    {
      method: request.method ?? '',
      remoteAddress: request.socket.remoteAddress,
      headers: token === undefined ? headers : { ...headers, authorization: `Bearer ${token}` },
      hasBody: headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0,
    },
    policy,
  );
}

/** Undefined for an address that no router reads the same way twice. */
function urlOf(request: IncomingMessage): URL | undefined {
  const path = request.url ?? '';
  // The base is never used: only path and query matter, and `//host/…` would be another host.
  if (!path.startsWith('/') || path.startsWith('//') || !URL.canParse(path, 'http://node')) return undefined;
  try {
    decodeURIComponent(path.replace(/\?.*$/u, ''));
  } catch {
    return undefined;
  }
  return new URL(path, 'http://node');
}

function secure(response: ServerResponse): void {
  response.removeHeader('x-powered-by');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('content-security-policy', CONTENT_SECURITY);
  response.setHeader('cross-origin-resource-policy', 'same-origin');
}
