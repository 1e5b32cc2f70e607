import { request } from 'node:https';
import { FRAME_MEDIA_TYPE, FRAMES_PATH } from '#contract';
import { describeError, type Log } from '#platform';
import type { FrameParcel, FrameSender, PeerReach, TlsIdentity } from '../ports/transport.js';
import { PinnedAgent } from './pinned-tls.js';

export interface HttpsSenderOptions {
  readonly identity: TlsIdentity;
  readonly reach: PeerReach;
  readonly log: Log;
  /** Times in milliseconds, for tests that cannot wait. */
  readonly times?: Partial<typeof TIMES>;
}

const TIMES = {
  /** For an answer, which comes when the addressee's unit of work has committed. */
  answer: 30_000,
  /** The first pause after a failure; it doubles up to the longest. */
  pause: 200,
  longestPause: 5_000,
  /** After so long a parcel is given up: its sender makes a new one, with the keys of that day. */
  keep: 60_000,
};

/** What is kept for all peers in memory is bounded by the relay's window; this many bytes a peer are refused beyond. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Posts sealed frames to peers over HTTPS. `send` puts them in line in memory, one line for each peer, so that a peer
 * that is slow or away never holds up the others; the line may vanish at any moment, as a queue may.
 */
export function httpsSender(options: HttpsSenderOptions): FrameSender {
  const lines = new Map<string, Line>();
  const line = (dest: string): Line => {
    const known = lines.get(dest);
    if (known !== undefined) return known;
    const made = new Line(dest, options);
    lines.set(dest, made);
    return made;
  };
  return {
    send: async (dest, parcels) => line(dest).put(parcels),
    waiting: async (dest, ids) => line(dest).lying(ids),
    close: async () => {
      await Promise.all([...lines.values()].map((one) => one.close()));
    },
  };
}

interface Lying {
  readonly parcel: FrameParcel;
  readonly until: number;
}

/** The parcels for one peer, posted one after another over its own connections. */
class Line {
  private parcels: Lying[] = [];
  private bytes = 0;
  private agent: PinnedAgent | undefined;
  private running: Promise<void> | undefined;
  private failures = 0;
  private closed = false;
  private wake: () => void = () => undefined;
  /** Ends the request that is under way, also while its connection is still rising. */
  private cut: () => void = () => undefined;
  private readonly times: typeof TIMES;

  constructor(
    private readonly dest: string,
    private readonly options: HttpsSenderOptions,
  ) {
    this.times = { ...TIMES, ...options.times };
  }

  /** @throws when the line is full or closed: the frames stay with their sender. */
  put(parcels: readonly FrameParcel[]): void {
    if (this.closed) throw new Error('the sender is closed');
    const bytes = parcels.reduce((sum, parcel) => sum + parcel.bytes.byteLength, 0);
    if (this.bytes + bytes > MOST_BYTES) throw new Error(`the line to ${this.dest} is full`);
    const held = new Set(this.parcels.map(({ parcel }) => parcel.id));
    const until = performance.now() + this.times.keep;
    const fresh = parcels.filter((parcel) => !held.has(parcel.id));
    if (fresh.length === 0) return;
    this.parcels.push(...fresh.map((parcel) => ({ parcel, until })));
    this.bytes += fresh.reduce((sum, parcel) => sum + parcel.bytes.byteLength, 0);
    this.running ??= this.run();
  }

  lying(ids: readonly string[]): ReadonlySet<string> {
    const held = new Set(this.parcels.map(({ parcel }) => parcel.id));
    return new Set(ids.filter((id) => held.has(id)));
  }

  async close(): Promise<void> {
    this.closed = true;
    this.cut();
    this.wake();
    await this.running;
    this.agent?.destroy();
  }

  private async run(): Promise<void> {
    for (let first = this.parcels[0]; first !== undefined && !this.closed; first = this.parcels[0]) {
      const pause = await this.postOne(first.parcel);
      if (pause === undefined || performance.now() > first.until) this.drop(first);
      if (pause !== undefined) await this.sleep(pause);
    }
    // In one step with finding nothing: what is put after this starts anew.
    this.running = undefined;
  }

  private drop(lying: Lying): void {
    this.parcels = this.parcels.filter((one) => one !== lying);
    this.bytes -= lying.parcel.bytes.byteLength;
  }

  /** Undefined when the peer is done with it; else how long to wait before it is posted again. */
  private async postOne({ bytes }: FrameParcel): Promise<number | undefined> {
    const { reach, log } = this.options;
    const address = reach.address(this.dest);
    // The directory has changed: its sender asks again for the way.
    if (address === undefined) return undefined;
    try {
      const { status, retryAfterMs } = await this.post(address, bytes);
      // 422: refused for good and kept there in quarantine.
      const done = status === 200 || status === 422;
      const later = status === 429 || status === 503;
      if (!later || this.failures === 0)
        log.debug('exchange.https.answered', { dest: this.dest, status, retryAfterMs });
      if (done && this.failures > 0) log.info('exchange.https.back', { dest: this.dest });
      if (!done && !later) log.warn('exchange.https.refused', { dest: this.dest, status });
      this.failures = done ? 0 : this.failures + 1;
      return later ? Math.max(retryAfterMs, this.backOff()) : undefined;
    } catch (error) {
      if (!this.closed && this.failures++ === 0)
        log.warn('exchange.https.unreachable', { dest: this.dest, ...describeError(error) });
      return this.backOff();
    }
  }

  private backOff(): number {
    return Math.min(this.times.pause * 2 ** Math.min(this.failures, 10), this.times.longestPause);
  }

  private post(
    address: URL,
    bytes: Uint8Array,
  ): Promise<{ readonly status: number; readonly retryAfterMs: number }> {
    const { identity, reach } = this.options;
    this.agent ??= new PinnedAgent(this.dest, identity, reach);
    const agent = this.agent;
    return new Promise((resolve, reject) => {
      const posted = request(
        new URL(FRAMES_PATH, address),
        {
          agent,
          method: 'POST',
          headers: { 'content-type': FRAME_MEDIA_TYPE, 'content-length': bytes.byteLength },
        },
        (answer) => {
          answer.resume();
          answer.once('error', fail);
          answer.once('end', () => {
            clearTimeout(late);
            const after = Number(answer.headers['retry-after'] ?? '0');
            resolve({
              status: answer.statusCode ?? 0,
              retryAfterMs: Number.isFinite(after) ? Math.min(Math.max(after, 0), 60) * 1_000 : 0,
            });
          });
        },
      );
      const fail = (error: Error): void => {
        clearTimeout(late);
        // The pool may hold a connection that is dead or whose certificate is nobody's any more.
        if (this.agent === agent) this.agent = undefined;
        agent.destroy();
        posted.destroy();
        reject(error);
      };
      // A half-open connection ends here and the frame is posted again.
      const late = setTimeout(() => fail(new Error('no answer in time')), this.times.answer);
      this.cut = () => fail(new Error('the sender is closed'));
      posted.on('error', fail);
      posted.end(bytes);
    });
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.closed) this.wake();
    });
  }
}
