import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Log } from '#platform';
import type { PeerDirectory } from '../ports/keys.js';
import type { Suite } from '../suite/suite.js';
import { readPaperAsked, sayOfPaper } from './paper-asked.js';
import type { PaperDesk } from './paper-desk.js';
import { signerOf } from './paper-signature.js';

export interface PaperSourceOptions {
  readonly node: string;
  readonly desk: PaperDesk;
  readonly directory: Pick<PeerDirectory, 'isPeer' | 'verificationKey'>;
  readonly suite: Suite;
  /** Whether this peer comes by this way: one of another organisation has a certificate, and comes over HTTPS. */
  readonly admits: (peer: string) => boolean;
  /** Real time, for the age of a request. */
  readonly now: () => Date;
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  readonly bounds?: Partial<typeof PAPER_SOURCE_BOUNDS>;
}

export const PAPER_SOURCE_BOUNDS = {
  connections: 128,
  /** Milliseconds for the head of a request. */
  headMs: 5_000,
};

/**
 * Gives papers to the nodes with which this one shares a Redis, without TLS: each request is signed by the peer's key, and
 * each answer sealed to it, so that whoever listens or asks in its name learns a size.
 */
export class PaperSource {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();

  constructor(private readonly options: PaperSourceOptions) {}

  async start(): Promise<void> {
    const { headMs, connections } = { ...PAPER_SOURCE_BOUNDS, ...this.options.bounds };
    const server = createServer(
      {
        headersTimeout: headMs,
        requestTimeout: headMs,
        connectionsCheckingInterval: Math.min(1_000, headMs / 2),
        maxHeaderSize: 4_096,
      },
      (asked, answer) => this.answer(asked, answer),
    );
    server.maxConnections = connections;
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    const { host, port } = this.options;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, exclusive: true }, () => {
        server.removeListener('error', reject);
        resolve();
      });
    });
    this.server = server;
  }

  async stop(): Promise<void> {
    const closing = this.server;
    this.server = undefined;
    if (closing === undefined) return;
    const closed = new Promise((resolve) => closing.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private answer(asked: IncomingMessage, answer: ServerResponse): void {
    const { node, desk, directory, suite, admits, now, log } = this.options;
    asked.on('error', () => undefined);
    answer.on('error', () => undefined);
    const read = readPaperAsked(asked);
    if ('status' in read) {
      sayOfPaper(answer, read);
      return;
    }
    const signer = signerOf(asked.headers, read, node, directory, suite, now());
    if (typeof signer !== 'string' || !admits(signer)) {
      log.warn('exchange.paper.stranger', { paper: read.id });
      sayOfPaper(answer, typeof signer === 'string' ? { status: 401, said: 'unknown-key' } : signer);
      return;
    }
    void desk.give(signer, read, answer);
  }
}
