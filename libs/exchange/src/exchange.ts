import type { Proof } from '#contract';
import {
  type Failpoint,
  type LegalClock,
  type Log,
  noFailpoint,
  silentLog,
  systemClock,
  type SystemClock,
} from '#platform';
import { Bodies } from './bodies/bodies.js';
import { FrameBuilder } from './frames/build.js';
import { FrameOpener } from './frames/open.js';
import { Inbox } from './inbox/inbox.js';
import { ReceiptDesk } from './inbox/receipts.js';
import { Solo } from './inbox/solo.js';
import { ExchangeOutbox } from './outbox/outbox.js';
import type { AcknowledgeOutcome, Acknowledging, Alarm } from './ports/alarms.js';
import type { NodeKeys, PeerDirectory } from './ports/keys.js';
import type {
  BodyVault,
  Delivery,
  DeliveryListener,
  InboundTable,
  Outbox,
  StreamHeads,
  StreamRef,
} from './ports/messages.js';
import type { ExchangeFigures, PeerFigures, QuarantinedItem } from './ports/store-rows.js';
import type { ExchangeStore } from './ports/store.js';
import type { UnitOfWork } from './ports/unit-of-work.js';
import type { FrameSender, FrameSource, FrameVerdict, RelayHint } from './ports/transport.js';
import { makeProof } from './proof/make-proof.js';
import { Relay } from './relay/relay.js';
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
  readonly legalClock: LegalClock;
  readonly systemClock?: SystemClock;
  readonly settings?: Partial<ExchangeSettings>;
  readonly failpoint?: Failpoint;
  readonly log?: Log;
}

/** One node's end of the exchange. */
export interface Exchange {
  readonly outbox: Outbox;
  readonly vault: BodyVault;
  /** Where this node's frames come in; the strategy starts and stops it. */
  readonly source: FrameSource;
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
  /** What was refused, newest first. */
  quarantined(page: { readonly limit: number; readonly after?: string }): Promise<readonly QuarantinedItem[]>;
}

/** Builds one node's exchange; opens nothing until it is started. No state outside of it: a process hosts many. */
export function createExchange(options: ExchangeOptions): Exchange {
  const { keys, directory, uow, store, hint, sender, legalClock } = options;
  const clock = options.systemClock ?? systemClock;
  const failpoint = options.failpoint ?? noFailpoint;
  const log = options.log ?? silentLog;
  const settings = { ...EXCHANGE_DEFAULTS, ...options.settings };
  const bodies = new Bodies(store, keys, nodeSuite);
  const outbox = new ExchangeOutbox({ uow, store, bodies, keys, directory, hint, clock, failpoint });
  const builder = new FrameBuilder(keys, directory, nodeSuite, clock);
  const opener = new FrameOpener(keys, directory, nodeSuite);
  const relay = new Relay({ uow, store, bodies, builder, sender, hint, settings, failpoint, log });
  const solo = new Solo({ uow, store, log, soloMs: settings.soloMs });
  const nobody: DeliveryListener = { settled: () => Promise.resolve() };
  let inbox: Inbox | undefined;
  const makeInbox = (): Inbox => {
    const receipts = new ReceiptDesk({
      uow,
      store,
      log,
      listener: options.listener?.() ?? nobody,
      onAnswer: options.onAnswer ?? (() => undefined),
    });
    const table = options.inbound();
    const node = keys.node;
    return new Inbox({
      node,
      uow,
      store,
      bodies,
      outbox,
      opener,
      receipts,
      solo,
      table,
      legalClock,
      settings,
      failpoint,
      log,
    });
  };
  return {
    outbox,
    vault: bodies,
    source: options.source,
    receive: (bytes) => (inbox ??= makeInbox()).receive(bytes),
    startRelay: () => relay.start(),
    stopRelay: async () => {
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
    quarantined: (page) => store.quarantined(page),
    alarms: () => store.alarms(MOST_ALARMS),
    acknowledge: (entry) => uow.run(() => store.acknowledge(entry)),
  };
}
