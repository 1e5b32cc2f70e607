/* eslint-disable max-lines -- the whole wire and API, name by name: split it would be searched twice */
// words and building blocks
export {
  CASE_STATE_WORDS,
  CATEGORY_WORDS,
  FORM_WORDS,
  LAMP_WORDS,
  LEG_KIND_WORDS,
  LEG_STATE_WORDS,
  SOURCE_WORDS,
  VERDICT_WORDS,
  WANTS_WORDS,
} from './words.js';
export { NEVER_COMES_BACK, leftOutInWords } from './recovery-words.js';
export { day, instant, period, text, unitId, uuid } from './text.js';

// messages between offices
export {
  CATALOGUE,
  isMessageType,
  maySend,
  type InboundType,
  type MessageType,
} from './messages/catalogue.js';
export {
  LEG_EVENT_DATA,
  clock as clockSchema,
  dossier as dossierSchema,
  leg as legSchema,
  legEventOf,
  legIdentity,
  legSealed,
  legSent,
  recallAsked,
  recallRefused,
  reportPaper as reportPaperSchema,
} from './messages/leg.js';
export { sendBackAsked, sendBackRefused } from './messages/send-back.js';
export {
  moveAsked,
  movedHere,
  moveSettled,
  successionOffered,
  successionSigned,
} from './messages/succession.js';
export { meetingKind, meetingMinutes } from './messages/meeting.js';
export {
  meetingAttendance,
  meetingDecided,
  meetingDecision,
  meetingMinutesV2,
  meetingNotice,
  meetingPapers,
} from './messages/meeting-notice.js';
export {
  MEETING_ACTS,
  meetingAnswer,
  meetingState,
  type MeetingActBody,
  type MeetingActName,
  type MeetingAnswer,
} from './http/meeting-acts.js';
export {
  meetingDetail,
  topicState,
  topicView,
  type MeetingDetail,
  type TopicView,
} from './http/meeting-views.js';

// HTTP: acts and views
export { ACTS, actAnswer, type ActAnswer, type ActBody, type ActName, type ActSubject } from './http/acts.js';
export { actingAs } from './http/on-matter.js';
export {
  archiveView,
  attachmentQuery,
  attachmentView,
  correctionView,
  draftBody,
  draftView,
  type ArchiveView,
  type AttachmentView,
  type CorrectionView,
  type DraftBody,
  type DraftView,
} from './http/intake-views.js';
export {
  competenceSuggestion,
  guardView,
  type CompetenceSuggestion,
  type GuardView,
  type Outgoing,
} from './http/guard-views.js';
export {
  designationOffer,
  successionView,
  type DesignationOffer,
  type SuccessionView,
} from './http/routing-views.js';
export {
  followUpFigures,
  followUpView,
  instructionNotice,
  instructionView,
  leaderLedger,
  readingList,
  type FollowUpFigures,
  type FollowUpView,
  type InstructionNotice,
  type InstructionView,
  type LeaderLedger,
  type ReadingEntry,
  type ReadingList,
} from './http/leader-views.js';
export { taskView, type TaskView } from './http/task-view.js';
export {
  board,
  caseDetail,
  caseView,
  clockView,
  clockWorking,
  competenceView,
  documentView,
  historyEntry,
  itemView,
  lane,
  legView,
  meetingView,
  pageOf,
  problem,
  ticks,
  type Board,
  type CaseDetail,
  type CaseView,
  type ClockView,
  type ClockWorking,
  type CompetenceView,
  type DocumentView,
  type HistoryEntry,
  type ItemView,
  type Lane,
  type LegView,
  type MeetingView,
  type Page,
  type Problem,
  type Ticks,
} from './http/views.js';
export {
  decodeEnvelope,
  encodeEnvelope,
  RECEIPT_TYPE,
  receiptEnvelopeSchema,
  sequencedEnvelopeSchema,
  wireText,
  type DecodedEnvelope,
  type EnvelopeRefusal,
  type ReceiptEnvelope,
  type SequencedEnvelope,
} from './wire/envelope.js';
export {
  decodeManifest,
  decodeParcel,
  decodeRecords,
  encodeManifest,
  encodeParcel,
  encodeRecords,
  FRAME_PATTERN,
  FRAME_SUITE,
  manifestSchema,
  PARCEL_MAX_BYTES,
  uuidToBytes,
  type FrameRecord,
  type Manifest,
  type Parcel,
} from './wire/frame.js';
export { FRAMES_PATH, FRAME_MEDIA_TYPE } from './wire/https.js';
export {
  ATTACHMENT_LIMIT,
  attachmentShows,
  attachmentType,
  PAPER_CLOCK_MS,
  PAPER_HEADERS,
  PAPER_MEDIA_TYPE,
  PAPER_RECORD_BYTES,
  PAPER_RECORD_OVERHEAD,
  paperRecordText,
  paperRequestText,
  sealedLength,
  PAPERS_PATH,
  type AttachmentType,
} from './wire/paper.js';
export {
  enclosureTaken,
  legEnclosed,
  type EnclosedPaper,
  type EnclosureOutcome,
} from './messages/enclosure.js';
export {
  ENCLOSURE_PROBLEMS,
  enclosureView,
  MOST_SPOILT,
  enclosureProblem,
  PROBLEMS_FOR_SOMEBODY,
  type EnclosureProblem,
  type EnclosureView,
} from './http/enclosure-views.js';
export { WIRE_LIMITS } from './wire/limits.js';
export {
  RECEIPT_STATUSES,
  receiptDataSchema,
  type ReceiptData,
  type ReceiptItem,
  type ReceiptStatus,
} from './wire/receipt.js';
export { proofSchema, type Proof, type SignedFrame } from './wire/proof.js';
export { RESYNC_LIMITS, RESYNC_MESSAGES } from './wire/resync.js';
export type { Gap, Heads, HeadsAsked, Hello, Refill, RefillAsked, RefillEntry } from './wire/resync.js';
export type { ResyncType, WireBucket, WireHeads } from './wire/resync.js';
export { decodeStrictJson, JSON_REFUSALS, type JsonRefusal, type StrictJson } from './wire/strict-json.js';

