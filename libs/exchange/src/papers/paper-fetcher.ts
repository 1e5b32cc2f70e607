import { ATTACHMENT_LIMIT, type EnclosureProblem } from '#contract';
import { describeError, type Log } from '#platform';
import type { PaperParts, PaperShelf, WantedPaper } from '../ports/papers.js';
import type { NotHad, PaperClient } from './paper-client.js';

export interface PaperFetcherOptions {
  readonly shelf: PaperShelf;
  readonly parts: PaperParts;
  readonly client: Pick<PaperClient, 'fetch'>;
  readonly log: Log;
  readonly bounds?: Partial<typeof PAPER_FETCH_BOUNDS>;
}

export const PAPER_FETCH_BOUNDS = {
  /** Papers that are fetched at a time, and from one peer. */
  atOnce: 4,
  perPeer: 2,
  /** Bytes of half-fetched papers on the disk; no other is begun beyond. */
  waitingBytes: 1024 * 1024 * 1024,
  /** How often it is looked for papers whose time has come. */
  pollMs: 500,
  /** The first wait after a failure; it doubles up to the longest. */
  waitMs: 1_000,
  longestWaitMs: 60_000,
  /** For what a person has to mend. */
  longestRepairMs: 300_000,
  /** How often rubbish is looked for. */
  cleanMs: 600_000,
};

interface Pause {
  readonly until: number;
  readonly failures: number;
}

/**
 * Fetches what is wanted, a few at a time: goes on where it was cut, checks size and digest, gives what is whole to the
 * shelf. It never gives up by itself: a paper is tried again with growing waits until it is there or wanted no more.
 */
