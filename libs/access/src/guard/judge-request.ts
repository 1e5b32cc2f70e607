import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * The door of the API until log-in exists. Loopback alone is not a guard: a web page in the clerk's browser can send to
 * 127.0.0.1 (DNS rebinding, cross-site forms), and every user of the machine can reach it. So Host, Origin, content
 * type and the start token are checked too (architecture.md §4).
 */

/** What the door looks at. Header names in lower case, as Node gives them; a repeated header is refused. */
export interface RequestFacts {
  readonly method: string;
  /** Address of the other end of the socket. */
  readonly remoteAddress: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Whether a body is sent with it. */
  readonly hasBody: boolean;
}

export interface DoorPolicy {
  /** The port this node listens on. */
  readonly port: number;
  /** Ports whose pages may call it too: the console is served by another node of the same process. */
  readonly consolePorts?: readonly number[];
  readonly startToken: string;
  /** What a POST must carry: JSON (default), or a file as `application/octet-stream`, which no form can send either. */
  readonly takes?: 'json' | 'bytes';
  /** `open` for health and the console's own files, which hold nothing; default `token`. */
  readonly wants?: 'open' | 'token';
}

export const DOOR_REFUSALS = [
  'not-loopback',
  'foreign-host',
  'foreign-origin',
  'not-json',
  'not-bytes',
  'start-token-missing',
  'start-token-wrong',
] as const;
export type DoorRefusal = (typeof DOOR_REFUSALS)[number];

export type DoorVerdict =
  { readonly allowed: true } | { readonly allowed: false; readonly slug: DoorRefusal };

/** Name of the cookie in which the console keeps the start token. */
export const START_TOKEN_COOKIE = 'huiyin_start';
const START_TOKEN_HEADER = 'x-start-token';
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Judges one request; the first reason against it is told. */
export function judgeRequest(request: RequestFacts, policy: DoorPolicy): DoorVerdict {
  const { headers, method } = request;
  const ports = [policy.port, ...(policy.consolePorts ?? [])];
  if (!isLoopback(request.remoteAddress)) return refuse('not-loopback');
  if (!isOwnHost(headers['host'], policy.port)) return refuse('foreign-host');
  if (!isOwnOrigin(headers['origin'], headers['sec-fetch-site'], method, ports))
    return refuse('foreign-origin');
  const type = headers['content-type'];
  if (policy.takes === 'bytes' && !READING.has(method)) {
    if (type !== 'application/octet-stream') return refuse('not-bytes');
  } else if (!isJson(type, method, request.hasBody)) return refuse('not-json');
  if (policy.wants === 'open') return { allowed: true };
  const given = startTokenOf(headers);
  if (given === undefined) return refuse('start-token-missing');
  return isStartToken(given, policy.startToken) ? { allowed: true } : refuse('start-token-wrong');
}

/** 127.0.0.0/8, ::1 and its IPv4-mapped spelling. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  return address === '::1' || /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/i.test(address);
}

/** Only a name of this machine with this port: a rebound DNS name carries its own Host. */
export function isOwnHost(host: string | readonly string[] | undefined, port: number): boolean {
  return typeof host === 'string' && loopbackAuthorities(port).includes(host.toLowerCase());
}

/** No Origin is a program or a page's own reading; a browser always sends it with a foreign act. `null` is foreign. */
export function isOwnOrigin(
  origin: string | readonly string[] | undefined,
  fetchSite: string | readonly string[] | undefined,
  method: string,
  ports: readonly number[],
): boolean {
  if (origin !== undefined) {
    const own = ports.flatMap((port) => loopbackAuthorities(port).map((authority) => `http://${authority}`));
    return typeof origin === 'string' && own.includes(origin.toLowerCase());
  }
  // Opening the address by hand is `none`, a link from another page `cross-site`: that may look, not act.
  return (
    READING.has(method) || fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none'
  );
}

/** An act is JSON: a form or `text/plain`, which a foreign page may send without asking, is not. */
export function isJson(
  contentType: string | readonly string[] | undefined,
  method: string,
  hasBody: boolean,
): boolean {
  if (READING.has(method) || (!hasBody && contentType === undefined)) return true;
  return (
    typeof contentType === 'string' &&
    /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(contentType)
  );
}

/** The token from `Authorization: Bearer`, `X-Start-Token` or the console's cookie, in this order. */
export function startTokenOf(headers: RequestFacts['headers']): string | undefined {
  const { authorization, cookie } = headers;
  const bearer = typeof authorization === 'string' ? /^Bearer\s+(\S+)$/i.exec(authorization)?.[1] : undefined;
  if (bearer !== undefined) return bearer;
  const header = headers[START_TOKEN_HEADER];
  if (typeof header === 'string' && header !== '') return header;
  if (typeof cookie !== 'string') return undefined;
  const own = cookie
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${START_TOKEN_COOKIE}=`));
  const value = own?.slice(START_TOKEN_COOKIE.length + 1);
  return value === undefined || value === '' ? undefined : value;
}

/** Compares in constant time, also tokens of different length. */
export function isStartToken(given: string, expected: string): boolean {
  const digest = (token: string): Buffer => createHash('sha256').update(token).digest();
  return expected !== '' && timingSafeEqual(digest(given), digest(expected));
}

const loopbackAuthorities = (port: number): readonly string[] => [
  `127.0.0.1:${port}`,
  `localhost:${port}`,
  `[::1]:${port}`,
];

const refuse = (slug: DoorRefusal): DoorVerdict => ({ allowed: false, slug });
