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
  FrameRow,
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
  SentFrame,
  StoredBody,
  StoredOutboxRow,
  Trial,
} from './ports/store-rows.js';
export type { AuditEnd, AuditHeads, AuditHeadStore, AuditSaying } from './ports/audit.js';
export type { AcknowledgeOutcome, Acknowledged, Acknowledging, Alarm } from './ports/alarms.js';
export { OPERATOR_ACTS } from './ports/operator.js';
export type {
  InboxRevision,
  Operation,
  Operator,
  OperatorAct,
  OperatorStore,
  RecordedOperation,
} from './ports/operator.js';
export type { NodeKeys, PeerDirectory } from './ports/keys.js';
export type {
  OfferedPaper,
  OpenPaper,
  PaperOffers,
  PaperParts,
  PaperRepairs,
  PaperShelf,
  PaperStanding,
  PaperWay,
  PaperWays,
  WantedPaper,
} from './ports/papers.js';
export type {
  FrameParcel,
  FrameSender,
  FrameSource,
  FrameVerdict,
  PeerReach,
  RelayHint,
  TlsIdentity,
} from './ports/transport.js';
export type {
  AnsweredRow,
  Head,
  PeerStanding,
  LeftOut,
  RefillLine,
  ResyncStore,
  StreamBucket,
  StreamGap,
  StreamStanding,
} from './ports/resync.js';
export type { HealStore, Hole, MessagePlace } from './ports/heal.js';
