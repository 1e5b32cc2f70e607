import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnclosureProblem } from '#contract';
import {
  httpsSource,
  nodeSuite,
  PaperClient,
  PaperDesk,
  PaperFetcher,
  PaperSource,
  type PaperParts,
  type WantedPaper,
} from '#exchange';
import { paperParts } from '#persistence';
import { silentLog, uuidV7 } from '#platform';
import { freePort } from '../../deploy/start/node-ports.js';
import { type HttpsTown, httpsTown } from './exchange-https.js';
import { testDirectory, testKeys, testKeysText } from './exchange-keys.js';

/* A city that gives papers and a township that fetches them, over either driver, with a cable between them to cut. */

export const CITY = 'city';
export const TOWNSHIP = 'township:yi';
export const COURT = 'agency:court';
export type Driver = 'http' | 'https';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A cable: what it carried to whoever asked, and a knife. */
export class Cable {
  /** Bytes that reached the asking end. */
  carried = 0;
  private cutAt = Number.POSITIVE_INFINITY;
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();

  constructor(private readonly to: () => number) {}

  async start(): Promise<number> {
    const port = await freePort();
    const server = createServer((near) => this.carry(near));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    this.server = server;
    return port;
  }

  /** Everything breaks when so many more bytes have come through. */
  cutAfter(bytes: number): void {
    this.cutAt = this.carried + bytes;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private carry(near: Socket): void {
    const far = connect(this.to(), '127.0.0.1');
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    }
    near.on('error', () => far.destroy());
    near.on('close', () => far.destroy());
    far.on('error', () => near.destroy());
    // What was sent before the end still arrives.
    far.on('end', () => near.end());
    near.pipe(far);
    far.on('data', (piece: Buffer) => {
      const left = Math.max(0, this.cutAt - this.carried);
      const part = piece.subarray(0, left);
      this.carried += part.byteLength;
      if (part.byteLength > 0 && !near.write(part)) {
        far.pause();
        near.once('drain', () => far.resume());
      }
      if (part.byteLength === piece.byteLength) return;
      this.cutAt = Number.POSITIVE_INFINITY;
      near.destroy();
      far.destroy();
    });
  }
}

/** What the township wants, and what came of it. */
export class Wants {
  readonly taken = new Map<string, Buffer>();
  readonly problems: EnclosureProblem[] = [];
  private readonly wanted = new Map<string, WantedPaper & { readonly at: number }>();

  want(paper: Pick<WantedPaper, 'ref' | 'sha256' | 'size'>, peer = CITY): string {
    const id = uuidV7();
    this.wanted.set(id, { ...paper, id, peer, tries: 0, at: 0 });
    return id;
  }

  drop(id: string): void {
    this.wanted.delete(id);
  }

  readonly shelf = {
    due: async (limit: number, but: readonly string[]) =>
      [...this.wanted.values()]
        .filter(({ at, peer }) => at <= Date.now() && !but.includes(peer))
        .slice(0, limit),
    wantedIds: async () => [...this.wanted.keys()],
    take: async (id: string, path: string) => {
      this.taken.set(id, await readFile(path));
      this.wanted.delete(id);
    },
    postpone: async (id: string, problem: EnclosureProblem, waitMs: number) => {
      this.problems.push(problem);
      const one = this.wanted.get(id);
      if (one !== undefined)
        this.wanted.set(id, { ...one, tries: one.tries + 1, at: Date.now() + Math.min(waitMs, 50) });
    },
  };
}

interface Asking {
  readonly to?: (peer: string) => URL | undefined;
  readonly recordMs?: number;
}

const QUICK = { pollMs: 10, waitMs: 20, longestWaitMs: 60, longestRepairMs: 60 };

/** The two offices and a third that asks for what is not its own. */
export class PaperOffices {
  readonly keys = new Map([CITY, TOWNSHIP, COURT].map((node) => [node, testKeys(testKeysText(node))]));
  readonly directory = testDirectory([...this.keys.values()]);
  /** Papers of the city: who may have each, and its bytes (undefined: gone, `not-yet`: it waits for it itself). */
  readonly held = new Map<
    string,
    { readonly peer: string; bytes: Buffer | 'not-yet' | undefined; sha: string; size: number }
  >();
  readonly asked: { readonly peer: string; readonly ref: string }[] = [];
  readonly folder = mkdtempSync(join(tmpdir(), 'huiyin-papers-'));
  readonly wants = new Wants();
  cable = new Cable(() => this.port);
  port = 0;
  town: HttpsTown | undefined;
  private origin: URL | undefined;
  private giving: { stop(): Promise<void> } | undefined;
  private fetcher: PaperFetcher | undefined;

