import { createHash } from 'node:crypto';
import { Agent, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, type TLSSocket } from 'node:tls';
import type { PeerReach, TlsIdentity } from '../ports/transport.js';

/** What the directory pins of the other end's certificate; undefined when it showed none. */
export function pinOf(socket: TLSSocket): string | undefined {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return undefined;
  const spki = certificate.publicKey.export({ format: 'der', type: 'spki' });
  return createHash('sha256').update(spki).digest('base64url');
}

/** Both ends: TLS 1.3 only, and no certificate is believed for who signed it, only for being pinned in the directory. */
export const pinnedTls = (identity: TlsIdentity) =>
  ({
    ...identity,
    minVersion: 'TLSv1.3',
    // Whoever signed it does not count: the pin is checked instead, before a byte is sent and at each request.
    rejectUnauthorized: false,
  }) as const;

/** How long a connection may take to stand. */
const CONNECT_MS = 10_000;

/**
 * Connections to one peer. A socket is handed out only when the certificate at its other end is that peer's, so that
 * nothing is ever written to anybody else.
 */
export class PinnedAgent extends Agent {
  private readonly rising = new Set<TLSSocket>();

  constructor(
    private readonly peer: string,
    private readonly identity: TlsIdentity,
    private readonly reach: Pick<PeerReach, 'holder'>,
  ) {
    // No session is resumed: its certificate would not be shown again, and the directory may have changed.
    super({ keepAlive: true, maxSockets: 2, maxFreeSockets: 1, timeout: 60_000, maxCachedSessions: 0 });
  }

  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const host = options.host ?? 'localhost';
    const socket = connect({
      ...pinnedTls(this.identity),
      host,
      port: Number(options.port ?? 443),
      servername: isIP(host) === 0 ? host : '',
      ALPNProtocols: ['http/1.1'],
    });
    const late = setTimeout(() => socket.destroy(new Error('no TLS connection in time')), CONNECT_MS);
    let answered = false;
    this.rising.add(socket);
    const answer = (error: Error | null): void => {
      clearTimeout(late);
      this.rising.delete(socket);
      if (answered) return;
      answered = true;
      callback?.(error, socket);
    };
    socket.once('secureConnect', () => {
      const pin = pinOf(socket);
      if (pin !== undefined && this.reach.holder(pin) === this.peer) answer(null);
      else socket.destroy(new Error(`the certificate at ${host} is not one of ${this.peer}`));
    });
    socket.once('error', answer);
    socket.once('close', () => answer(new Error('the connection closed before it stood')));
    return undefined;
  }

  /** Closes connections that do not stand yet too: the base class does not know them. */
  override destroy(): void {
    for (const socket of this.rising) socket.destroy();
    super.destroy();
  }
}
