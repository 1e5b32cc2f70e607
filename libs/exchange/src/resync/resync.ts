import { type Hello, RESYNC_LIMITS, RESYNC_MESSAGES } from '#contract';
import { type Failpoint, type Log, uuidV7 } from '#platform';
import type { OpenedFrame } from '../frames/open.js';
import type { Arrival } from '../inbox/arrival.js';
import type { Copies } from '../heal/copies.js';
import type { PeerDirectory } from '../ports/keys.js';
import type { ExchangeStore } from '../ports/store.js';
import { type ExchangeSettings, retryDelay } from '../settings.js';
import { differingBuckets, type StreamDifference, wireBuckets } from './compare.js';
import type { Comparing } from './comparing.js';
import type { Gaps } from './gaps.js';
import type { Giving } from './give.js';
import type { LeftOutAgain } from './left-out.js';
import type { OwnManifests } from './own-manifest.js';
import type { Refilling } from './refilling.js';
import type { RecoveryStatus, ResyncService, ResyncResult, StreamDiff } from './service.js';
import type { Speaker } from './speaker.js';
import type { Standings } from './standings.js';
import { standingsOf, statusOf } from './status.js';

/** Messages of one peer that wait to be answered; those beyond are dropped and come again. */
const MOST_WAITING = 64;
/** How long an operator's question waits for the peer. */
const DIFF_MS = 15_000;

export interface ResyncDeps {
  readonly node: string;
  readonly directory: PeerDirectory;
  readonly store: ExchangeStore;
  readonly standings: Standings;
  readonly speaker: Speaker;
  readonly comparing: Comparing;
  readonly gaps: Gaps;
  readonly giving: Giving;
  readonly refilling: Refilling;
  readonly copies: Copies;
  readonly own: OwnManifests;
  readonly leftOut: LeftOutAgain;
  readonly settings: ExchangeSettings;
  readonly failpoint: Failpoint;
  readonly log: Log;
  /** Wakes the relay: a peer may be sent to now. */
  readonly wake: () => void;
}

/** Keeps this node's streams and its peers' the same: hello, comparison, gaps, recovery. */
export class Resync implements ResyncService {
  /** Of this life of the program. */
  private readonly life = uuidV7();
  private readonly lanes = new Map<string, { waiting: number; tail: Promise<void> }>();
  private readonly hellos = new Map<string, { tries: number; at: number }>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = true;

