import { type ReceiptItem, WIRE_LIMITS } from '#contract';
import { type Failpoint, type Log, uuidV7 } from '#platform';
import type { Bodies, PlainBody } from '../bodies/bodies.js';
import type { ExchangeOutbox } from '../outbox/outbox.js';
import type { InboundTable } from '../ports/messages.js';
import type { ExchangeStore } from '../ports/store.js';
import type { InboxRow, InboxChange, InStreamKey, QuarantineEntry } from '../ports/store-rows.js';
import { hex, sameBytes } from '../suite/digest.js';
import { prepare, readMessage, type Verdict } from './decide.js';
import type { Arrival, Origin } from './arrival.js';
import {
  type AtWork,
  type Candidate,
  storedVerdict,
  streamName,
  StreamTurns,
  toChange,
} from './stream-turns.js';

/** Names the key of bytes that could not be read, so that nobody knows their case. */
const UNREAD_BODY_KEY = 'exchange:unread';

export interface FrameUnitDeps {
  readonly node: string;
  readonly store: ExchangeStore;
  readonly bodies: Bodies;
  readonly outbox: ExchangeOutbox;
  readonly table: InboundTable;
  readonly failpoint: Failpoint;
  readonly log: Log;
  /** Inside the open unit: a message waits for an earlier one. */
  readonly onParked: () => void;
}

/**
 * What one unit of work does with messages of a frame: known ones get their stored answer, new ones their turn, early
 * ones wait, and whatever waited and can go now goes. Built anew for each try.
 */
export class FrameUnit {
  private readonly rows = new Map<string, InboxRow>();
  private readonly bodies: PlainBody[] = [];
  private readonly changes = new Map<string, InboxChange>();
  private readonly oddities: QuarantineEntry[] = [];
  private readonly answers = new Map<string, ReceiptItem>();
  private readonly streams = new Map<string, StreamTurns>();
  /** By stream, by sequence. */
  private readonly waiting = new Map<string, Map<number, { row: InboxRow; candidate?: Candidate }>>();
  private readonly touched = new Set<string>();

  constructor(
    private readonly deps: FrameUnitDeps,
    private readonly origin: Origin,
    private readonly now: Date,
    private readonly poison: ReadonlySet<string>,
    private readonly atWork: AtWork,
  ) {}

  /**
   * Inside an open unit of work. True when the frame brought something new.
   * @param mayWait whether the receipts may wait for those of the next frame.
   */
  async run(arrivals: readonly Arrival[], mayWait: () => boolean): Promise<boolean> {
    const { store, bodies, outbox } = this.deps;
    const keys = new Map<string, InStreamKey>();
    for (const { reading } of arrivals) {
      if (reading.kind !== 'sequenced') continue;
      keys.set(streamName(this.origin.source, reading.message.stream), {
        source: this.origin.source,
        ...reading.message.stream,
      });
    }
    await this.lock(keys);
    const known = new Map((await store.readInbox(arrivals.map(({ id }) => id))).map((row) => [row.id, row]));
    await prepare(
      this.deps.table,
      arrivals.flatMap(({ id, reading }) =>
        reading.kind === 'sequenced' && !known.has(id) ? reading.message : [],
      ),
    );
    for (const arrival of arrivals) {
      const { reading } = arrival;
      const row = known.get(arrival.id) ?? this.rows.get(arrival.id);
      if (row !== undefined) this.again(arrival, row);
      else if (reading.kind === 'sequenced') await this.arrive(arrival, reading);
      else this.refuse(arrival, reading.kind === 'unreadable' ? reading.reason : 'not-an-envelope');
    }
    await this.drainAll();
    await bodies.keep(this.bodies);
    await store.insertInbox([...this.rows.values()].map((row) => this.final(row)));
    await store.settleInbox([...this.changes.values()].filter((change) => !this.rows.has(change.id)));
    await store.saveInStreams([...this.touched].flatMap((name) => this.streams.get(name)?.stream ?? []));
    await store.insertQuarantine(this.oddities);
    outbox.putReceipts(this.origin.source, [...this.answers.values()], mayWait());
    return this.rows.size > 0;
  }

