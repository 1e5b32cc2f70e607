import { Agent, type ClientRequest, type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { type EnclosureProblem, PAPER_HEADERS, PAPER_MEDIA_TYPE, PAPERS_PATH, sealedLength } from '#contract';
import type { NodeKeys } from '../ports/keys.js';
import type { PaperWay, PaperWays, WantedPaper } from '../ports/papers.js';
import type { PeerReach, TlsIdentity } from '../ports/transport.js';
import type { Suite } from '../suite/suite.js';
import { PinnedAgent } from '../transport/pinned-tls.js';
import { PaperRecords, SpoiltRecord } from './paper-records.js';
import { signPaperRequest } from './paper-signature.js';

export interface PaperClientOptions {
  readonly keys: Pick<NodeKeys, 'node' | 'signingKey' | 'decryptionKey'>;
  readonly ways: PaperWays;
  readonly suite: Suite;
  /** Real time, for the age of a request. */
  readonly now: () => Date;
  /** For peers of other organisations. */
  readonly tls?: { readonly identity: TlsIdentity; readonly reach: Pick<PeerReach, 'holder'> };
  readonly times?: Partial<typeof PAPER_CLIENT_TIMES>;
}

export const PAPER_CLIENT_TIMES = {
  /** For the head of an answer, and again for each record of it: who gives less than 9 kbit/s is left, and gone on with later. */
  recordMs: 60_000,
};

/** Why a paper did not come whole. */
export interface NotHad {
  readonly problem: EnclosureProblem;
  /** The peer's own wish. */
  readonly retryAfterMs?: number;
}

type OnRecord = (offset: number, plain: Uint8Array) => Promise<void>;

/** Fetches papers from peers, one request each, from any offset on. */
export class PaperClient {
  constructor(private readonly options: PaperClientOptions) {}

  /**
   * Gives each record to `onRecord`, in order. Undefined: it came to its end. A throw of `onRecord` ends the request and is
   * thrown on.
   */
  async fetch(
    wanted: WantedPaper,
    offset: number,
    onRecord: OnRecord,
    signal: AbortSignal,
  ): Promise<NotHad | undefined> {
    const way = this.options.ways.to(wanted.peer);
    if (way === undefined) return { problem: 'no-address' };
    const agent = this.agentOf(way, wanted.peer);
    if (agent === undefined) return { problem: 'no-address' };
    try {
      const asked = this.ask(way, agent, wanted, offset);
      return await this.follow(asked, wanted, offset, onRecord, signal);
    } finally {
      agent.destroy();
    }
  }

  /** One for each fetch: its connection ends with it, whatever state it is in. */
  private agentOf(way: PaperWay, peer: string): Agent | undefined {
    if (way.kind === 'http') return new Agent({ keepAlive: false });
    const { tls } = this.options;
    return tls === undefined ? undefined : new PinnedAgent(peer, tls.identity, tls.reach);
  }

  private ask(way: PaperWay, agent: Agent, { peer, ref: id }: WantedPaper, offset: number): ClientRequest {
    const { keys, suite, now } = this.options;
    const url = new URL(`${PAPERS_PATH}${id}`, way.origin);
    const headers = {
      range: `bytes=${offset}-`,
      connection: 'close',
      ...(way.kind === 'http'
        ? signPaperRequest(keys, suite, { to: peer, id, offset, at: now().getTime() })
        : {}),
    };
    return way.kind === 'http'
      ? overHttp(url, { agent, headers, maxHeaderSize: 8_192 })
      : overHttps(url, { agent, headers, maxHeaderSize: 8_192 });
  }

  private async follow(
    asked: ClientRequest,
    wanted: WantedPaper,
    offset: number,
    onRecord: OnRecord,
    signal: AbortSignal,
  ): Promise<NotHad | undefined> {
    const { recordMs } = { ...PAPER_CLIENT_TIMES, ...this.options.times };
    const cut = (): void => void asked.destroy(new Error('the fetch was given up'));
    let late = setTimeout(cut, recordMs);
    signal.addEventListener('abort', cut, { once: true });
    if (signal.aborted) cut();
    let failed: { readonly error: unknown } | undefined;
    try {
      const answer = await headOf(asked);
      if (answer.statusCode !== 206) return await refusalOf(answer);
      const key = this.options.keys.decryptionKey(String(answer.headers[PAPER_HEADERS.kid] ?? ''));
      if (key === undefined) return { problem: 'unknown-key' };
      if (!isAsNamed(answer, wanted, offset)) return { problem: 'oversize' };
      const { keys, suite } = this.options;
      const records = new PaperRecords(keys.node, wanted, offset, key, suite);
      const pieces: AsyncIterable<unknown> = answer;
      for await (const piece of pieces) {
        if (!Buffer.isBuffer(piece)) continue;
        for (const record of records.take(piece)) {
          clearTimeout(late);
          await onRecord(record.offset, record.plain).catch((error: unknown) => {
            failed = { error };
            throw error;
          });
          late = setTimeout(cut, recordMs);
        }
      }
      return records.offset === wanted.size ? undefined : { problem: 'unreachable' };
    } catch (error) {
      if (failed !== undefined) throw failed.error;
      return { problem: error instanceof SpoiltRecord ? 'digest' : 'unreachable' };
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', cut);
      asked.destroy();
    }
  }
}

const headOf = (asked: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    asked.on('error', reject);
    asked.once('response', (answer) => {
      // The reader hears of it; nobody may be reading any more.
      answer.on('error', () => undefined);
      resolve(answer);
    });
    asked.end();
  });

/** Exactly the rest of the paper that the message named: HTTP itself lets no byte more through than the head says. */
function isAsNamed({ headers }: IncomingMessage, { size }: WantedPaper, offset: number): boolean {
  return (
    headers['content-type'] === PAPER_MEDIA_TYPE &&
    headers['content-range'] === `bytes ${offset}-${size - 1}/${size}` &&
    headers['content-length'] === String(sealedLength(size, offset))
  );
}

/** What a refusal may say: a word. */
const MOST_SAID = 1_024;

async function refusalOf(answer: IncomingMessage): Promise<NotHad> {
  const said = await wordOf(answer);
  const after = Number(answer.headers['retry-after'] ?? Number.NaN);
  const wait = Number.isFinite(after) ? { retryAfterMs: Math.min(Math.max(after, 0), 300) * 1_000 } : {};
  switch (answer.statusCode) {
    case 401:
    case 403:
      return { problem: said === 'clock' ? 'clock' : 'unknown-key' };
    case 404:
      return { problem: 'not-offered' };
    case 410:
      return { problem: 'gone' };
    case 416:
      return { problem: 'oversize' };
    default:
      return { problem: said === 'not-yet' ? 'not-yet' : 'unreachable', ...wait };
  }
}

async function wordOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  const pieces: AsyncIterable<unknown> = answer;
  for await (const piece of pieces) {
    if (!Buffer.isBuffer(piece)) continue;
    size += piece.byteLength;
    if (size > MOST_SAID) return '';
    parts.push(piece);
  }
  return /"said":"(?<said>[a-z-]{1,40})"/u.exec(Buffer.concat(parts).toString())?.groups?.['said'] ?? '';
}
