import type { Proof } from '#contract';
import {
  type Failpoint,
  type LegalClock,
  type Log,
  noFailpoint,
  silentLog,
  systemClock,
  type SystemClock,
  uuidV7,
} from '#platform';
import { Countersigning } from './audit/countersign.js';
import { Bodies } from './bodies/bodies.js';
import { FrameBuilder } from './frames/build.js';
import { FrameOpener } from './frames/open.js';
import { Healing } from './heal/heal.js';
import type { HealResult, HealWish } from './heal/healed.js';
import { Inbox } from './inbox/inbox.js';
import { ReceiptDesk } from './inbox/receipts.js';
import { Solo } from './inbox/solo.js';
import { ExchangeOutbox } from './outbox/outbox.js';
import type { AcknowledgeOutcome, Acknowledging, Alarm } from './ports/alarms.js';
import type { NodeKeys, PeerDirectory } from './ports/keys.js';
import type { Rebuild } from './ports/rebuild.js';
import type {
  BodyVault,
  Delivery,
  DeliveryListener,
  InboundTable,
  Outbox,
  StreamHeads,
  StreamRef,
} from './ports/messages.js';
import type { ExchangeFigures, PeerFigures, PeerWindow, QuarantinedItem } from './ports/store-rows.js';
import type { ExchangeStore } from './ports/store.js';
import type { UnitOfWork } from './ports/unit-of-work.js';
import type { FrameSender, FrameSource, FrameVerdict, RelayHint } from './ports/transport.js';
import { makeProof } from './proof/make-proof.js';
import { QuarantineDesk } from './operator/quarantine-desk.js';
import type { Operation, RecordedOperation } from './ports/operator.js';
import { Relay } from './relay/relay.js';
import { createResync, plainRebuild } from './resync/create.js';
import { ResyncAlarms } from './resync/resync-alarms.js';
import type { ResyncService } from './resync/service.js';
import { Standings } from './resync/standings.js';
import { EXCHANGE_DEFAULTS, type ExchangeSettings } from './settings.js';
import { nodeSuite } from './suite/suite.js';

/** Beyond so many the oldest wait until some were taken note of. */
const MOST_ALARMS = 200;

/** What one node's exchange is made of. */
export interface ExchangeOptions {
  readonly keys: NodeKeys;
  readonly directory: PeerDirectory;
  readonly uow: UnitOfWork;
  readonly store: ExchangeStore;
  readonly sender: FrameSender;
  readonly source: FrameSource;
  readonly hint: RelayHint;
  /** The role's inbound table. Called at start, so that handlers may themselves need the outbox. */
  readonly inbound: () => InboundTable;
  /** Hears of each settled sending once. Default: nobody. */
  readonly listener?: () => DeliveryListener;
  /** Hears of each answer that came in: from whom, and milliseconds since its message was made. Default: nobody. */
  readonly onAnswer?: (peer: string, afterMs: number) => void;
  /** Types whose refusal the sender's office has acted upon (its matter is back on its desk). Default none. */
  readonly refusedForGood?: ReadonlySet<string>;
  readonly legalClock: LegalClock;
  readonly systemClock?: SystemClock;
  readonly settings?: Partial<ExchangeSettings>;
  readonly failpoint?: Failpoint;
  readonly log?: Log;
  /** Takes the casework up again after a recovery. Default: messages of peers are handled as new ones, own ones not. */
  readonly rebuild?: () => Rebuild;
}

/** One node's end of the exchange. */
export interface Exchange {
  readonly outbox: Outbox;
  readonly vault: BodyVault;
  /** Where this node's frames come in; the strategy starts and stops it. */
  readonly source: FrameSource;
  /** Compares and heals; what an operator may ask. */
  readonly resync: ResyncService;
  /** Reads own epoch and standings; a unit of work, the relay and the inbox wait for it by themselves. */
  ready(): Promise<void>;
  /**
   * This node's database is older than what the node has done: it goes on in a higher epoch than that one, in which it
   * was before, and takes nothing from a peer before it has compared its streams with it.
   */
  setBack(epoch: number): Promise<void>;
  /** In this life nothing is taken from a peer before the streams were compared with it: the node was set back. */
  compareFirst(): void;
  /** This node's epoch, after `ready`. */
  epoch(): number;
  /** Takes in one frame; never throws. */
  receive(bytes: Uint8Array): Promise<FrameVerdict>;
  /** Starts the relay. */
  startRelay(): void;
  /** Ends the relay and closes the connections; the source is stopped by who started it. */
  stopRelay(): Promise<void>;
  /** The sendings of a stream with their ticks. */
  deliveries(stream: StreamRef): Promise<readonly Delivery[]>;
  heads(peer: string, stream: StreamRef): Promise<StreamHeads>;
  /** Drained when pending and parked are 0. */
  figures(): Promise<ExchangeFigures>;
  /** Failures that nobody has taken note of, newest first, at most 200. */
  alarms(): Promise<readonly Alarm[]>;
  /** Takes note of a failure: it alarms no longer and stays on record. */
  acknowledge(entry: Acknowledging): Promise<AcknowledgeOutcome>;
  /** The same for each peer with which anything is under way. */
  peerFigures(): Promise<readonly PeerFigures[]>;
  /** What proves one message to a third party; undefined when this node neither sent nor received it. */
  proof(messageId: string): Promise<Proof | undefined>;
  /** Peers with anything waiting or open: what is on its way, and how long they have been silent. */
  peerWindows(): Promise<readonly PeerWindow[]>;
  /** What an operator does about messages that were put away. */
  readonly quarantine: Pick<QuarantineDesk, 'retry' | 'drop'>;
  /** Puts messages that an audit named right again, from the copies of the other ends; on record. */
  heal(wish: HealWish): Promise<HealResult>;
  /** Keeps what an operator did. */
  record(operation: Omit<Operation, 'id'>): Promise<void>;
  /** What operators did, newest first. */
  operations(page: {
    readonly limit: number;
    readonly after?: string;
  }): Promise<readonly RecordedOperation[]>;
  /** What was refused, newest first. */
  quarantined(page: { readonly limit: number; readonly after?: string }): Promise<readonly QuarantinedItem[]>;
}

