import { receiptDataSchema, type ReceiptItem } from '#contract';
import { type Log, uuidV7 } from '#platform';
import type { Countersigning } from '../audit/countersign.js';
import type { OpenedFrame } from '../frames/open.js';
import { mayFollow } from '../ports/operator.js';
import type { DeliveryListener } from '../ports/messages.js';
import type { OutboxAnswer, QuarantineEntry, StoredOutboxRow } from '../ports/store-rows.js';
import type { ExchangeStore } from '../ports/store.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { fromHex, sameBytes } from '../suite/digest.js';
import { type Arrival, type Origin, proofOf } from './arrival.js';

export interface ReceiptDeps {
  readonly uow: UnitOfWork;
  readonly store: ExchangeStore;
  readonly listener: DeliveryListener;
  readonly countersigning: Countersigning;
  /** From whom, and milliseconds since the message was made. */
  readonly onAnswer: (peer: string, afterMs: number) => void;
  readonly log: Log;
  /** A peer answers what this node does not know to have sent. */
  readonly onUnknown: (peer: string) => void;
}

/** Books what the addressees answered: forward only, each final answer told to the casework once. */
export class ReceiptDesk {
  constructor(private readonly deps: ReceiptDeps) {}

  /**
   * Takes the receipts of one frame, together in one unit of work. Throws only when the store is away; their sender
   * makes them again when asked.
   */
  async take(frame: OpenedFrame, origin: Origin, arrivals: readonly Arrival[]): Promise<void> {
    const { uow, store, log } = this.deps;
    const read: { readonly arrival: Arrival; readonly items: readonly ReceiptItem[] }[] = [];
    const oddities: QuarantineEntry[] = [];
    for (const arrival of arrivals) {
      const data = receiptDataSchema.safeParse(
        arrival.reading.kind === 'receipt' ? arrival.reading.data : undefined,
      );
      if (data.success) read.push({ arrival, items: data.data.items });
      else oddities.push(odd(origin, arrival, 'not-a-receipt'));
    }
    if (oddities.length > 0) await uow.run(() => store.insertQuarantine(oddities));
    if (read.length === 0) return;
    try {
      await uow.run(async () => {
        for (const { arrival, items } of read) await this.book(frame, origin, arrival, items);
      });
    } catch (error) {
      if (uow.isOutage(error)) throw error;
      // one listener that throws must not keep back the answers beside it
      log.warn('exchange.receipt.split', { source: origin.source, count: read.length }, error);
      for (const { arrival, items } of read) {
        for (const item of items) await this.bookAlone(frame, origin, arrival, item);
      }
    }
  }

  private async bookAlone(
    frame: OpenedFrame,
    origin: Origin,
    arrival: Arrival,
    item: ReceiptItem,
  ): Promise<void> {
    const { uow, log } = this.deps;
    try {
      await uow.run(() => this.book(frame, origin, arrival, [item]));
    } catch (error) {
      if (uow.isOutage(error)) throw error;
      // the row stays unsettled: it is sent again after its back-off, and answered again
      log.error('exchange.receipt.not-booked', { message: item.id, source: origin.source }, error);
    }
  }

  private async book(
    frame: OpenedFrame,
    origin: Origin,
    arrival: Arrival,
    items: readonly ReceiptItem[],
  ): Promise<void> {
    const { store, uow, listener, countersigning, onAnswer } = this.deps;
    const rows = new Map((await store.lockOutbox(items.map(({ id }) => id))).map((row) => [row.id, row]));
    const oddities: QuarantineEntry[] = [];
    const answers = new Map<string, { readonly answer: OutboxAnswer; readonly row: StoredOutboxRow }>();
    for (const item of items) {
      const row = rows.get(item.id);
      const reason = objection(row, item, origin.source);
      if (row === undefined || reason !== undefined) {
        oddities.push({ ...odd(origin, arrival, reason ?? 'receipt-unknown'), messageId: item.id });
        this.deps.onUnknown(origin.source);
      } else if (mayFollow(row.status, item.status)) {
        answers.set(item.id, { row, answer: toAnswer(item, row, arrival.id) });
      }
    }
    await store.insertQuarantine(oddities);
    if (answers.size === 0) return;
    await countersigning.take(frame);
    await store.insertInFrames([proofOf(frame, origin)]);
    await store.insertReceipts([
      {
        id: arrival.id,
        source: origin.source,
        frameId: origin.frameId,
        attempt: origin.attempt,
        place: arrival.place,
        bytes: arrival.bytes,
      },
    ]);
    await store.answerOutbox(
      origin.source,
      [...answers.values()].map(({ answer }) => answer),
    );
    uow.afterCommit(() => {
      const now = Date.now();
      for (const id of answers.keys()) onAnswer(origin.source, Math.max(0, now - madeAt(id)));
    });
    for (const { row, answer } of answers.values()) {
      if (answer.status === 'stored' || row.stream === undefined) continue;
      await listener.settled({
        messageId: row.id,
        dest: row.dest,
        type: row.type,
        subject: row.subject,
        stream: row.stream,
        outcome: answer.status,
        ...(answer.reason === undefined ? {} : { reason: answer.reason }),
        ...(answer.article === undefined ? {} : { article: answer.article }),
        at: answer.at,
      });
    }
  }
}

/** The instant in a UUIDv7. */
const madeAt = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

function objection(row: StoredOutboxRow | undefined, item: ReceiptItem, source: string): string | undefined {
  if (row === undefined || row.sequence === undefined) return 'receipt-unknown';
  if (row.dest !== source) return 'receipt-foreign';
  if (!sameBytes(row.digest, fromHex(item.digest))) return 'receipt-other-bytes';
  return undefined;
}

function toAnswer(item: ReceiptItem, row: StoredOutboxRow, receiptId: string): OutboxAnswer {
  return {
    id: item.id,
    status: item.status,
    ...(item.reason === undefined ? {} : { reason: item.reason }),
    ...(item.article === undefined ? {} : { article: item.article }),
    at: new Date(item.at),
    receiptId,
    ...(row.frameId === undefined ? {} : { frameId: row.frameId }),
  };
}

function odd(origin: Origin, arrival: Arrival, reason: string): QuarantineEntry {
  return {
    id: uuidV7(),
    claimedSource: origin.source,
    frameId: origin.frameId,
    reason,
    digest: arrival.digest,
    size: arrival.bytes.byteLength,
    messageId: arrival.id,
  };
}
