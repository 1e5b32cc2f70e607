import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  PAPER_HEADERS,
  PAPER_MEDIA_TYPE,
  PAPER_RECORD_BYTES,
  paperRecordText,
  sealedLength,
} from '#contract';
import type { Log } from '#platform';
import type { PeerDirectory } from '../ports/keys.js';
import type { OfferedPaper, OpenPaper, PaperOffers } from '../ports/papers.js';
import type { Suite } from '../suite/suite.js';
import { isPaperPath, type PaperAsked, readPaperAsked, sayOfPaper } from './paper-asked.js';

export interface PaperDeskOptions {
  readonly node: string;
  readonly offers: PaperOffers;
  readonly directory: Pick<PeerDirectory, 'encryptionKey'>;
  readonly suite: Suite;
  readonly log: Log;
  /** Other bounds, for tests that cannot wait. */
  readonly bounds?: Partial<typeof PAPER_DESK_BOUNDS>;
}

export const PAPER_DESK_BOUNDS = {
  /** Papers that one peer is given at a time; more are told to come again. */
  perPeer: 4,
  /** All peers together. Each holds one record in memory. */
  all: 32,
  /** A reader that takes no record in so long is cut off; it goes on where it was. */
  stallMs: 60_000,
};

/**
 * Gives papers to peers, whoever carried the request: a connection with the peer's certificate, or a signature. What a
 * peer was never sent, and what is not there, look alike to it. The bytes go out in records, each sealed to that peer.
 */
export class PaperDesk {
  private readonly bounds: typeof PAPER_DESK_BOUNDS;
  private readonly underWay = new Map<string, number>();
  private readonly running = new Set<ServerResponse>();

  constructor(private readonly options: PaperDeskOptions) {
    this.bounds = { ...PAPER_DESK_BOUNDS, ...options.bounds };
  }

  /** For the source of frames: whether this was for us. The peer is known to be who it says. */
  readonly others = (peer: string, asked: IncomingMessage, answer: ServerResponse): boolean => {
    if (!isPaperPath(asked.url)) return false;
    const read = readPaperAsked(asked);
    if ('status' in read) sayOfPaper(answer, read);
    else void this.give(peer, read, answer);
    return true;
  };

  /** Cuts what is under way: whoever fetches goes on later. */
  end(): void {
    for (const answer of this.running) answer.destroy();
  }

  async give(peer: string, asked: PaperAsked, answer: ServerResponse): Promise<void> {
    const mine = this.underWay.get(peer) ?? 0;
    if (mine >= this.bounds.perPeer || this.running.size >= this.bounds.all) {
      sayOfPaper(answer, { status: 429, said: 'busy' }, 1);
      return;
    }
    this.underWay.set(peer, mine + 1);
    this.running.add(answer);
    answer.on('error', () => undefined);
    try {
      await this.giveNow(peer, asked, answer);
    } catch (error) {
      this.options.log.warn('exchange.paper.failed', { peer, paper: asked.id }, error);
      sayOfPaper(answer, { status: 503, said: 'failed' }, 5);
      if (!answer.writableEnded) answer.destroy();
    } finally {
      this.running.delete(answer);
      this.underWay.set(peer, (this.underWay.get(peer) ?? 1) - 1);
    }
  }

  private async giveNow(peer: string, asked: PaperAsked, answer: ServerResponse): Promise<void> {
    const { offers, log } = this.options;
    const offered = await offers.offered(peer, asked.id);
    if (offered === undefined) {
      log.warn('exchange.paper.not-offered', { peer, paper: asked.id });
      sayOfPaper(answer, { status: 404, said: 'not-offered' });
      return;
    }
    if (asked.offset >= offered.size) {
      sayOfPaper(answer, { status: 416, said: 'range' });
      return;
    }
    const file = await offered.open();
    if (file === 'not-yet') sayOfPaper(answer, { status: 503, said: 'not-yet' }, 5);
    else if (file === undefined) {
      log.error('exchange.paper.gone', { peer, paper: asked.id });
      sayOfPaper(answer, { status: 410, said: 'gone' });
    } else {
      try {
        await this.stream(peer, asked, { ...offered, file }, answer);
      } finally {
        await file.close();
      }
    }
  }

  private async stream(
    peer: string,
    { id, offset, ranged }: PaperAsked,
    { sha256, size, file }: Pick<OfferedPaper, 'sha256' | 'size'> & { readonly file: OpenPaper },
    answer: ServerResponse,
  ): Promise<void> {
    const { node, directory, suite } = this.options;
    const key = directory.encryptionKey(peer);
    if (key === undefined) {
      sayOfPaper(answer, { status: 503, said: 'no-key' }, 60);
      return;
    }
    answer.writeHead(ranged ? 206 : 200, {
      'content-type': PAPER_MEDIA_TYPE,
      'content-length': sealedLength(size, offset),
      'content-range': `bytes ${offset}-${size - 1}/${size}`,
      'cache-control': 'no-store',
      [PAPER_HEADERS.kid]: key.kid,
    });
    for (let at = offset; at < size && !answer.destroyed; at += PAPER_RECORD_BYTES) {
      const length = Math.min(PAPER_RECORD_BYTES, size - at);
      const plain = await file.read(at, length);
      // Cut short on the disk since it was opened: whoever fetches sees a connection that broke.
      if (plain.byteLength !== length) throw new Error('the file is shorter than its row says');
      const bound = paperRecordText({ from: node, to: peer, id, sha256, offset: at, length });
      const sealed = suite.sealTo(key.publicKey, plain, Buffer.from(bound));
      if (!answer.write(sealed)) await this.drained(answer);
    }
    if (!answer.destroyed) answer.end();
  }

  /** Until the reader has taken it, or was cut off for not taking it. */
  private drained(answer: ServerResponse): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(late);
        answer.off('drain', done);
        answer.off('close', done);
        resolve();
      };
      const late = setTimeout(() => answer.destroy(), this.bounds.stallMs);
      answer.once('drain', done);
      answer.once('close', done);
      if (answer.destroyed) done();
    });
  }
}
