/** Everything that others implement for, or ask of, the exchange. */
export { DELIVERY_OUTCOMES, STREAM_KINDS } from './ports/messages.js';
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
} from './ports/messages.js';
export { COLUMN, INBOX_CODE, LeaseLost, OUTBOX_RANK, SETTLED_RANK, STREAM_CODE } from './ports/store-rows.js';
export type { ExchangeStore } from './ports/store.js';
export type { UnitOfWork } from './ports/unit-of-work.js';
export type {
  CaseKey,
  DueFrame,
  ExchangeFigures,
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
} from './ports/store-rows.js';
export type { AcknowledgeOutcome, Acknowledged, Acknowledging, Alarm } from './ports/alarms.js';
export type { NodeKeys, PeerDirectory } from './ports/keys.js';
export type { FrameParcel, FrameSender, FrameSource, FrameVerdict, RelayHint } from './ports/transport.js';
