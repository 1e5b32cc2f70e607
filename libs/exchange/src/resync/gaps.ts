import { type Gap, type FrameRecord, WIRE_LIMITS } from '#contract';
import type { Log } from '#platform';
import type { Bodies } from '../bodies/bodies.js';
import { toStream } from '../inbox/decide.js';
import type { ExchangeStore } from '../ports/store.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { ExchangeSettings } from '../settings.js';
import { wireName } from './compare.js';
import type { Speaker } from './speaker.js';

/** Streams that are asked for at once; the others follow. */
const MOST_GAPS = 100;

/** Asks for what is missing before parked messages, and sends again what others miss. */
export class Gaps {
  /** True at the start of a life: the one before may have left some. */
  private some = true;
  private readonly seen = new Map<string, { askAt: number; wait: number }>();

  constructor(
    private readonly deps: {
      readonly uow: UnitOfWork;
      readonly store: ExchangeStore;
      readonly bodies: Bodies;
      readonly speaker: Speaker;
      readonly settings: ExchangeSettings;
      readonly log: Log;
    },
  ) {}

  /** A message was parked. */
  parked(): void {
    this.some = true;
  }

  /** Asks for gaps that have stood long enough; each again with a growing wait. */
  async look(now: number): Promise<void> {
    if (!this.some) return;
    const { store, speaker, settings, log } = this.deps;
    // before the question: what is parked while it is answered counts for the next look
    this.some = false;
    const gaps = await store.gaps(MOST_GAPS);
    if (gaps.length > 0) this.some = true;
    const names = new Set<string>();
    for (const { peer, stream, from, to } of gaps) {
      const name = `${peer} ${wireName(stream)} ${from}`;
      names.add(name);
      const known = this.seen.get(name);
      if (known === undefined) {
        this.seen.set(name, { askAt: now + settings.gapMs, wait: settings.gapMs });
      } else if (known.askAt <= now) {
        const wait = Math.min(known.wait * 2, settings.retryMaxMs);
        this.seen.set(name, { askAt: now + wait, wait });
        log.info('exchange.gap.asked', { peer, stream: wireName(stream), from, to });
        await speaker.say(peer, 'huiyin.exchange.gap.v1', { stream: wireName(stream), from, to });
      }
    }
    for (const name of this.seen.keys()) if (!names.has(name)) this.seen.delete(name);
  }

  /** Sends the stored bytes again, wrapped anew, as much as one frame holds; the rest is asked for again. */
  async give(peer: string, gap: Gap): Promise<void> {
    const { uow, store, bodies, speaker, log } = this.deps;
    const rows = await store.sentRange(
      peer,
      toStream(gap.stream),
      gap.from,
      gap.to,
      WIRE_LIMITS.frameMessages,
    );
    // what no frame has yet goes by itself
    const left = rows.filter((row) => row.status !== 'new' || row.frameId !== undefined);
    let bytes = 0;
    const fitting = left.filter((row, at) => (bytes += row.size) <= WIRE_LIMITS.frameBytes || at === 0);
    const plain = await uow.run(() => bodies.open(fitting.map(({ id }) => id)));
    const records = fitting.flatMap(({ id }): FrameRecord[] => {
      const body = plain.get(id);
      return body === undefined ? [] : [{ id, bytes: body }];
    });
    if (records.length < fitting.length)
      log.warn('exchange.gap.body-gone', {
        peer,
        stream: gap.stream,
        missing: fitting.length - records.length,
      });
    if (records.length > 0) await speaker.send(peer, records);
  }
}
