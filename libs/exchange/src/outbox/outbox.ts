import {
  decodeStrictJson,
  encodeEnvelope,
  RECEIPT_TYPE,
  type ReceiptItem,
  sequencedEnvelopeSchema,
  type SequencedEnvelope,
  WIRE_LIMITS,
} from '#contract';
import { type Failpoint, type SystemClock, uuidV7 } from '#platform';
import type { Bodies, PlainBody } from '../bodies/bodies.js';
import type { NodeKeys, PeerDirectory } from '../ports/keys.js';
import type { Outbox, OutgoingMessage } from '../ports/messages.js';
import type { OutboxRow, OutStream } from '../ports/store-rows.js';
import type { ExchangeStore } from '../ports/store.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { RelayHint } from '../ports/transport.js';
import type { Standings } from '../resync/standings.js';
import { chainHead, fromHex, hex, messageDigest } from '../suite/digest.js';

/** Receipts belong to no case; their bytes lie under this name until they are sent. */
export const RECEIPT_BODY_KEY = 'exchange:receipts';

interface Waiting {
  readonly id: string;
  readonly message: OutgoingMessage;
  /** As JSON at the moment of the call: what the caller changes later does not count. */
  readonly dataText: string;
}
interface Pending {
  readonly messages: Waiting[];
  readonly receipts: { readonly dest: string; readonly items: ReceiptItem[] }[];
  /** Whether the relay is to be woken for it. */
  urgent: boolean;
}

/** Collects what a unit of work says and writes it in one go just before COMMIT, so that a frame costs few statements. */
export class ExchangeOutbox implements Outbox {
  private readonly units = new WeakMap<object, Pending>();

  constructor(
    private readonly deps: {
      readonly uow: UnitOfWork;
      readonly store: ExchangeStore;
      readonly bodies: Bodies;
      readonly keys: NodeKeys;
      readonly directory: PeerDirectory;
      readonly hint: RelayHint;
      readonly clock: SystemClock;
      readonly failpoint: Failpoint;
      /** Whose epoch stands in what is sent. */
      readonly standings: Pick<Standings, 'epochInUnit'>;
    },
  ) {}

  put(messages: readonly OutgoingMessage[]): Promise<readonly string[]> {
    // a promise in every case, so that a caller who awaits sees a refusal as a rejection
    return Promise.resolve().then(() => {
      const checked = messages.map((message) => ({ id: uuidV7(), message, dataText: this.check(message) }));
      if (checked.length > 0) {
        const pending = this.pending();
        pending.messages.push(...checked);
        pending.urgent = true;
      }
      return checked.map(({ id }) => id);
    });
  }

  /**
   * Answers for messages of one frame; they leave with the open unit of work, in no stream.
   * @param mayWait does not wake the relay for them: others follow at once, or its poll finds them.
   */
  putReceipts(dest: string, items: readonly ReceiptItem[], mayWait = false): void {
    if (items.length > 0 && !mayWait) this.pending().urgent = true;
    for (let at = 0; at < items.length; at += WIRE_LIMITS.frameMessages) {
      this.pending().receipts.push({ dest, items: items.slice(at, at + WIRE_LIMITS.frameMessages) });
    }
  }

  private check(message: OutgoingMessage): string {
    const { keys, directory } = this.deps;
    if (message.dest === keys.node) throw new Error(`a node does not send to itself (${message.dest})`);
    if (!directory.isPeer(message.dest)) throw new Error(`${message.dest} is not a peer of ${keys.node}`);
    // the types of JSON.stringify do not say that it gives undefined for undefined
    const text = message.data === undefined ? '' : JSON.stringify(message.data);
    const room = WIRE_LIMITS.messageBytes - ENVELOPE_ROOM;
    const json = decodeStrictJson(Buffer.from(text, 'utf8'), room, WIRE_LIMITS.depth - 1);
    if (!json.ok) throw new Error(`the data of a ${message.type} cannot be sent: ${json.refusal}`);
    const head = this.envelope({ id: uuidV7(), message, dataText: text }, PROBE);
    const probe = sequencedEnvelopeSchema.safeParse({ ...head, data: null });
    if (!probe.success) {
      throw new Error(`a ${message.type} has a wrong ${probe.error.issues[0]?.path.join('.') ?? 'field'}`);
    }
    return text;
  }

