import type { Refill } from '#contract';
import { type Log, uuidV7 } from '#platform';
import type { OpenedFrame } from '../frames/open.js';
import type { NodeKeys, PeerDirectory } from '../ports/keys.js';
import type { StreamRef } from '../ports/messages.js';
import { wireName } from '../resync/compare.js';
import { type Arrived, provenOf } from '../resync/entry.js';
import type { Speaker } from '../resync/speaker.js';
import type { Suite } from '../suite/suite.js';

/** How long a peer is waited for. */
const WAIT_MS = 15_000;

/** A place of which the peer's copy is wanted. */
export interface Wanted {
  readonly side: 'sent' | 'received';
  readonly stream: StreamRef;
  readonly sequence: number;
}

interface Asking {
  readonly ask: string;
  readonly streams: ReadonlySet<string>;
  readonly ids: ReadonlySet<string>;
  readonly pages: Set<number>;
  readonly found: Map<string, Arrived>;
  lastPage: number | undefined;
  readonly end: (found: ReadonlyMap<string, Arrived>) => void;
}

/**
 * Asks a peer for its copies of single messages, as a node that was set back asks for what it lost, and keeps only what
 * this node's own signature proves.
 */
export class Copies {
  private readonly running = new Map<string, Asking>();

  constructor(
    private readonly deps: {
      readonly keys: NodeKeys;
      readonly directory: PeerDirectory;
      readonly suite: Suite;
      readonly speaker: Speaker;
      readonly log: Log;
    },
  ) {}

  /**
   * Copies of these messages at these places of one stream, by id; undefined when the peer did not answer in time. One
   * question at a time to each peer.
   */
  async of(
    peer: string,
    wanted: readonly Wanted[],
    ids: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, Arrived> | undefined> {
    const [first] = wanted;
    if (first === undefined) return new Map();
    const ask = uuidV7();
    const name = wireName(first.stream);
    // from the first wanted on; a side of which nothing is wanted begins after its end
    const from = (side: Wanted['side']): number =>
      Math.min(
        ...wanted.filter((one) => one.side === side).map(({ sequence }) => sequence - 1),
        Number.MAX_SAFE_INTEGER - 1,
      );
    return new Promise((resolve, reject) => {
      const done = (found: ReadonlyMap<string, Arrived> | undefined): void => {
        clearTimeout(timer);
        this.running.delete(peer);
        resolve(found);
      };
      const timer = setTimeout(() => done(undefined), WAIT_MS);
      this.running.set(peer, {
        ...{ ask, streams: new Set([name]), ids },
        ...{ pages: new Set(), found: new Map(), lastPage: undefined, end: done },
      });
      const streams = [{ stream: name, sent: from('sent'), applied: from('received') }];
      this.deps.speaker
        .say(peer, 'huiyin.exchange.refill-asked.v1', { ask, streams })
        .catch((error: unknown) => {
          done(undefined);
          reject(error instanceof Error ? error : new Error(String(error)));
        });
    });
  }

  /** One frame of an answer; false when it answers another question. */
  page(peer: string, frame: OpenedFrame, refill: Refill): boolean {
    const run = this.running.get(peer);
    if (run?.ask !== refill.ask) return false;
    const { keys, directory, suite, log } = this.deps;
    const { proven, unproven } = provenOf(frame, refill, run.streams, { keys, directory, suite });
    for (const id of unproven) log.warn('exchange.heal.unproven', { peer, message: id });
    for (const one of proven) if (run.ids.has(one.entry.id)) run.found.set(one.entry.id, one);
    run.pages.add(refill.page);
    if (refill.last) run.lastPage = refill.page;
    const all = run.found.size === run.ids.size;
    if (all || (run.lastPage !== undefined && run.pages.size > run.lastPage)) run.end(run.found);
    return true;
  }
}
