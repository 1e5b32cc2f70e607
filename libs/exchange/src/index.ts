// What others implement for the exchange, or ask of it.
export * from './ports.js';
export type { QuarantineDesk } from './operator/quarantine-desk.js';
export {
  QUARANTINE_OBJECTIONS,
  type QuarantineObjection,
  type QuarantineOutcome,
  type QuarantineWish,
  type Redecided,
} from './operator/quarantine-answers.js';
export { verifyProof, type FoundFlaw, type ProofFlaw, type Verified } from './proof/verify-proof.js';
export { createExchange, type Exchange, type ExchangeOptions } from './exchange.js';
export type { Rebuild, Rebuilt } from './ports/rebuild.js';
export type { HealedMessage, HealPart, HealResult, HealWish } from './heal/healed.js';
export type { RecoveryStatus, ResyncResult, ResyncService, StreamDiff } from './resync/service.js';
export type { StreamDifference } from './resync/compare.js';
export { EXCHANGE_DEFAULTS, type ExchangeSettings } from './settings.js';
export { bullmqSender, bullmqSource, redisHint, type BullmqOptions } from './transport/bullmq.js';
export { httpsSender, type HttpsSenderOptions } from './transport/https-sender.js';
export { HTTPS_BOUNDS, httpsSource, type HttpsSourceOptions } from './transport/https-source.js';
export { joinedSource, routedSender } from './transport/both-ways.js';
export { FrameStrategy } from './transport/strategy.js';
export { TwinDatabase, TwinTable } from './twin/twin-database.js';
export { twinStore } from './twin/twin-store.js';
export { localHint, TwinWire } from './twin/twin-wire.js';
export { FrameBuilder } from './frames/build.js';
export { FrameOpener, type FrameOpening, type FrameRefusal, type OpenedFrame } from './frames/open.js';
export { nodeSuite, type Suite } from './suite/suite.js';
export { PAPER_DESK_BOUNDS, PaperDesk, type PaperDeskOptions } from './papers/paper-desk.js';
export { PaperSource, type PaperSourceOptions } from './papers/paper-source.js';
export { PaperClient, type PaperClientOptions } from './papers/paper-client.js';
export { PAPER_FETCH_BOUNDS, PaperFetcher } from './papers/paper-fetcher.js';
export { type MendedPaper, PaperMender } from './papers/paper-mender.js';
export { checkSigned, flawOfSaying, type SignedFlaw, type SignedRows } from './audit/check-signed.js';
export { chainHead, merkleRoot, messageDigest, ZERO_HEAD } from './suite/digest.js';
