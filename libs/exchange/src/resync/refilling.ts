import { type Refill, RESYNC_LIMITS } from '#contract';
import { type Failpoint, type Log, uuidV7 } from '#platform';
import type { OpenedFrame } from '../frames/open.js';
import type { NodeKeys, PeerDirectory } from '../ports/keys.js';
import type { StreamRef } from '../ports/messages.js';
import type { Suite } from '../suite/suite.js';
import { type StreamDifference, wireName } from './compare.js';
import { type Arrived, provenOf } from './entry.js';
import type { ResyncAlarms } from './resync-alarms.js';
import type { Speaker } from './speaker.js';
import type { Standings } from './standings.js';
import type { Taking } from './take.js';

/** Bytes of one refill that are held in memory at most; a stream that is larger is not refilled. */
const MOST_BYTES = 64 * 1024 * 1024;

interface Running {
  readonly ask: string;
  readonly left: readonly StreamDifference[];
  readonly asked: readonly StreamDifference[];
  readonly pages: Set<number>;
  readonly arrived: Arrived[];
  lastPage: number | undefined;
  /** Entries that proved nothing. */
  unproven: number;
  bytes: number;
  at: number;
}

export interface RefillingDeps {
  readonly keys: NodeKeys;
  readonly directory: PeerDirectory;
  readonly suite: Suite;
  readonly speaker: Speaker;
  readonly standings: Standings;
  readonly taking: Taking;
  readonly alarms: ResyncAlarms;
  readonly failpoint: Failpoint;
  readonly log: Log;
  /** Compares anew with that peer: what was refilled is whole now, or more is missing. */
  readonly again: (peer: string) => Promise<void>;
}

/** Asks a peer for what this node has lost, a few streams at a time, and takes only what this node itself has signed. */
export class Refilling {
  private readonly running = new Map<string, Running>();
  private readonly forked = new Set<string>();

  constructor(private readonly deps: RefillingDeps) {}

  /** Whether a refill from that peer is under way and not silent for longer than that. */
  isBusy(peer: string, now: number, silentMs: number): boolean {
    const run = this.running.get(peer);
    return run !== undefined && now - run.at < silentMs;
  }

  /** A stream on which two messages claim one place: nothing is overwritten, and it holds up no other. */
  isForked(peer: string, stream: StreamRef): boolean {
    return this.forked.has(`${peer} ${wireName(stream)}`);
  }

  async begin(peer: string, needs: readonly StreamDifference[]): Promise<void> {
    const asked = needs.slice(0, RESYNC_LIMITS.refillStreams);
    if (asked.length === 0) return this.deps.again(peer);
    const ask = uuidV7();
    this.running.set(peer, {
      ...{ ask, asked, bytes: 0, unproven: 0 },
      left: needs.slice(asked.length),
      pages: new Set(),
      arrived: [],
      lastPage: undefined,
      at: Date.now(),
    });
    const streams = asked.map(({ stream, sent, applied }) => ({
      stream: wireName(stream),
      sent: sent.here,
      applied: applied.here,
    }));
    await this.deps.speaker.say(peer, 'huiyin.exchange.refill-asked.v1', { ask, streams });
  }

  /** One frame of a refill that was asked for; others are ignored. */
  async page(peer: string, frame: OpenedFrame, refill: Refill): Promise<void> {
    const run = this.running.get(peer);
    if (run?.ask !== refill.ask || run.pages.has(refill.page)) return;
    run.at = Date.now();
    run.pages.add(refill.page);
    if (refill.last) run.lastPage = refill.page;
    run.bytes += frame.records.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
    if (run.bytes > MOST_BYTES) {
      this.running.delete(peer);
      this.deps.log.error('exchange.refill.too-large', { peer, bytes: run.bytes });
      return;
    }
    const wanted = new Set(run.asked.map(({ stream }) => wireName(stream)));
    const { proven, unproven } = provenOf(frame, refill, wanted, this.deps);
    for (const id of unproven) this.deps.log.warn('exchange.refill.unproven', { peer, message: id });
    run.arrived.push(...proven);
    run.unproven += unproven.length;
    const { lastPage } = run;
    if (lastPage === undefined || run.pages.size <= lastPage) return;
    this.running.delete(peer);
    await this.take(peer, run, frame);
  }

  private async take(peer: string, run: Running, last: OpenedFrame): Promise<void> {
    const { standings, taking, alarms, failpoint, log } = this.deps;
    await failpoint('P13');
    const newest = run.arrived.toSorted((one, other) => other.epoch - one.epoch)[0];
    if (run.unproven > 0 || newest === undefined)
      await alarms.unproven(shownBy(peer, last), run.unproven, run.asked.length);
    // only what this node signed itself proves that it was set back; a peer's word alone does not
    if (newest !== undefined) await standings.outlive(newest.epoch, shownBy(peer, newest.frame));
    let progress = 0;
    for (const { stream } of run.asked) {
      const name = wireName(stream);
      const arrived = run.arrived.filter(({ entry }) => entry.stream === name);
      if (arrived.length === 0) continue;
      const taken = await taking.take(peer, stream, arrived);
      if (taken === 'forked') this.forked.add(`${peer} ${name}`);
      if (taken !== 'nothing-new') progress++;
    }
    if (progress === 0) {
      log.error('exchange.refill.fruitless', { peer, streams: run.asked.length });
      return;
    }
    if (run.left.length > 0) await this.begin(peer, run.left);
    else await this.deps.again(peer);
  }
}

const shownBy = (peer: string, { manifest, manifestBytes }: OpenedFrame) => ({
  peer,
  manifest: manifestBytes,
  frameId: manifest.frame,
});
