import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What a connection through the proxy suffers. */
export interface Weather {
  /** Bytes to the server vanish; the connection stays open. */
  readonly holdUp?: boolean;
  /** Bytes from the server vanish; the connection stays open. */
  readonly holdDown?: boolean;
  /** Milliseconds that each chunk waits, each way. */
  readonly delayMs?: number;
  /** Bytes a second, each way. */
  readonly bytesPerS?: number;
  /** Every byte is a packet of its own. */
  readonly oneByte?: boolean;
  /** New connections are refused, open ones are cut. */
  readonly cut?: boolean;
  /** The server's answer to the next packet that holds these bytes is withheld and the connection cut. */
  readonly cutAnswerTo?: Buffer;
}

/** What the proxy has done to its connections, so that a fault can prove that it was felt. */
export interface Suffered {
  /** Chunks that vanished on an open connection. */
  readonly held: number;
  /** Connections that were cut or refused. */
  readonly cut: number;
  /** Chunks that came late or in pieces. */
  readonly slowed: number;
  /** Answers that were withheld. */
  readonly withheld: number;
}

/** A TCP proxy in front of a server, for one node process: half-open sockets, partitions and slow links. */
export class FaultProxy {
  private weather: Weather = {};
  private readonly pairs = new Set<{ readonly client: Socket; readonly server: Socket }>();
  private readonly counts = { held: 0, cut: 0, slowed: 0, withheld: 0 };

  private constructor(
    private readonly listener: Server,
    readonly port: number,
  ) {}

  static async to(port: number): Promise<FaultProxy> {
    const listener = createServer({ pauseOnConnect: true });
    await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready));
    const proxy = new FaultProxy(listener, (listener.address() as AddressInfo).port);
    listener.on('connection', (client) => proxy.carry(client, port));
    return proxy;
  }

  /** All since the start. */
  get suffered(): Suffered {
    return { ...this.counts };
  }
  /** Connections that stand now. */
  get open(): number {
    return this.pairs.size;
  }

  set(weather: Weather): void {
    this.weather = weather;
    if (weather.cut === true) this.cutAll();
  }

  /** Fine weather. What was held back is lost with its connection: a network gives nothing back. */
  clear(): void {
    const held = this.weather.holdUp === true || this.weather.holdDown === true;
    this.weather = {};
    if (held) this.cutAll();
  }

  async close(): Promise<void> {
    this.cutAll();
    await new Promise((closed) => this.listener.close(closed));
  }

  private cutAll(): void {
    for (const { client, server } of this.pairs) {
      this.counts.cut += 1;
      client.destroy();
      server.destroy();
    }
    this.pairs.clear();
  }

  private carry(client: Socket, port: number): void {
    if (this.weather.cut === true) {
      this.counts.cut += 1;
      client.destroy();
      return;
    }
    const server = connect({ port, host: '127.0.0.1' });
    const pair = { client, server };
    this.pairs.add(pair);
    const end = (): void => {
      client.destroy();
      server.destroy();
      this.pairs.delete(pair);
    };
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
    }
    const link = { doomed: false };
    server.once('connect', () => {
      void this.pump(client, server, 'up', link, end);
      void this.pump(server, client, 'down', link, end);
    });
  }

  private async pump(
    from: Socket,
    to: Socket,
    way: 'up' | 'down',
    link: { doomed: boolean },
    end: () => void,
  ): Promise<void> {
    try {
      for await (const chunk of from) {
        const bytes: Buffer = chunk;
        const { holdUp, holdDown, delayMs, bytesPerS, oneByte, cutAnswerTo } = this.weather;
        if (way === 'up' && cutAnswerTo !== undefined && bytes.includes(cutAnswerTo)) link.doomed = true;
        if (way === 'down' && link.doomed) {
          this.counts.withheld += 1;
          this.weather = {};
          end();
          return;
        }
        if (way === 'up' ? holdUp : holdDown) {
          this.counts.held += 1;
          continue;
        }
        if (delayMs !== undefined || bytesPerS !== undefined || oneByte === true) this.counts.slowed += 1;
        if (delayMs !== undefined) await pause(delayMs);
        if (bytesPerS !== undefined) await pause((1_000 * bytes.byteLength) / bytesPerS);
        if (oneByte === true) for (const byte of bytes) to.write(Uint8Array.of(byte));
        else if (!to.write(bytes)) await new Promise((drained) => to.once('drain', drained));
      }
    } catch {
      // A socket that breaks is what this is for.
    }
    end();
  }
}