export class PaperFetcher {
  private readonly bounds: typeof PAPER_FETCH_BOUNDS;
  private readonly running = new Map<string, { readonly peer: string; readonly done: Promise<void> }>();
  /** Peers that do not answer. */
  private readonly pauses = new Map<string, Pause>();
  private readonly ending = new AbortController();
  private loop: Promise<void> | undefined;
  private wakeUp: () => void = () => undefined;
  private cleanAt = 0;
  /** One paper at a time lies in memory whole. */
  private taking: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: PaperFetcherOptions) {
    this.bounds = { ...PAPER_FETCH_BOUNDS, ...options.bounds };
  }

  start(): void {
    this.loop ??= this.run();
  }

  /** Looks at once: a message named something. */
  wake(): void {
    this.wakeUp();
  }

  /** Cuts what is under way; it is gone on with at the next start. */
  async stop(): Promise<void> {
    this.ending.abort();
    this.wake();
    await this.loop;
    await Promise.all([...this.running.values()].map(({ done }) => done));
  }

  private async run(): Promise<void> {
    while (!this.ending.signal.aborted) {
      try {
        await this.clean();
        await this.begin();
      } catch (error) {
        // The database is away: what is wanted stands in it.
        this.options.log.debug('exchange.papers.not-looked', describeError(error));
      }
      await this.pause();
    }
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      if (this.ending.signal.aborted) {
        resolve();
        return;
      }
      const timer = setTimeout(resolve, this.bounds.pollMs);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async begin(): Promise<void> {
    const free = this.bounds.atOnce - this.running.size;
    if (free <= 0) return;
    const due = await this.options.shelf.due(free + this.running.size, this.waitingPeers());
    for (const wanted of due) {
      if (this.running.size >= this.bounds.atOnce) return;
      if (this.running.has(wanted.id) || this.fetchesOf(wanted.peer) >= this.bounds.perPeer) continue;
      const done = this.fetch(wanted).finally(() => {
        this.running.delete(wanted.id);
        this.wake();
      });
      this.running.set(wanted.id, { peer: wanted.peer, done });
    }
  }

  private waitingPeers(): readonly string[] {
    const now = performance.now();
    const silent = [...this.pauses].flatMap(([peer, { until }]) => (until > now ? [peer] : []));
    const busy = [...this.running.values()].flatMap(({ peer }) =>
      this.fetchesOf(peer) >= this.bounds.perPeer ? [peer] : [],
    );
    return [...new Set([...silent, ...busy])];
  }

  private fetchesOf(peer: string): number {
    return [...this.running.values()].filter((one) => one.peer === peer).length;
  }

  private async fetch(wanted: WantedPaper): Promise<void> {
    const { shelf, log } = this.options;
    try {
      const failed = await this.had(wanted);
      if (failed === undefined || this.ending.signal.aborted) return;
      const waitMs = this.waitFor(wanted, failed);
      log.info('exchange.paper.not-had', {
        ...{ paper: wanted.id, peer: wanted.peer, problem: failed.problem },
        ...{ tries: wanted.tries + 1, waitMs },
      });
      await shelf.postpone(wanted.id, failed.problem, waitMs);
    } catch (error) {
      log.warn('exchange.paper.failed', { paper: wanted.id, peer: wanted.peer }, error);
      // The database, most likely: its peers wait a moment, so that this does not turn in a circle.
      this.silence(wanted.peer);
    }
  }

  /** Undefined: it is there, or wanted no more. */
  private async had(wanted: WantedPaper): Promise<NotHad | undefined> {
    const { parts, shelf } = this.options;
    const { id, size, sha256 } = wanted;
    if (size > ATTACHMENT_LIMIT) return { problem: 'oversize' };
    const missing = await this.fetchRest(wanted);
    if (missing !== undefined) return missing;
    if ((await parts.size(id)) !== size || (await parts.digest(id)) !== sha256) {
      await parts.discard(id);
      return { problem: 'digest' };
    }
    const taken = this.taking.then(() => shelf.take(id, parts.path(id)));
    this.taking = taken.catch(() => undefined);
    const failed = await taken.then(
      () => undefined,
      (error: unknown) => onDisk(error),
    );
    if (failed === undefined) await parts.discard(id);
    return failed;
  }

  private async fetchRest(wanted: WantedPaper): Promise<NotHad | undefined> {
    const { parts, client } = this.options;
    const { id, peer, size } = wanted;
    const offset = await this.startOf(wanted);
    if (offset === size) return undefined;
    if (offset === 0 && (await this.waitingBytes()) + size > this.bounds.waitingBytes)
      return { problem: 'too-much-waiting' };
    let end = offset;
    try {
      const failed = await client.fetch(
        wanted,
        offset,
        async (at, plain) => {
          await parts.append(id, at, plain);
          end = at + plain.byteLength;
          this.pauses.delete(peer);
        },
        this.ending.signal,
      );
      if (failed?.problem === 'digest') await parts.discard(id);
      // Cut on the way: the next try goes on from there, soon.
      return end > offset && failed?.problem === 'unreachable'
        ? { problem: 'unreachable', retryAfterMs: this.bounds.waitMs }
        : failed;
    } catch (error) {
      return onDisk(error);
    }
  }

  /** Where to go on; more than there can be is rubbish. */
  private async startOf({ id, size }: WantedPaper): Promise<number> {
    const offset = await this.options.parts.size(id);
    if (offset <= size) return offset;
    await this.options.parts.discard(id);
    return 0;
  }

  private async waitingBytes(): Promise<number> {
    return [...(await this.options.parts.all()).values()].reduce((sum, size) => sum + size, 0);
  }

  private waitFor({ peer, tries }: WantedPaper, { problem, retryAfterMs }: NotHad): number {
    const { waitMs, longestWaitMs, longestRepairMs } = this.bounds;
    if (retryAfterMs !== undefined) return Math.max(retryAfterMs, waitMs);
    if (problem === 'unreachable') return this.silence(peer);
    const longest = REPAIRS.includes(problem) ? longestRepairMs : longestWaitMs;
    return Math.min(waitMs * 2 ** Math.min(tries, 20), longest);
  }

  /** A peer that does not answer: all its papers wait. */
  private silence(peer: string): number {
    const { waitMs, longestWaitMs } = this.bounds;
    const failures = (this.pauses.get(peer)?.failures ?? 0) + 1;
    const wait = Math.min(waitMs * 2 ** Math.min(failures - 1, 20), longestWaitMs);
    this.pauses.set(peer, { until: performance.now() + wait, failures });
    return wait;
  }

  /** Half a file that nobody wants any more. */
  private async clean(): Promise<void> {
    if (performance.now() < this.cleanAt) return;
    const { parts, shelf } = this.options;
    const found = [...(await parts.all()).keys()];
    const wanted = new Set(found.length === 0 ? [] : await shelf.wantedIds());
    for (const id of found) if (!wanted.has(id) && !this.running.has(id)) await parts.discard(id);
    this.cleanAt = performance.now() + this.bounds.cleanMs;
  }
}

const REPAIRS: readonly EnclosureProblem[] = ['not-offered', 'gone', 'digest', 'oversize', 'unknown-key'];

/** A failure of the disk is told as such; anything else is the caller's. */
export function onDisk(error: unknown): NotHad {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return { problem: 'disk-full' };
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'EIO')
    return { problem: 'storage' };
  throw error;
}
