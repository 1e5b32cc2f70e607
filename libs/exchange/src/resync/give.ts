import {
  type FrameRecord,
  type Proof,
  RECEIPT_TYPE,
  type ReceiptItem,
  type RefillAsked,
  type RefillEntry,
  RESYNC_LIMITS,
} from '#contract';
import type { Bodies } from '../bodies/bodies.js';
import { toStream } from '../inbox/decide.js';
import type { InboxRow, InboxStatus } from '../ports/store-rows.js';
import type { AnsweredRow } from '../ports/resync.js';
import type { ExchangeStore } from '../ports/store.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { makeProof } from '../proof/make-proof.js';
import { hex } from '../suite/digest.js';
import type { Speaker } from './speaker.js';

/** Bytes of entries and of messages in one frame of a refill. */
const PAGE_ENTRIES = 180_000;
const PAGE_BODIES = 300_000;
/** Bytes after which nothing more is given: the asker takes that, compares anew and asks for the rest. */
const ASK_BYTES = 6_000_000;
/** Messages of one stream and direction that are looked at for one question. */
const MOST_OF_STREAM = 5_000;

type EntryHead = Pick<
  RefillEntry,
  'stream' | 'sequence' | 'id' | 'digest' | 'of' | 'status' | 'reason' | 'article' | 'at'
>;
interface Item {
  readonly entry: RefillEntry;
  readonly size: number;
  readonly body?: FrameRecord;
}

interface Row {
  readonly id: string;
  readonly make: () => Promise<readonly Item[]>;
}

/** Each list in its own order, between them the earlier id first: as the asker takes them up again. */
function merged(yours: readonly Row[], mine: readonly Row[]): readonly Row[] {
  const left = { yours: [...yours], mine: [...mine] };
  const all: Row[] = [];
  for (;;) {
    const [one] = left.yours;
    const [other] = left.mine;
    if (one === undefined) return [...all, ...left.mine];
    if (other === undefined) return [...all, ...left.yours];
    all.push(one.id < other.id ? one : other);
    (one.id < other.id ? left.yours : left.mine).shift();
  }
}

/** Gives a peer that was set back what this node holds of their common streams, and of no others. */
export class Giving {
  constructor(
    private readonly deps: {
      readonly node: string;
      readonly uow: UnitOfWork;
      readonly store: ExchangeStore;
      readonly bodies: Bodies;
      readonly speaker: Speaker;
    },
  ) {}

  /** In as many frames as it takes; of a stream that is larger than one answer, the beginning of both directions. */
  async give(peer: string, { ask, streams }: RefillAsked): Promise<void> {
    let page: Item[] = [];
    let number = 0;
    let given = 0;
    const flush = async (last: boolean): Promise<void> => {
      await this.send(peer, { ask, page: number++, last }, page);
      page = [];
    };
    for (const { stream, sent, applied } of streams) {
      if (given > ASK_BYTES) break;
      for (const row of await this.rowsOf(peer, stream, sent, applied)) {
        if (given > ASK_BYTES) break;
        for (const item of await row.make()) {
          if (full(page, item)) await flush(false);
          page.push(item);
          given += item.size + (item.body?.bytes.byteLength ?? 0);
        }
      }
    }
    await flush(true);
  }

  /** Without their bodies, which are read one by one. Both directions in the order in which they were made. */
  private async rowsOf(peer: string, name: string, sent: number, applied: number): Promise<readonly Row[]> {
    const { store } = this.deps;
    const stream = toStream(name);
    const yours = await store.takenFrom(peer, stream, sent + 1, MOST_OF_STREAM);
    const mine = await store.sentRange(peer, stream, applied + 1, Number.MAX_SAFE_INTEGER, MOST_OF_STREAM);
    return merged(
      yours.map((row) => ({ id: row.id, make: () => this.yours(name, row) })),
      mine.map((row) => ({ id: row.id, make: () => this.mine(name, row) })),
    );
  }