/** Makes it at the first call: handlers may themselves need the outbox. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Builds one node's exchange; opens nothing until it is started. No state outside of it: a process hosts many. */
export function createExchange(options: ExchangeOptions): Exchange {
  const { keys, directory, uow, store, hint, sender, legalClock } = options;
  const clock = options.systemClock ?? systemClock;
  const failpoint = options.failpoint ?? noFailpoint;
  const log = options.log ?? silentLog;
  const settings = { ...EXCHANGE_DEFAULTS, ...options.settings };
  const bodies = new Bodies(store, keys, nodeSuite);
  const alarms = new ResyncAlarms({ uow, store, log });
  const standings = new Standings({ uow, store, alarms, log });
  const outbox = new ExchangeOutbox({
    ...{ uow, store, bodies, keys, directory, hint, clock, failpoint, standings },
  });
  const builder = new FrameBuilder(keys, directory, nodeSuite, clock, () => standings.epoch);
  const opener = new FrameOpener(keys, directory, nodeSuite, clock);
  const relay = new Relay({ uow, store, bodies, builder, sender, hint, settings, failpoint, log, standings });
  const inboundTable = lazily(options.inbound);
  const rebuild = lazily(options.rebuild ?? (() => plainRebuild(inboundTable())));
  const { resync, copies } = createResync({
    ...{
      keys,
      directory,
      uow,
      store,
      bodies,
      standings,
      alarms,
      builder,
      sender,
      clock,
      settings,
      log,
      rebuild,
    },
    failpoint,
    wake: () => hint.notify(),
  });
  const countersigning = new Countersigning({ uow, store, log });
  const solo = new Solo({ uow, store, log, soloMs: settings.soloMs });
  const nobody: DeliveryListener = { settled: () => Promise.resolve() };
  let inbox: Inbox | undefined;
  const makeInbox = (): Inbox => {
    const receipts = new ReceiptDesk({
      uow,
      store,
      countersigning,
      log,
      listener: options.listener?.() ?? nobody,
      onAnswer: options.onAnswer ?? (() => undefined),
      onUnknown: (peer) => resync.suspect(peer),
    });
    const table = inboundTable();
    const node = keys.node;
    return new Inbox({
      node,
      uow,
      store,
      bodies,
      outbox,
      opener,
      receipts,
      countersigning,
      solo,
      table,
      legalClock,
      settings,
      failpoint,
      log,
      resync,
      standings,
      onParked: () => uow.afterCommit(() => resync.parked()),
    });
  };
  let quarantineDesk: QuarantineDesk | undefined;
  const quarantine = (): QuarantineDesk =>
    (quarantineDesk ??= new QuarantineDesk({
      ...{ node: keys.node, uow, store, bodies, outbox, legalClock, failpoint, log },
      table: inboundTable(),
      refusedForGood: options.refusedForGood ?? new Set(),
      onParked: () => uow.afterCommit(() => resync.parked()),
    }));
  return {
    outbox,
    vault: bodies,
    source: options.source,
    receive: (bytes) => (inbox ??= makeInbox()).receive(bytes),
    resync,
    ready: () => standings.ready(),
    setBack: async (epoch) => {
      await standings.ready();
      await standings.outlive(Math.max(epoch, standings.epoch));
      standings.compareFirst();
    },
    compareFirst: () => standings.compareFirst(),
    epoch: () => standings.epoch,
    startRelay: () => {
      relay.start();
      resync.start();
    },
    stopRelay: async () => {
      await resync.stop();
      await relay.stop();
      await solo.over().catch((error: unknown) => log.warn('exchange.life.not-ended', {}, error));
      await hint.close();
      await sender.close();
    },
    deliveries: (stream) => store.deliveries(stream),
    heads: (peer, stream) => store.heads(peer, stream),
    figures: () => store.figures(),
    peerFigures: () => store.peerFigures(),
    proof: (messageId) => makeProof(messageId, keys.node, { uow, store, bodies }),
    peerWindows: () => store.peerWindows(),
    quarantine: {
      retry: (wish) => quarantine().retry(wish),
      drop: (wish) => quarantine().drop(wish),
    },
    heal: (wish) =>
      new Healing({ keys, directory, suite: nodeSuite, uow, store, bodies, copies, log }).heal(wish),
    record: (operation) => uow.run(() => store.insertOperation({ id: uuidV7(), ...operation })),
    operations: (page) => store.operations(page),
    quarantined: (page) => store.quarantined(page),
    alarms: () => store.alarms(MOST_ALARMS),
    acknowledge: (entry) => uow.run(() => store.acknowledge(entry)),
  };
}