  constructor(private readonly deps: ResyncDeps) {}

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    const turn = (): void => {
      this.looking = this.look()
        .catch((error: unknown) => this.deps.log.warn('exchange.resync.turn-failed', {}, error))
        .then(() => {
          if (!this.stopped) this.timer = setTimeout(turn, this.deps.settings.pollMs);
        });
    };
    turn();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
    await Promise.all([...this.lanes.values()].map(({ tail }) => tail));
  }

  /** Takes a frame of this kind; the answering goes on beside the inbox. The reason when it is malformed. */
  take(frame: OpenedFrame, [first]: readonly Arrival[]): string | undefined {
    if (first?.reading.kind !== 'resync') return 'not-a-hello';
    const { type, data } = first.reading;
    const work = this.reader(frame, type, data);
    if (work === undefined) return 'not-a-hello';
    this.enqueue(frame.manifest.source, work);
    return undefined;
  }

  private reader(frame: OpenedFrame, type: string, data: unknown): (() => Promise<void>) | undefined {
    const peer = frame.manifest.source;
    const { comparing, gaps, giving, refilling, copies } = this.deps;
    const read = <T>(
      schema: { safeParse(value: unknown): { readonly data?: T | undefined } },
      answer: (said: T) => Promise<void>,
    ): (() => Promise<void>) | undefined => {
      const said = schema.safeParse(data).data;
      return said === undefined ? undefined : () => answer(said);
    };
    const schemas = RESYNC_MESSAGES;
    switch (type) {
      case 'huiyin.exchange.hello.v1':
        return read(schemas[type], (said) => this.hello(frame, said));
      case 'huiyin.exchange.heads-asked.v1':
        return read(schemas[type], (said) => comparing.answer(peer, said));
      case 'huiyin.exchange.heads.v1':
        return read(schemas[type], (said) => comparing.heads(peer, said));
      case 'huiyin.exchange.gap.v1':
        return read(schemas[type], (said) => gaps.give(peer, said));
      case 'huiyin.exchange.refill-asked.v1':
        return read(schemas[type], (said) => giving.give(peer, said));
      case 'huiyin.exchange.refill.v1':
        return read(schemas[type], async (said) => {
          if (!copies.page(peer, frame, said)) await refilling.page(peer, frame, said);
        });
      default:
        return undefined;
    }
  }

  /** One thing at a time per peer; a peer that floods waits for itself only. */
  private enqueue(peer: string, work: () => Promise<void>): void {
    const lane = this.lanes.get(peer) ?? { waiting: 0, tail: Promise.resolve() };
    this.lanes.set(peer, lane);
    if (lane.waiting >= MOST_WAITING) return;
    lane.waiting++;
    lane.tail = lane.tail
      .then(() => this.deps.standings.ready())
      .then(work)
      .catch((error: unknown) => this.deps.log.warn('exchange.resync.failed', { peer }, error))
      .then(() => {
        lane.waiting--;
      });
  }

  /** Says hello where it is due: until it is answered, and now and then. */
  private async look(): Promise<void> {
    const { node, directory, standings, settings, refilling, gaps } = this.deps;
    await standings.ready();
    const now = Date.now();
    for (const peer of directory.peers()) {
      const said = this.hellos.get(peer) ?? { tries: 0, at: 0 };
      const open = standings.isOpen(peer);
      const wait = open ? settings.helloEveryMs : retryDelay(settings, Math.max(1, said.tries));
      if (peer === node || !directory.isPeer(peer) || (said.tries > 0 && now - said.at < wait)) continue;
      if (refilling.isBusy(peer, now, settings.refillMs)) continue;
      this.hellos.set(peer, { tries: open ? 1 : said.tries + 1, at: now });
      // a peer that cannot be reached keeps no other waiting
      this.enqueue(peer, () => this.sayHello(peer));
    }
    await gaps.look(now);
  }

  private async sayHello(peer: string, answers?: string): Promise<void> {
    const { store, standings, speaker } = this.deps;
    const buckets = await store.streamBuckets(peer);
    const { epoch: knows, signed } = standings.of(peer);
    const hello: Hello = {
      life: this.life,
      ...(answers === undefined ? {} : { answers }),
      knows,
      ...(signed === undefined
        ? {}
        : { signed: { manifest: text(signed.manifest), signature: text(signed.signature) } }),
      sent: wireBuckets(buckets.sent),
      applied: wireBuckets(buckets.applied),
    };
    await speaker.say(peer, 'huiyin.exchange.hello.v1', hello);
  }

  private async hello({ manifest, manifestBytes }: OpenedFrame, hello: Hello): Promise<void> {
    const { store, standings, comparing, own } = this.deps;
    const peer = manifest.source;
    const signed = own.epochOf(peer, hello);
    // this node signed in an epoch that it does not know: it was set back behind it
    if (signed !== undefined && signed > standings.epoch)
      await standings.outlive(signed, { peer, manifest: manifestBytes, frameId: manifest.frame });
    if (hello.answers === undefined) await this.sayHello(peer, hello.life);
    const answered = hello.answers === this.life;
    const buckets = differingBuckets(await store.streamBuckets(peer), hello);
    if (buckets.length > 0)
      await comparing.begin(peer, buckets, false, (found) => this.judged(peer, found, answered));
    else if (answered) await this.agree(peer);
  }

  private async judged(peer: string, found: readonly StreamDifference[], answered: boolean): Promise<void> {
    const { refilling } = this.deps;
    const needs = found.filter(
      ({ what, stream }) => what === 'behind-here' && !refilling.isForked(peer, stream),
    );
    if (needs.length > 0) await this.recover(peer, needs);
    else if (answered) await this.agree(peer);
  }

  /** The two ends hold the same, but for what is under way: data may go. */
  private async agree(peer: string): Promise<void> {
    const { standings, wake, failpoint, log } = this.deps;
    await failpoint('P13');
    if (standings.of(peer).recovering) {
      // before anything goes: what waited for a stream of this peer may be taken up now
      await this.deps.leftOut.takeUp();
      await standings.setRecovering(peer, false);
      log.warn('exchange.recovery.ended', { peer });
    }
    if (standings.isGreeted(peer)) return;
    standings.greet(peer);
    this.hellos.set(peer, { tries: 1, at: Date.now() });
    wake();
  }

  /** The peer holds more than this node: nothing goes there until it is refilled, and everybody is compared with anew. */
  private async recover(peer: string, needs: readonly StreamDifference[]): Promise<void> {
    const { standings, refilling, settings, log } = this.deps;
    if (refilling.isBusy(peer, Date.now(), settings.refillMs)) return;
    if (!standings.of(peer).recovering) {
      await standings.setRecovering(peer, true);
      log.warn('exchange.recovery.begun', { peer, streams: needs.length });
      if (standings.isGreeted(peer)) {
        standings.forgetGreetings();
        this.hellos.clear();
      }
    }
    await refilling.begin(peer, needs);
  }

  /** A message was parked. */
  parked(): void {
    this.deps.gaps.parked();
  }

  /** Something came that cannot be unless one end was set back: compare soon. */
  suspect(peer: string): void {
    const said = this.hellos.get(peer);
    if (said !== undefined && Date.now() - said.at > this.deps.settings.retryMs)
      this.hellos.set(peer, { tries: 0, at: 0 });
  }

  /** Compares again, after a refill. */
  async again(peer: string): Promise<void> {
    // what was parked before the refill may be next now
    this.deps.gaps.parked();
    this.hellos.set(peer, { tries: 1, at: Date.now() });
    await this.sayHello(peer);
  }

  peers(): readonly string[] {
    const { node, directory } = this.deps;
    return directory.peers().filter((peer) => peer !== node && directory.isPeer(peer));
  }

  standings = (): Promise<RecoveryStatus['peers']> => standingsOf(this.peers(), this.deps);
  status = (): Promise<RecoveryStatus> => statusOf(this.peers(), this.deps);

  async diff(peer: string): Promise<StreamDiff> {
    const { directory, comparing } = this.deps;
    if (!directory.isPeer(peer)) throw new Error(`${peer} is not a peer of this node`);
    const buckets = Array.from({ length: RESYNC_LIMITS.buckets }, (_, at) => at);
    return new Promise<StreamDiff>((resolve, reject) => {
      const timer = setTimeout(() => resolve({ peer, answered: false, streams: [] }), DIFF_MS);
      const end = (streams: readonly StreamDifference[]): Promise<void> => {
        clearTimeout(timer);
        resolve({ peer, answered: true, streams });
        return Promise.resolve();
      };
      comparing.begin(peer, buckets, true, end).catch((error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }

  async resync(peer: string, { dryRun }: { readonly dryRun: boolean }): Promise<ResyncResult> {
    const found = await this.diff(peer);
    const needs = found.streams.filter(({ what }) => what === 'behind-here');
    if (!dryRun && found.answered) {
      if (needs.length > 0) await this.recover(peer, needs);
      // the other end looks for itself what it lacks
      await this.sayHello(peer);
    }
    return { ...found, dryRun, refilling: dryRun ? 0 : needs.length };
  }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
