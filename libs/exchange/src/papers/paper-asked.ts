import type { IncomingMessage, ServerResponse } from 'node:http';
import { PAPERS_PATH } from '#contract';

/** One paper from one byte on. */
export interface PaperAsked {
  readonly id: string;
  readonly offset: number;
  /** Whether a range was asked for: 206 then, not 200. */
  readonly ranged: boolean;
}

/** Why a request is none; said to whoever asked. */
export interface PaperRefusal {
  readonly status: number;
  readonly said: string;
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
/** From one byte to the end; nothing else is needed to go on where a fetch was cut. */
const RANGE = /^bytes=(?<from>\d{1,9})-$/u;

export const isPaperPath = (path: string | undefined): boolean => path?.startsWith(PAPERS_PATH) === true;

/** Reads what is asked for: nothing of it reaches a path of this machine but a UUID. */
export function readPaperAsked(asked: IncomingMessage): PaperAsked | PaperRefusal {
  if (asked.method !== 'GET') return { status: 405, said: 'only-get' };
  const hasBody =
    asked.headers['transfer-encoding'] !== undefined || Number(asked.headers['content-length'] ?? 0) !== 0;
  if (hasBody) return { status: 400, said: 'no-body' };
  const id = (asked.url ?? '').slice(PAPERS_PATH.length);
  if (!isPaperPath(asked.url) || !ID.test(id)) return { status: 404, said: 'not-offered' };
  const { range } = asked.headers;
  if (range === undefined) return { id, offset: 0, ranged: false };
  const from = RANGE.exec(range)?.groups?.['from'];
  return from === undefined ? { status: 416, said: 'range' } : { id, offset: Number(from), ranged: true };
}

/** A short answer that ends the connection: what was not read must not be taken for the next request. */
export function sayOfPaper(
  answer: ServerResponse,
  { status, said }: PaperRefusal,
  retryAfter?: number,
): void {
  if (answer.headersSent || answer.destroyed) return;
  const text = JSON.stringify({ said });
  answer.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    connection: 'close',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  });
  answer.end(text);
}