// the network directory
export {
  AGENCY_KINDS,
  certificateFileSchema,
  CONGRESS_LEVELS,
  LINK_KINDS,
  networkFileSchema,
  NODE_ROLES,
  publicKeyFileSchema,
  RULE_PACKS,
  type AgencyKind,
  type BilingualName,
  type CompetenceEntry,
  type CongressLevel,
  type Directory,
  type DirectoryBody,
  type DirectoryLink,
  type DirectoryNode,
  type DirectoryUnit,
  type LinkKind,
  type NetworkDefaults,
  type NodeRole,
  type PublicKeys,
  type RulePackId,
} from './directory.js';
export {
  STAFF_ROLES,
  staffFileSchema,
  type StaffList,
  type StaffRole,
  type StaffUser,
} from './directory-staff.js';
export type { Certificate } from './directory-carriage.js';
export type { SupervisionDefaults } from './directory-supervision.js';

// supervision
export { legSupervised, legUrgency, supervisionRead, supervisionReplied } from './messages/supervision.js';
export { adviceAnswered, adviceKind, legAdvised } from './messages/advice.js';
export { rulesReloaded, rulesView, type RulesReloaded, type RulesView } from './http/rules-views.js';
export { ADVICE_ACTS } from './http/advice-acts.js';
export { limitShortened, revocationAsked, revocationRefused } from './messages/limits.js';
export {
  bulletinView,
  noticeDigest,
  selectionView,
  superiorLetterView,
  supervisionDraft,
  supervisionView,
  type BulletinView,
  type NoticeDigest,
  type SelectionView,
  type SuperiorLetterView,
  type SupervisionDraft,
  type SupervisionView,
} from './http/supervision-views.js';

// one matter, many letters
export { matterAnswered, matterAsked, matterMatch, type MatterMatch } from './messages/matter.js';
export {
  askRecord,
  elsewhere,
  likenessReason,
  linkPreview,
  lookAlike,
  lookAlikeQuestion,
  searchPage,
  type AskRecord,
  type Elsewhere,
  type LinkPreview,
  type LookAlike,
  type LookAlikeQuestion,
  type SearchPage,
} from './http/matter-views.js';
export {
  exportBody,
  exportDeletion,
  exportFormat,
  exportList,
  exportView,
  type ExportBody,
  type ExportFormat,
  type ExportList,
  type ExportView,
} from './http/export-views.js';
export {
  WORKLIST_REASON_WORDS,
  WORKLIST_WORDS,
  worklistName,
  worklistReason,
  worklistRow,
  worklistSummary,
  type WorklistName,
  type WorklistRow,
  type WorklistSummary,
} from './http/worklist-views.js';
export {
  CASE_FILTER_FIELDS,
  WORKLIST_FILTER_FIELDS,
  caseFilterQuery,
  worklistFilterQuery,
  type CaseFilterQuery,
  type WorklistFilterQuery,
} from './http/list-filter.js';
