import { type Heads, type HeadsAsked, RESYNC_LIMITS } from '#contract';
import { type Log, uuidV7 } from '#platform';
import { toStream } from '../inbox/decide.js';
import type { StreamStanding } from '../ports/resync.js';
import type { ExchangeStore } from '../ports/store.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { fromHex } from '../suite/digest.js';
import { compareStream, type StreamDifference, wireHeads } from './compare.js';
import type { Speaker } from './speaker.js';

/** Differences that are kept of one comparison; the others are found by the next. */
const MOST_DIFFERENCES = 10_000;

interface Session {
  readonly ask: string;
  readonly buckets: readonly number[];
  readonly found: StreamDifference[];
  readonly end: (found: readonly StreamDifference[]) => Promise<void>;
  /** For the operator: also streams on which messages are under way. */
  readonly all: boolean;
}

/** Compares streams with a peer one by one, in the buckets where the two ends differ. */
export class Comparing {
  private readonly sessions = new Map<string, Session>();
  private readonly forks = new Set<string>();

  constructor(
    private readonly deps: {
      readonly uow: UnitOfWork;
      readonly store: ExchangeStore;
      readonly speaker: Speaker;
      readonly log: Log;
    },
  ) {}

  /** Asks for the heads in these buckets; `end` hears of the differences. A newer comparison takes the place of an older. */
  async begin(peer: string, buckets: readonly number[], all: boolean, end: Session['end']): Promise<void> {
    const ask = uuidV7();
    this.sessions.set(`${peer} ${String(all)}`, { ask, buckets, found: [], end, all });
    await this.deps.speaker.say(peer, 'huiyin.exchange.heads-asked.v1', { ask, buckets });
  }

  async answer(peer: string, { ask, buckets, after }: HeadsAsked): Promise<void> {
    const { store, speaker } = this.deps;
    const limit = RESYNC_LIMITS.heads;
    const streams = await store.streamsIn(peer, buckets, {
      limit,
      ...(after === undefined ? {} : { after: toStream(after) }),
    });
    const more = streams.length === limit;
    await speaker.say(peer, 'huiyin.exchange.heads.v1', { ask, streams: streams.map(wireHeads), more });
  }

  async heads(peer: string, { ask, streams, more }: Heads): Promise<void> {
    const key = [`${peer} false`, `${peer} true`].find((one) => this.sessions.get(one)?.ask === ask);
    const session = key === undefined ? undefined : this.sessions.get(key);
    if (key === undefined || session === undefined) return;
    session.found.push(...(await this.judge(peer, streams, session.all)));
    const last = streams.at(-1);
    if (more && last !== undefined && session.found.length < MOST_DIFFERENCES) {
      const { buckets } = session;
      await this.deps.speaker.say(peer, 'huiyin.exchange.heads-asked.v1', {
        ...{ ask, buckets },
        after: last.stream,
      });
      return;
    }
    this.sessions.delete(key);
    await session.end(session.found);
  }

  private async judge(
    peer: string,
    streams: Heads['streams'],
    all: boolean,
  ): Promise<readonly StreamDifference[]> {
    const { store } = this.deps;
    const mine = await store.standingsOf(
      peer,
      streams.map(({ stream }) => toStream(stream)),
    );
    const found: StreamDifference[] = [];
    for (const [at, theirs] of streams.entries()) {
      const here = mine[at];
      if (here === undefined) continue;
      const difference = await this.deeper(peer, here, theirs, compareStream(here, theirs));
      const same = here.sent.head === theirs.applied[1] && here.applied.head === theirs.sent[1];
      if (difference.what === 'fork') await this.alarm(peer, difference, theirs.applied[1]);
      if (difference.what !== 'under-way' || (all && !same)) found.push(difference);
    }
    return found;
  }

  /** Where one end holds more than the other, the shorter chain must be the beginning of the longer. */
  private async deeper(
    peer: string,
    mine: StreamStanding,
    theirs: Heads['streams'][number],
    difference: StreamDifference,
  ): Promise<StreamDifference> {
    if (difference.what === 'behind-here' || difference.what === 'fork') return difference;
    const { store } = this.deps;
    const pairs = [
      ['sent', mine.sent.last, theirs.applied],
      ['applied', mine.applied.last, theirs.sent],
    ] as const;
    for (const [side, last, [there, head]] of pairs) {
      if (there === 0 || there >= last) continue;
      const here = await store.headAt(side, peer, mine.stream, there);
      if (here !== undefined && here !== head) return { ...difference, what: 'fork' };
    }
    return difference;
  }

  /** Nothing is overwritten: the operator is told, once in this life of the program. */
  private async alarm(peer: string, { stream }: StreamDifference, head: string): Promise<void> {
    const name = `${stream.kind}/${stream.id}`;
    if (this.forks.has(`${peer} ${name}`)) return;
    this.forks.add(`${peer} ${name}`);
    const { uow, store, log } = this.deps;
    log.error('exchange.stream.forked', { peer, stream: name });
    const entry = { claimedSource: peer, reason: 'fork', detail: name, digest: fromHex(head), size: 0 };
    await uow.run(() => store.insertQuarantine([{ ...entry, id: uuidV7() }]));
  }
}
