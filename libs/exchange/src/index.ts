export { DELIVERY_OUTCOMES, STREAM_KINDS } from './ports.js';
export type {
  Applied,
  BodyVault,
  Delivery,
  DeliveryListener,
  DeliveryOutcome,
  InboundMessage,
  InboundTable,
  MessageHandler,
  Outbox,
  OutgoingMessage,
  Settlement,
  StreamHeads,
  StreamKind,
  StreamRef,
} from './ports.js';
export { COLUMN, INBOX_CODE, LeaseLost, OUTBOX_RANK, SETTLED_RANK, STREAM_CODE } from './ports.js';
export type {
  CaseKey,
  DueFrame,
  ExchangeFigures,
  ExchangeStore,
  FrameProof,
  InboxChange,
  InboxRow,
  InboxStatus,
  InFrame,
  InStream,
  InStreamKey,
  InStreamStatus,
  Lease,
  OutboxAnswer,
  OutboxRow,
  OutboxStatus,
  OutFrame,
  OutStream,
  OutStreamKey,
  PeerFigures,
  PeerWindow,
  PlacedFrame,
  ProofRows,
  QuarantinedItem,
  QuarantineEntry,
  ReceiptRow,
  StoredBody,
  StoredOutboxRow,
  Trial,
  UnitOfWork,
} from './ports.js';
export type { AcknowledgeOutcome, Acknowledged, Acknowledging, Alarm } from './ports.js';
export type { NodeKeys, PeerDirectory } from './ports.js';
export type { FrameParcel, FrameSender, FrameSource, FrameVerdict, RelayHint } from './ports.js';
export { verifyProof, type FoundFlaw, type ProofFlaw, type Verified } from './proof/verify-proof.js';
export { createExchange, type Exchange, type ExchangeOptions } from './exchange.js';
export { EXCHANGE_DEFAULTS, type ExchangeSettings } from './settings.js';
export { bullmqSender, bullmqSource, redisHint, type BullmqOptions } from './transport/bullmq.js';
export { FrameStrategy } from './transport/strategy.js';
export { TwinDatabase, TwinTable } from './twin/twin-database.js';
export { twinStore } from './twin/twin-store.js';
export { localHint, TwinWire } from './twin/twin-wire.js';
export { FrameBuilder } from './frames/build.js';
export { FrameOpener, type FrameOpening, type FrameRefusal, type OpenedFrame } from './frames/open.js';
export { nodeSuite, type Suite } from './suite/suite.js';
export { chainHead, merkleRoot, messageDigest, ZERO_HEAD } from './suite/digest.js';