  private pending(): Pending {
    const { uow } = this.deps;
    const unit = uow.current();
    if (unit === undefined) throw new Error('messages are put inside a unit of work');
    const known = this.units.get(unit);
    if (known !== undefined) return known;
    const fresh: Pending = { messages: [], receipts: [], urgent: false };
    this.units.set(unit, fresh);
    uow.beforeCommit(async () => {
      this.units.delete(unit);
      await this.write(fresh);
      await this.deps.failpoint('P0');
    });
    uow.afterCommit(() => {
      if (fresh.urgent) this.deps.hint.notify();
    });
    return fresh;
  }

  private async write({ messages, receipts }: Pending): Promise<void> {
    const { store, bodies, standings } = this.deps;
    const rows: OutboxRow[] = [];
    const kept: PlainBody[] = [];
    const epoch = await standings.epochInUnit();
    const streams = await this.lock(messages, epoch);
    for (const waiting of messages) {
      const { id, message } = waiting;
      const name = streamName(message);
      const stream = streams.get(name);
      if (stream === undefined) throw new Error('the store gave no row for a stream');
      const bytes = Buffer.from(
        `${JSON.stringify(this.envelope(waiting, stream)).slice(0, -1)},"data":${waiting.dataText}}`,
        'utf8',
      );
      const digest = messageDigest(id, bytes);
      rows.push({
        id,
        dest: message.dest,
        type: message.type,
        stream: message.stream,
        sequence: stream.last + 1,
        prevhash: stream.head,
        epoch: stream.epoch,
        subject: message.subject,
        bodyKey: message.bodyKey,
        ...(message.causationId === undefined ? {} : { causationId: message.causationId }),
        time: message.time,
        digest,
        size: bytes.byteLength,
      });
      kept.push({ messageId: id, bodyKey: message.bodyKey, bytes });
      streams.set(name, { ...stream, last: stream.last + 1, head: chainHead(stream.head, digest) });
    }
    for (const receipt of receipts) {
      const { row, body } = this.receipt(receipt, epoch);
      rows.push(row);
      kept.push(body);
    }
    await bodies.keep(kept);
    await store.insertOutbox(rows);
    if (streams.size > 0) await store.saveOutStreams([...streams.values()]);
  }

  private async lock(messages: readonly Waiting[], epoch: number): Promise<Map<string, OutStream>> {
    const keys = new Map(
      messages.map(
        ({ message }) => [streamName(message), { dest: message.dest, ...message.stream }] as const,
      ),
    );
    if (keys.size === 0) return new Map();
    const sorted = [...keys].sort(([a], [b]) => (a < b ? -1 : 1));
    const locked = await this.deps.store.lockOutStreams(sorted.map(([, key]) => key));
    return new Map(locked.map((stream, at) => [sorted[at]?.[0] ?? '', { ...stream, epoch }]));
  }

  /** Everything but the data, which is already text. */
  private envelope(
    { id, message }: Waiting,
    stream: { readonly last: number; readonly head: Uint8Array; readonly epoch: number },
  ): Omit<SequencedEnvelope, 'data'> {
    return {
      specversion: '1.0',
      id,
      source: this.deps.keys.node,
      dest: message.dest,
      type: message.type,
      subject: message.subject,
      time: message.time.toISOString(),
      streamid: `${message.stream.kind}/${message.stream.id}`,
      sequence: stream.last + 1,
      prevhash: hex(stream.head),
      epoch: stream.epoch,
      correlationid: message.bodyKey,
      ...(message.causationId === undefined ? {} : { causationid: message.causationId }),
      datacontenttype: 'application/json',
    };
  }

  private receipt(
    receipt: { readonly dest: string; readonly items: readonly ReceiptItem[] },
    epoch: number,
  ): { row: OutboxRow; body: PlainBody } {
    const id = uuidV7();
    const time = this.deps.clock.now();
    const bytes = encodeEnvelope({
      specversion: '1.0',
      id,
      source: this.deps.keys.node,
      dest: receipt.dest,
      type: RECEIPT_TYPE,
      time: time.toISOString(),
      epoch,
      datacontenttype: 'application/json',
      data: { items: receipt.items },
    });
    const common = {
      id,
      dest: receipt.dest,
      type: RECEIPT_TYPE,
      epoch,
      subject: '',
      bodyKey: RECEIPT_BODY_KEY,
    };
    return {
      row: { ...common, time, digest: messageDigest(id, bytes), size: bytes.byteLength },
      body: { messageId: id, bodyKey: RECEIPT_BODY_KEY, bytes },
    };
  }
}

/** Bytes that the envelope around the data may take. */
const ENVELOPE_ROOM = 2_048;
const PROBE = { last: 0, head: fromHex('00'.repeat(32)), epoch: 1 };

const streamName = (message: OutgoingMessage): string =>
  `${message.dest} ${message.stream.kind}/${message.stream.id}`;