  constructor(
    readonly driver: Driver,
    private readonly stallMs = 4_000,
  ) {}

  keysOf(node: string) {
    const keys = this.keys.get(node);
    if (keys === undefined) throw new Error(`no keys of ${node}`);
    return keys;
  }

  async start(): Promise<void> {
    this.town = await httpsTown([CITY, TOWNSHIP, COURT]);
    this.port = this.driver === 'https' ? this.town.port(CITY) : await freePort();
    const through = await this.cable.start();
    this.origin = new URL(`${this.driver}://127.0.0.1:${through}`);
    await this.give();
  }

  /** Where the city is asked, through the cable. */
  get url(): URL {
    if (this.origin === undefined) throw new Error('not started');
    return this.origin;
  }

  /** A paper of the city for that peer. */
  put(bytes: Buffer, peer = TOWNSHIP) {
    const ref = uuidV7();
    this.held.set(ref, { peer, bytes, sha: sha256(bytes), size: bytes.byteLength });
    return { ref, sha256: sha256(bytes), size: bytes.byteLength };
  }

  async give(): Promise<void> {
    const desk = new PaperDesk({
      node: CITY,
      offers: {
        offered: async (peer, ref) => {
          this.asked.push({ peer, ref });
          const one = this.held.get(ref);
          if (one?.peer !== peer) return undefined;
          return {
            sha256: one.sha,
            size: one.size,
            open: async () => {
              const { bytes } = one;
              if (bytes === undefined || bytes === 'not-yet') return bytes;
              return {
                size: bytes.byteLength,
                read: async (offset, length) => bytes.subarray(offset, offset + length),
                close: async () => undefined,
              };
            },
          };
        },
      },
      directory: this.directory,
      suite: nodeSuite,
      log: silentLog,
      bounds: { stallMs: this.stallMs },
    });
    const common = { host: '127.0.0.1', port: this.port, log: silentLog };
    if (this.driver === 'https') {
      const town = this.townOf();
      const source = httpsSource({
        ...{ identity: town.identity(CITY), reach: town.reach, ...common },
        others: desk.others,
      });
      await source.start(() => Promise.resolve('applied'));
      this.giving = source;
      return;
    }
    const source = new PaperSource({
      ...{ node: CITY, desk, directory: this.directory, suite: nodeSuite, ...common },
      admits: () => true,
      now: () => new Date(),
      bounds: { headMs: 400 },
    });
    await source.start();
    this.giving = source;
  }

  /** The city's process is gone. */
  async stopGiving(): Promise<void> {
    await this.giving?.stop();
    this.giving = undefined;
  }

  townOf(): HttpsTown {
    if (this.town === undefined) throw new Error('not started');
    return this.town;
  }

  parts(): PaperParts {
    return paperParts(this.folder, TOWNSHIP);
  }

  /** How the township asks. `to` names other peers' addresses. */
  client({ to, recordMs = 5_000 }: Asking = {}): PaperClient {
    const town = this.townOf();
    return new PaperClient({
      keys: this.keysOf(TOWNSHIP),
      ways: {
        to: (peer) => {
          const origin = to === undefined ? this.url : to(peer);
          return origin === undefined
            ? undefined
            : { kind: origin.protocol === 'https:' ? 'https' : 'http', origin };
        },
      },
      suite: nodeSuite,
      now: () => new Date(),
      tls: { identity: town.identity(TOWNSHIP), reach: town.reach },
      times: { recordMs },
    });
  }

  /** The township begins to fetch: a new life each time. */
  fetch(
    over: Asking & {
      readonly parts?: PaperParts;
      readonly bounds?: ConstructorParameters<typeof PaperFetcher>[0]['bounds'];
    } = {},
  ): PaperFetcher {
    const fetcher = new PaperFetcher({
      shelf: this.wants.shelf,
      parts: over.parts ?? this.parts(),
      client: this.client(over),
      log: silentLog,
      bounds: { ...QUICK, ...over.bounds },
    });
    this.fetcher = fetcher;
    fetcher.start();
    return fetcher;
  }

  async stop(): Promise<void> {
    await this.fetcher?.stop();
    await this.stopGiving();
    await this.cable.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const bytesOf = (size: number): Buffer => randomBytes(size);