  /** A message of the peer, with the frame that it signed. */
  private async yours(stream: string, row: InboxRow): Promise<Item[]> {
    const { type, subject, bodyKey, time, prevhash, sequence, status, id } = row;
    if (sequence === undefined || status === 'parked' || type === undefined || prevhash === undefined)
      return [];
    const meta = {
      type,
      subject: subject ?? '',
      bodyKey: bodyKey ?? '',
      time: (time ?? row.at).toISOString(),
      prevhash: hex(prevhash),
      epoch: 1,
      size: 0,
    };
    const verdict = verdictOf(status, row.reason, row.article, row.at);
    return this.item({ stream, sequence, id, digest: hex(row.digest), of: 'yours', ...verdict }, meta);
  }

  /** A message of this node that the peer had answered, with the receipt that it signed. */
  private async mine(stream: string, row: AnsweredRow): Promise<Item[]> {
    const { type, subject, bodyKey, time, prevhash, sequence, epoch, size, status, id } = row;
    if (sequence === undefined || prevhash === undefined || !isFinal(status)) return [];
    const meta = { type, subject, bodyKey, time: time.toISOString(), prevhash: hex(prevhash), epoch, size };
    const verdict = verdictOf(status, row.reason, row.article, row.settledAt ?? time);
    return this.item({ stream, sequence, id, digest: hex(row.digest), of: 'mine', ...verdict }, meta);
  }

  private async item(head: EntryHead, meta: NonNullable<RefillEntry['gone']>): Promise<Item[]> {
    const { node, uow, store, bodies } = this.deps;
    const proof = await makeProof(head.id, node, { uow, store, bodies });
    if (proof === undefined) return [];
    const { bytes, ...message } = proof.message;
    const bare: Proof = { ...proof, message };
    const entry: RefillEntry = { ...head, proof: bare, ...(bytes === undefined ? { gone: meta } : {}) };
    return [
      {
        entry,
        size: JSON.stringify(entry).length,
        ...(bytes === undefined ? {} : { body: { id: entry.id, bytes: Buffer.from(bytes, 'base64url') } }),
      },
    ];
  }

  private async send(
    peer: string,
    head: { readonly ask: string; readonly page: number; readonly last: boolean },
    items: readonly Item[],
  ): Promise<void> {
    const { speaker } = this.deps;
    const answers = items.flatMap(({ entry }): ReceiptItem[] =>
      entry.of === 'yours' ? [receiptOf(entry)] : [],
    );
    const receipt = answers.length === 0 ? [] : [speaker.record(peer, RECEIPT_TYPE, { items: answers })];
    const attached = items.flatMap(({ body }) => body ?? []);
    const entries = items.map(({ entry }) => entry);
    await speaker.say(peer, 'huiyin.exchange.refill.v1', { ...head, entries }, [...receipt, ...attached]);
  }
}

function full(page: readonly Item[], item: Item): boolean {
  if (page.length === 0) return false;
  const entries = page.reduce((sum, { size }) => sum + size, 0);
  const bodies = page.reduce((sum, { body }) => sum + (body?.bytes.byteLength ?? 0), 0);
  return (
    page.length === RESYNC_LIMITS.refillEntries ||
    entries + item.size > PAGE_ENTRIES ||
    bodies + (item.body?.bytes.byteLength ?? 0) > PAGE_BODIES
  );
}

const isFinal = (status: string): status is Exclude<InboxStatus, 'parked'> =>
  status === 'applied' || status === 'rejected' || status === 'quarantined' || status === 'unsupported';

const verdictOf = (
  status: Exclude<InboxStatus, 'parked'>,
  reason: string | undefined,
  article: string | undefined,
  at: Date,
): Pick<RefillEntry, 'status' | 'reason' | 'article' | 'at'> => ({
  status,
  ...(reason === undefined ? {} : { reason }),
  ...(article === undefined ? {} : { article }),
  at: at.toISOString(),
});

const receiptOf = ({ id, digest, status, reason, article, at }: RefillEntry): ReceiptItem => ({
  id,
  digest,
  status,
  ...(reason === undefined ? {} : { reason }),
  ...(article === undefined ? {} : { article }),
  at,
});
