import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { decodeManifest, decodeParcel, FRAMES_PATH, PARCEL_MAX_BYTES } from '#contract';
import type { Log } from '#platform';
import type { FrameSource, FrameVerdict, PeerReach, TlsIdentity } from '../ports/transport.js';
import { pinnedTls, pinOf } from './pinned-tls.js';

export interface HttpsSourceOptions {
  readonly identity: TlsIdentity;
  readonly reach: Pick<PeerReach, 'holder'>;
  /** Address to listen on. */
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  /** Other bounds, for tests that cannot wait. */
  readonly bounds?: Partial<typeof HTTPS_BOUNDS>;
  /** Other things that a peer may ask for over the same connection; false when it does not know the path. */
  readonly others?: (peer: string, asked: IncomingMessage, answer: ServerResponse) => boolean;
}

/** What a node takes from its peers at a time, and how long it waits for them. */
export const HTTPS_BOUNDS = {
  /** Frames of one peer that wait or are under work; more are answered 429. */
  framesPerPeer: 4,
  /** Of all peers. */
  frames: 16,
  connections: 256,
  /** Milliseconds for a handshake. */
  handshakeMs: 10_000,
  /** For the head of a request. */
  headMs: 5_000,
  /** For a whole request: the largest frame needs 280 kbit/s. */
  requestMs: 15_000,
  /** An idle connection is closed after. */
  idleMs: 65_000,
};

type Deliver = (bytes: Uint8Array) => Promise<FrameVerdict>;

/**
 * Takes this node's frames over HTTPS with mutual TLS. A frame is answered when its unit of work has committed: 200
 * (taken, also one that came before), 422 (refused, kept in quarantine), 429 or 503 with Retry-After (come again), 403
 * (not the caller's own frame). Whoever shows no certificate that the directory pins is cut off after the handshake.
 */
export function httpsSource(options: HttpsSourceOptions): FrameSource {
  let server: Server | undefined;
  let desk: Desk | undefined;
  return {
    start: async (deliver) => {
      const bounds = { ...HTTPS_BOUNDS, ...options.bounds };
      const made = new Desk(options, bounds, deliver);
      desk = made;
      server = createServer(
        {
          ...pinnedTls(options.identity),
          requestCert: true,
          ALPNProtocols: ['http/1.1'],
          handshakeTimeout: bounds.handshakeMs,
          headersTimeout: bounds.headMs,
          requestTimeout: bounds.requestMs,
          keepAliveTimeout: bounds.idleMs,
          connectionsCheckingInterval: Math.min(1_000, bounds.requestMs / 2),
          maxHeaderSize: 8_192,
        },
        (asked, answer) => void made.answer(asked, answer),
      );
      server.maxConnections = bounds.connections;
      server.on('connection', (socket: Socket) => made.hold(socket));
      server.prependListener('secureConnection', (socket: TLSSocket) => made.admit(socket));
      server.on('tlsClientError', (error) =>
        options.log.debug('exchange.https.handshake', { error: error.name }),
      );
      await listening(server, options);
    },
    stop: async () => {
      const closing = server;
      server = undefined;
      if (closing === undefined) return;
      await desk?.end();
      const closed = new Promise((resolve) => closing.close(resolve));
      desk?.cut();
      await closed;
    },
  };
}

const listening = (server: Server, { host, port }: HttpsSourceOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });

/** Who asks, whether there is room, and what came of it. */
class Desk {
  private readonly pins = new WeakMap<Socket, string>();
  private readonly sockets = new Set<Socket>();
  private readonly underWork = new Map<string, number>();
  private readonly running = new Set<Promise<void>>();
  /** Whose body is still coming in. */
  private readonly reading = new Set<IncomingMessage>();
  private ending = false;

  constructor(
    private readonly options: HttpsSourceOptions,
    private readonly bounds: typeof HTTPS_BOUNDS,
    private readonly deliver: Deliver,
  ) {}

  /** Remembers whose connection it is; a stranger's is cut before it can ask. */
  admit(socket: TLSSocket): void {
    const pin = pinOf(socket);
    if (pin === undefined || this.options.reach.holder(pin) === undefined) {
      this.options.log.warn('exchange.https.stranger', { pin: pin ?? 'none' });
      socket.destroy();
      return;
    }
    this.pins.set(socket, pin);
  }