  private async lock(keys: ReadonlyMap<string, InStreamKey>): Promise<void> {
    if (keys.size === 0) return;
    const sorted = [...keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
    const { store, table, failpoint } = this.deps;
    for (const stream of await store.lockInStreams(sorted)) {
      const turns = new StreamTurns(stream, { table, failpoint, poison: this.poison, atWork: this.atWork });
      this.streams.set(streamName(stream.source, stream), turns);
    }
    for (const row of await store.readParked(sorted)) this.park(row);
  }

  private park(row: InboxRow, candidate?: Candidate): void {
    if (row.stream === undefined || row.sequence === undefined) return;
    const name = streamName(row.source, row.stream);
    const places = this.waiting.get(name) ?? new Map<number, { row: InboxRow; candidate?: Candidate }>();
    if (!places.has(row.sequence))
      places.set(row.sequence, candidate === undefined ? { row } : { row, candidate });
    this.waiting.set(name, places);
  }

  /** A message that is here already: its stored answer, unless the bytes are others. */
  private again(arrival: Arrival, row: InboxRow): void {
    if (row.source === this.origin.source && sameBytes(row.digest, arrival.digest)) {
      if (!this.answers.has(row.id)) this.answer(row.id, row.digest, storedVerdict(this.final(row)), row.at);
      return;
    }
    this.oddities.push({
      id: uuidV7(),
      claimedSource: this.origin.source,
      frameId: this.origin.frameId,
      messageId: arrival.id,
      reason: 'equivocation',
      digest: arrival.digest,
      size: arrival.bytes.byteLength,
    });
    // nobody is told what became of somebody else's message, only that these bytes are not taken
    if (!this.answers.has(row.id)) {
      this.answer(arrival.id, arrival.digest, { status: 'quarantined', reason: 'equivocation' }, this.now);
    }
  }

  private async arrive(arrival: Arrival, reading: Omit<Candidate, 'digest'>): Promise<void> {
    const candidate: Candidate = {
      message: reading.message,
      prevhash: reading.prevhash,
      digest: arrival.digest,
    };
    const { message } = candidate;
    const name = streamName(this.origin.source, message.stream);
    const turns = this.streams.get(name);
    if (turns === undefined) throw new Error('the store gave no row for a stream');
    const row = this.row(arrival, candidate);
    this.rows.set(row.id, row);
    this.bodies.push({ messageId: arrival.id, bodyKey: message.bodyKey, bytes: arrival.bytes });
    if (turns.standing !== undefined) {
      this.settle(row, turns.standing);
    } else if (
      message.sequence <= turns.stream.last ||
      this.waiting.get(name)?.has(message.sequence) === true
    ) {
      this.settle(row, { status: 'quarantined', reason: 'sequence-taken' });
    } else if (message.sequence !== turns.next) {
      this.park(row, candidate);
      this.deps.onParked();
      this.answer(row.id, row.digest, undefined, this.now);
    } else {
      this.touched.add(name);
      this.settle(row, await turns.take(candidate));
      await this.drain(name, turns);
    }
  }

  /** What waits although it is next: the gap before it was closed by a refill, not by a frame. */
  private async drainAll(): Promise<void> {
    for (const [name, turns] of this.streams) {
      const { next } = turns;
      if (next === undefined || this.waiting.get(name)?.has(next) !== true) continue;
      this.touched.add(name);
      await this.drain(name, turns);
    }
  }

  /** Gives those that waited their turn, or the verdict of the stream that has stopped. */
  private async drain(name: string, turns: StreamTurns): Promise<void> {
    const places = this.waiting.get(name);
    if (places === undefined) return;
    for (let at = turns.next; at !== undefined; at = turns.next) {
      const place = places.get(at);
      if (place === undefined) return;
      const candidate = place.candidate ?? (await this.load(place.row));
      places.delete(at);
      // a body that cannot be read any more has nothing to apply, and nothing after it may be applied
      const verdict =
        candidate === undefined
          ? turns.stop(at, place.row.digest, { status: 'quarantined', reason: 'body-gone' })
          : await turns.take(candidate);
      this.settle(place.row, verdict);
    }
    const standing = turns.standing;
    if (standing === undefined) return;
    for (const { row } of places.values()) this.settle(row, standing);
    places.clear();
  }

  private async load(row: InboxRow): Promise<Candidate | undefined> {
    const bytes = (await this.deps.bodies.open([row.id])).get(row.id);
    const reading = bytes === undefined ? undefined : readMessage(row.id, bytes, row.source, this.deps.node);
    return reading?.kind === 'sequenced'
      ? { message: reading.message, prevhash: reading.prevhash, digest: row.digest }
      : undefined;
  }

  /** A message that has no stream to go to. */
  private refuse(arrival: Arrival, reason: string): void {
    const row = this.row(arrival);
    this.rows.set(row.id, row);
    if (arrival.bytes.byteLength <= WIRE_LIMITS.messageBytes) {
      this.bodies.push({ messageId: arrival.id, bodyKey: UNREAD_BODY_KEY, bytes: arrival.bytes });
    }
    this.settle(row, { status: 'quarantined', reason });
  }

  private row(arrival: Arrival, candidate?: Candidate): InboxRow {
    const { message } = candidate ?? {};
    return {
      id: arrival.id,
      source: this.origin.source,
      digest: arrival.digest,
      status: 'parked',
      at: this.now,
      frameId: this.origin.frameId,
      attempt: this.origin.attempt,
      place: arrival.place,
      ...(candidate === undefined || message === undefined
        ? {}
        : {
            type: message.type,
            stream: message.stream,
            sequence: message.sequence,
            prevhash: Buffer.from(candidate.prevhash, 'hex'),
            subject: message.subject,
            bodyKey: message.bodyKey,
            ...(message.causationId === undefined ? {} : { causationId: message.causationId }),
            time: message.time,
          }),
    };
  }

  private settle(row: InboxRow, verdict: Verdict): void {
    this.changes.set(row.id, toChange(row.id, verdict, this.now));
    this.answer(row.id, row.digest, verdict, this.now);
    if (verdict.status !== 'applied') {
      this.deps.log.warn('exchange.message.refused', {
        message: row.id,
        source: row.source,
        type: row.type,
        status: verdict.status,
        reason: verdict.reason,
      });
    }
  }

  private answer(id: string, digest: Uint8Array, verdict: Verdict | undefined, at: Date): void {
    this.answers.set(id, {
      id,
      digest: hex(digest),
      at: at.toISOString(),
      ...(verdict ?? { status: 'stored' }),
    });
  }

  /** The row with what it came to in this unit. */
  private final(row: InboxRow): InboxRow {
    const change = this.changes.get(row.id);
    return change === undefined ? row : { ...row, ...change };
  }
}
