import {
  createExchange,
  type Applied,
  type Exchange,
  type ExchangeSettings,
  type ExchangeStore,
  type FrameParcel,
  type FrameSender,
  type FrameSource,
  type InboundMessage,
  type InboundTable,
  type Rebuild,
  type RelayHint,
  type Settlement,
  type StreamRef,
  type UnitOfWork,
} from '#exchange';
import { type Failpoint, silentLog, uuidV7 } from '#platform';
import { eventually } from './eventually.js';
import { testDirectory, type TestKeys, testKeys, testKeysText } from './exchange-keys.js';

/** A message that took effect, as its unit of work committed it. */
export interface Effect {
  readonly messageId: string;
  readonly stream: string;
  readonly sequence: number;
  readonly n: number;
}

/** A node's database, with a table where handlers leave their effects. */
export interface OfficeDatabase {
  readonly uow: UnitOfWork;
  readonly store: ExchangeStore;
  addEffect(effect: Effect): Promise<void>;
  effects(): Promise<readonly Effect[]>;
  /** A backup; the function that it gives sets the database back to it. */
  backup(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** The queues between the nodes. */
export interface OfficeWire {
  sender(node: string): FrameSender;
  source(node: string): FrameSource;
  hint(node: string): RelayHint;
  /** FLUSHALL. */
  flush(): Promise<void>;
  /** Every byte that lies in the queues, decoded as far as anyone can without a key. */
  dump(): Promise<string>;
}

/** What a conformance run needs from a pair of adapters. */
export interface Adapters {
  /** A fresh database for one node. */
  database(): Promise<OfficeDatabase>;
  /** Fresh queues. */
  wire(): Promise<OfficeWire>;
}

/** What a handler of the tests is told to do; the text stands for a petition's. */
export interface Errand {
  readonly n: number;
  readonly act?: 'apply' | 'die' | 'reject' | 'quarantine' | 'throw' | 'deadlock-once' | 'answer';
  readonly text?: string;
  /** In a recovery: its effect builds on the one of that number, whatever stream that came on. */
  readonly needs?: number;
}

/** Number of an errand of which a recovery cannot bring all back. */
export const PARTLY = 77;

export const TYPE = 'huiyin.leg.sent.v1';
export const ANSWER = 'huiyin.leg.reported.v1';
export const MAYOR = '王小明诉造纸厂';

const QUICK: Partial<ExchangeSettings> = {
  pollMs: 20,
  leaseMs: 1_000,
  retryMs: 200,
  retryMaxMs: 800,
  tryMs: 2,
  gapMs: 200,
  refillMs: 2_000,
};

/** One office of a test network. */
export class Office {
  readonly settled: Settlement[] = [];
  readonly heard: InboundMessage[] = [];
  /** Numbers of its own errands whose effects it took up again in a recovery. */
  readonly takenUp: number[] = [];
  /** Handlers no longer refuse or break: what an operator waits for before a retry. */
  mended = false;
  private deadlocks = new Set<string>();
  private exchange: Exchange;
  /** What becomes of a parcel on its way; default: it goes. */
  meddle: (dest: string, parcel: FrameParcel) => readonly FrameParcel[] = (_dest, parcel) => [parcel];

  constructor(
    readonly keys: TestKeys,
    readonly database: OfficeDatabase,
    private readonly everybody: readonly TestKeys[],
    private readonly wire: OfficeWire,
    private readonly failpoint?: Failpoint,
    private readonly tuning: Partial<ExchangeSettings> = {},
  ) {
    this.exchange = this.build();
  }

  get node(): string {
    return this.keys.node;
  }
  get it(): Exchange {
    return this.exchange;
  }

  private build(): Exchange {
    const sender = this.wire.sender(this.node);
    return createExchange({
      keys: this.keys,
      directory: testDirectory(this.everybody),
      uow: this.database.uow,
      store: this.database.store,
      sender: {
        ...sender,
        send: (dest, parcels, first) =>
          sender.send(
            dest,
            parcels.flatMap((parcel) => this.meddle(dest, parcel)),
            first,
          ),
      },
      source: this.wire.source(this.node),
      hint: this.wire.hint(this.node),
      inbound: () => this.table(),
      listener: () => ({
        settled: (settlement) => {
          this.database.uow.afterCommit(() => void this.settled.push(settlement));
          return Promise.resolve();
        },
      }),
      refusedForGood: new Set([ANSWER]),
      legalClock: { now: () => new Date('2026-08-03T02:00:00.000Z') },
      settings: { ...QUICK, ...this.tuning },
      rebuild: () => this.rebuild(),
      log: silentLog,
      ...(this.failpoint === undefined ? {} : { failpoint: this.failpoint }),
    });
  }

  private table(): InboundTable {
    const handle = (message: InboundMessage): Promise<Applied> => this.handle(message);
    return new Map([
      [TYPE, { handle }],
      [ANSWER, { handle }],
    ]);
  }

  /** What the effects of the tests are made of again: nothing is answered twice. */
  private rebuild(): Rebuild {
    return {
      own: ({ data }) => {
        this.takenUp.push(errandOf(data).n);
        return Promise.resolve({ kind: 'done' });
      },
      theirs: async ({ id, stream, sequence, data }) => {
        const name = `${stream.kind}/${stream.id}`;
        const { n, needs } = errandOf(data);
        const there = needs === undefined ? [] : await this.database.effects();
        if (needs !== undefined && !there.some((effect) => effect.n === needs))
          return { kind: 'not-yet', reason: 'needs-another' };
        await this.database.addEffect({ messageId: id, stream: name, sequence, n });
        return n === PARTLY ? { kind: 'done', without: 'never-sent' } : { kind: 'done' };
      },
      done: () => Promise.resolve(),
    };
  }

  private async handle(message: InboundMessage): Promise<Applied> {
    const { uow } = this.database;
    const errand = errandOf(message.data);
    const { stream, sequence, id } = message;
    await this.database.addEffect({
      messageId: id,
      stream: `${stream.kind}/${stream.id}`,
      sequence,
      n: errand.n,
    });
    if (errand.act === 'die') {
      process.kill(process.pid, 'SIGKILL');
      await new Promise(() => undefined);
    }
    if (errand.act === 'throw' && !this.mended) throw new Error('a handler that always breaks');
    if (errand.act === 'deadlock-once' && !this.deadlocks.has(id)) {
      this.deadlocks.add(id);
      throw Object.assign(new Error('Deadlock found'), { errno: 1213, code: 'ER_LOCK_DEADLOCK' });
    }
    if (errand.act === 'answer') {
      const { source, subject, bodyKey, time } = message;
      const data: Errand = { n: errand.n };
      await this.exchange.outbox.put([
        { dest: source, type: ANSWER, stream, subject, bodyKey, time, data, causationId: id },
      ]);
    }
    uow.afterCommit(() => void this.heard.push(message));
    if (errand.act === 'reject') return { kind: 'rejected', reason: 'already-accepted', article: 'L1 23(3)' };
    if (errand.act === 'quarantine' && !this.mended) return { kind: 'quarantined', reason: 'not-its-role' };
    return { kind: 'applied' };
  }

  /** Puts errands as messages of one stream, in one unit of work. */
  async send(
    dest: string,
    stream: StreamRef,
    errands: readonly Errand[],
    type = TYPE,
  ): Promise<readonly string[]> {
    return this.database.uow.run(() =>
      this.exchange.outbox.put(
        errands.map((data) => ({
          dest,
          type,
          stream,
          subject: 'CS-2026-000001',
          bodyKey: `case-${stream.id}`,
          time: new Date('2026-08-03T01:00:00.000Z'),
          data,
        })),
      ),
    );
  }

  async start(): Promise<void> {
    await this.exchange.source.start((bytes) => this.exchange.receive(bytes));
    this.exchange.startRelay();
  }

  async stop(): Promise<void> {
    await this.exchange.source.stop();
    await this.exchange.stopRelay();
  }

  /** Stops and comes back as another process would: same database, nothing in memory. */
  async restart(): Promise<void> {
    await this.stop();
    this.exchange = this.build();
    await this.start();
  }
}

function errandOf(data: unknown): Errand {
  if (typeof data !== 'object' || data === null || !('n' in data) || typeof data.n !== 'number')
    return { n: -1 };
  const known = ['apply', 'die', 'reject', 'quarantine', 'throw', 'deadlock-once', 'answer'] as const;
  const act = 'act' in data ? known.find((name) => name === data.act) : undefined;
  const needs = 'needs' in data && typeof data.needs === 'number' ? { needs: data.needs } : {};
  return act === undefined ? { n: data.n, ...needs } : { n: data.n, act, ...needs };
}

/** A stream of its own for one situation. */
export const aStream = (): StreamRef => ({ kind: 'leg', id: uuidV7() });

/** Offices that know each other, each with a fresh database. */
export async function openOffices<N extends string>(
  adapters: Adapters,
  names: readonly N[],
  failpoints: Partial<Record<N, Failpoint>> = {},
  tuning: Partial<ExchangeSettings> = {},
): Promise<{ readonly office: (name: N) => Office; readonly wire: OfficeWire; close(): Promise<void> }> {
  const everybody = names.map((name) => testKeys(testKeysText(name)));
  const wire = await adapters.wire();
  const offices = new Map<N, Office>();
  for (const [at, name] of names.entries()) {
    const keys = everybody[at];
    if (keys === undefined) continue;
    const database = await adapters.database();
    offices.set(name, new Office(keys, database, everybody, wire, failpoints[name], tuning));
  }
  return {
    wire,
    office: (name) => {
      const office = offices.get(name);
      if (office === undefined) throw new Error(`no office ${name}`);
      return office;
    },
    close: async () => {
      for (const office of offices.values()) await office.stop();
      for (const office of offices.values()) await office.database.close();
    },
  };
}

/** Waits until nobody has anything unanswered or parked. */
export async function drained(offices: readonly Office[], within = 20_000): Promise<void> {
  await eventually(
    async () => Promise.all(offices.map((office) => office.it.figures())),
    (all) => all.every((figures) => figures.pending === 0 && figures.parked === 0),
    within,
  );
}