  /** Every connection, also one that has not shaken hands yet. */
  hold(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
  }

  /** Takes nothing more; resolves when what was under work is answered. */
  async end(): Promise<void> {
    this.ending = true;
    for (const asked of this.reading) asked.destroy();
    await Promise.allSettled([...this.running]);
  }

  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async answer(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    asked.on('error', () => undefined);
    answer.on('error', () => undefined);
    const pin = this.pins.get(asked.socket);
    // Asked again at each request: a certificate may have been withdrawn since the connection was made.
    const peer = pin === undefined ? undefined : this.options.reach.holder(pin);
    if (peer === undefined) {
      asked.socket.destroy();
      return;
    }
    if (asked.url !== FRAMES_PATH) {
      if (this.options.others?.(peer, asked, answer) !== true) say(answer, 404, 'no-such-path');
      return;
    }
    if (asked.method !== 'POST') {
      say(answer, 405, 'only-post');
      return;
    }
    const work = this.take(peer, asked, answer).catch((error: unknown) => {
      this.options.log.warn('exchange.https.failed', { peer }, error);
      say(answer, 503, 'not-taken', 2);
    });
    this.running.add(work);
    await work;
    this.running.delete(work);
  }

  private async take(peer: string, asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const size = Number(asked.headers['content-length'] ?? Number.NaN);
    const mine = this.underWork.get(peer) ?? 0;
    const all = [...this.underWork.values()].reduce((sum, count) => sum + count, 0);
    if (!Number.isInteger(size)) say(answer, 411, 'length-required');
    else if (size > PARCEL_MAX_BYTES) say(answer, 413, 'too-large');
    else if (this.ending) say(answer, 503, 'ending', 5);
    else if (mine >= this.bounds.framesPerPeer || all >= this.bounds.frames) say(answer, 429, 'busy', 1);
    else {
      this.underWork.set(peer, mine + 1);
      try {
        await this.takeIn(peer, asked, answer, size);
      } finally {
        this.underWork.set(peer, (this.underWork.get(peer) ?? 1) - 1);
      }
    }
  }

  private async takeIn(
    peer: string,
    asked: IncomingMessage,
    answer: ServerResponse,
    size: number,
  ): Promise<void> {
    this.reading.add(asked);
    const bytes = await bodyOf(asked, size);
    this.reading.delete(asked);
    // Cut off, or slower than the server waits: there is nobody to answer to.
    if (bytes === undefined) return;
    if (!isOf(peer, bytes)) {
      this.options.log.warn('exchange.https.not-its-own', { peer });
      say(answer, 403, 'not-your-frame');
      return;
    }
    const verdict = await this.deliver(bytes);
    if (verdict === 'retry') say(answer, 503, 'not-taken', 2);
    else say(answer, verdict === 'applied' ? 200 : 422, verdict);
  }
}

/** Bytes that cannot be read at all are left to the inbox, which keeps them with their reason. */
function isOf(peer: string, bytes: Uint8Array): boolean {
  const parcel = decodeParcel(bytes);
  const manifest = parcel === undefined ? undefined : decodeManifest(parcel.manifest);
  return manifest === undefined || manifest.source === peer;
}

/** Undefined when it was cut off. HTTP itself lets no more bytes through than the head says. */
function bodyOf(asked: IncomingMessage, size: number): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const body = Buffer.allocUnsafe(size);
    let at = 0;
    asked.on('data', (part: Buffer) => {
      at += part.copy(body, at);
    });
    asked.once('end', () => resolve(at === size ? body : undefined));
    asked.once('close', () => resolve(undefined));
  });
}

function say(answer: ServerResponse, status: number, said: string, retryAfter?: number): void {
  if (answer.headersSent || answer.destroyed) return;
  const text = JSON.stringify({ said });
  answer.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    // What was not read of the request must not be taken for the next one.
    ...(status === 413 || status === 411 || status === 429 ? { connection: 'close' } : {}),
  });
  answer.end(text);
}
