// One end of the exchange as a process: everything on, and an effect that is one statement a frame, or one a message.
import {
  type Applied,
  bullmqSender,
  bullmqSource,
  createExchange,
  type Exchange,
  type InboundMessage,
  LeaseLost,
  redisHint,
} from '#exchange';
import { exchangeStore, loadSteps, openDatabase, records, type DatabaseSettings } from '#persistence';
import { noFailpoint, silentLog, systemClock } from '#platform';
import { testDirectory, testKeys, type TestKeysText } from '../../support/exchange-keys.js';
import { machineSeconds, serve, usage } from './child.js';
import { messageText } from './payload.js';
import { overTls, type TlsPlan } from './tls.js';

export interface OfficePlan {
  readonly node: string;
  readonly everybody: readonly TestKeysText[];
  readonly settings: DatabaseSettings;
  readonly redisUrl: string;
  readonly space: string;
  /** Frames go over HTTPS instead of BullMQ. */
  readonly tls?: TlsPlan;
}
export type OfficeOrder =
  /** Commits a backlog while the relay rests. */
  | { readonly do: 'backlog'; readonly dest: string; readonly from: number; readonly count: number }
  | { readonly do: 'relay' }
  /** Ends the relay; nothing leaves until it is started again. */
  | { readonly do: 'rest' }
  | { readonly do: 'expect'; readonly count: number; readonly effect: 'frame' | 'message' }
  /** Answers once as many took effect, with the second of the last. */
  | { readonly do: 'taken' }
  | { readonly do: 'drained' }
  /** One message; answers with the second of its commit. */
  | { readonly do: 'lone'; readonly dest: string; readonly n: number }
  | { readonly do: 'usage' };

const TYPE = 'huiyin.leg.sent.v1';
/** Messages of one leg in its life, and so of one stream under one case key. */
const PER_STREAM = 20;
const PER_COMMIT = 200;

const plan: OfficePlan = JSON.parse(process.env['BENCH_PLAN'] ?? '{}');
const database = await openDatabase(plan.settings, {
  records,
  steps: await loadSteps(),
  onHookFailure: (error) => {
    throw error;
  },
});
const { uow } = database;
const everybody = plan.everybody.map(testKeys);
const own = everybody.find(({ node }) => node === plan.node);
if (own === undefined) throw new Error(`no keys of ${plan.node}`);
const wire = {
  node: plan.node,
  redisUrl: plan.redisUrl,
  space: plan.space,
  failpoint: noFailpoint,
  log: silentLog,
};

let effect: 'frame' | 'message' = 'frame';
let expected = 0;
let taken = 0;
let reached: (at: number) => void = () => undefined;
let all = new Promise<number>(() => undefined);
const frames = new WeakMap<object, InboundMessage[]>();

const build = (): Exchange =>
  createExchange({
    keys: own,
    directory: testDirectory(everybody),
    uow,
    store: exchangeStore(uow, () => new LeaseLost('the lease is lost')),
    ...(plan.tls === undefined
      ? { sender: bullmqSender(wire), source: bullmqSource(wire) }
      : overTls(plan.tls)),
    hint: redisHint(wire),
    inbound: () => new Map([[TYPE, { handle }]]),
    legalClock: systemClock,
  });
let exchange = build();
await start();
serve(obey, async () => {
  await stop();
  await database.close();
});

async function start(): Promise<void> {
  await exchange.source.start((bytes) => exchange.receive(bytes));
}

async function stop(): Promise<void> {
  await exchange.source.stop();
  await exchange.stopRelay();
}

async function obey(order: OfficeOrder): Promise<unknown> {
  switch (order.do) {
    case 'backlog':
      for (let from = order.from; from < order.from + order.count; from += PER_COMMIT) {
        await put(order.dest, from, Math.min(PER_COMMIT, order.from + order.count - from));
      }
      return;
    case 'relay': {
      const at = machineSeconds();
      exchange.startRelay();
      return at;
    }
    case 'rest':
      await stop();
      exchange = build();
      await start();
      return;
    case 'expect':
      ({ effect, count: expected } = order);
      taken = 0;
      all = new Promise((resolve) => (reached = resolve));
      return;
    case 'taken':
      return await all;
    case 'drained':
      for (;;) {
        const { pending, parked } = await exchange.figures();
        if (pending === 0 && parked === 0) return machineSeconds();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    case 'lone':
      await put(order.dest, order.n, 1);
      return machineSeconds();
    case 'usage':
      return usage();
  }
}

async function put(dest: string, from: number, count: number): Promise<void> {
  await uow.run(() =>
    exchange.outbox.put(
      Array.from({ length: count }, (_, at) => {
        const n = from + at;
        const leg = `leg-${String(Math.floor(n / PER_STREAM))}`;
        return {
          dest,
          type: TYPE,
          stream: { kind: 'leg' as const, id: leg },
          subject: 'CS-2026-1-00001',
          bodyKey: leg,
          time: new Date(),
          data: { n, text: messageText(n % 64) },
        };
      }),
    ),
  );
}

async function handle(message: InboundMessage): Promise<Applied> {
  const unit = uow.current();
  if (unit === undefined) throw new Error('a handler runs inside a unit of work');
  const known = frames.get(unit);
  const batch = known ?? [];
  if (known === undefined) {
    frames.set(unit, batch);
    if (effect === 'frame') uow.beforeCommit(() => insert(batch));
    uow.afterCommit(() => {
      taken += batch.length;
      if (taken >= expected) reached(machineSeconds());
    });
  }
  batch.push(message);
  if (effect === 'message') {
    await uow
      .writer()
      .query('UPDATE bench_leg SET messages = messages + 1 WHERE id = ?', [numberOf(message) % 1_000]);
  }
  return { kind: 'applied' };
}

/** The set-based effect: one statement for all of a frame. */
async function insert(batch: readonly InboundMessage[]): Promise<void> {
  await uow
    .writer()
    .query('INSERT INTO bench_effect (n) VALUES ?', [batch.map((message) => [numberOf(message)])]);
}

function numberOf({ data }: InboundMessage): number {
  return typeof data === 'object' && data !== null && 'n' in data && typeof data.n === 'number' ? data.n : -1;
}
