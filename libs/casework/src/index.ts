export { parseCalendar, parseRulePack, readRuleFiles, type RuleFiles } from './packs/index.js';

// ports
export type {
  Action,
  CaseRow,
  CaseworkReads,
  CaseworkTx,
  CaseworkUnitOfWork,
  Document,
  HistoryRow,
  Item,
  LapsedClock,
  LearnedCompetence,
  LegRow,
  LegalTime,
  Meeting,
  Office,
  PageOf,
  PageRequest,
  Petitioner,
  UnitInfo,
} from './ports.js';

export type {
  Attachment,
  Correction,
  Draft,
  IntakeReads,
  IntakeStore,
  Manifest,
  ManifestEntry,
} from './ports/intake.js';

export type { Conflict, GuardReads, GuardStore } from './ports/guards.js';
export type { LeaderReads, LeaderStore, TaskFilter, WithOrigin } from './ports/leaders.js';

export {
  Attachments,
  type AttachmentFiles,
  type FileSeal,
  type ReceivedFile,
  type Upload,
} from './intake/attachments.js';
export { digestOfFile, type OpenFile, partsOf } from './intake/open-file.js';
export { FileRepairs, type MendableFiles } from './enclosures/repairs.js';
export { EnclosureShelf, type FetchedFiles } from './enclosures/shelf.js';
export { EnclosureViews } from './views/enclosure-views.js';
export type {
  Enclosure,
  EnclosureFigures,
  EnclosureKey,
  EnclosureReads,
  EnclosureRow,
  EnclosureStore,
} from './ports/enclosures.js';
export { receiveEnclosed, receiveEnclosureTaken } from './inbound/enclosure-messages.js';
export { Drafts } from './intake/drafts.js';
export { IntakeViews, attachmentView } from './views/intake-views.js';

// the desk: acts, messages, sweep, views
export type { Desk, Letter } from './desk/desk.js';
export { Acts, type Performed, type Posted } from './acts/acts.js';
export { handlerOf, handlersOf, REFUSED_FOR_GOOD, settled, type InboundUseCase } from './inbound/inbound.js';
export { receiveLeg } from './inbound/leg-sent.js';
export { receiveIdentity, receiveLegEvent, receiveSealed } from './inbound/leg-messages.js';
export { receiveRecallAsked, receiveRecallRefused } from './inbound/recall-messages.js';
export { receiveAnswered, receiveAsked } from './inbound/matter-messages.js';
export { matterIndexing, matterWords } from './matter/indexing.js';
export { lookAlikesOf } from './matter/look-alikes.js';
export { MatterViews, type MatterViewDesk } from './views/matter-views.js';
export type {
  MatterAsk,
  MatterDesk,
  MatterElsewhere,
  MatterIndexing,
  MatterLink,
  MatterNetwork,
  MatterQuestion,
  MatterReads,
  MatterStore,
} from './ports/matter.js';
export { receiveMinutes } from './inbound/meeting-minutes.js';
export {
  receiveAttendance,
  receiveDecision,
  receiveMinutesV2,
  receiveNotice,
  receivePapers,
} from './inbound/meeting-messages.js';
export { MeetingActs, type PostedOnMeeting } from './acts/meeting-acts.js';
export type { Done } from './desk/once.js';
export type {
  AgendaReads,
  AgendaStore,
  Invitation,
  ListedMeeting,
  ObjectionLine,
  Versioned,
} from './ports/agenda.js';
export { Sweep, SweepTrouble, type Swept } from './sweep/sweep.js';
export { recountAll, type Recounted } from './recount/recount.js';
export type { OutdatedSubject, RecountStore } from './ports/recount.js';
export type { ChangeStore } from './ports/changes.js';
export type { DueKind, DueLeg, SweepStore, SweptKind } from './ports/sweep.js';
export { Views } from './views/views.js';
export type { ViewDesk } from './views/view-desk.js';
export type { CaseAddress, Reader } from './views/guard-views.js';

// what the API maps to HTTP: the layers keep it from the domain itself
export { GUARDS, guardOf, type GuardNumber, type Refusal, type RefusalSlug } from '#domain';

// supervision
export type {
  DraftRow,
  LadderEvent,
  LadderPlan,
  LadderStanding,
  MissedLimit,
  SelectedRow,
  Selection,
  SupervisionReads,
  SupervisionRow,
  SupervisionStore,
} from './ports/supervision.js';
export { supervisionSettingsOf } from './supervision/settings.js';
export {
  receiveSupervision,
  receiveSupervisionRead,
  receiveSupervisionReply,
  receiveUrgency,
} from './inbound/supervision-messages.js';
export { receiveAdviceAnswered, receiveAdvised } from './inbound/advice-messages.js';
export {
  receiveLimitShortened,
  receiveRevocationAsked,
  receiveRevocationRefused,
} from './inbound/limit-messages.js';

// exports
export type { ExportDesk } from './exports/export-desk.js';
export { Exports, type Exported, type ExportedFile } from './exports/exports.js';
export type {
  Cell,
  ExportChange,
  ExportColumn,
  ExportFiles,
  ExportJob,
  ExportNote,
  ExportSink,
  ExportStore,
} from './ports/exports.js';

// worklists
export { worklistPlace } from './worklist/place.js';
export {
  WorklistViews,
  type CasesAsked,
  type WorklistAsked,
  type WorklistDesk,
} from './views/worklist-views.js';
export type {
  CaseFilter,
  CaseQuestion,
  ListOrder,
  WorklistCounting,
  WorklistFilter,
  WorklistHit,
  WorklistQuestion,
  WorklistReads,
} from './ports/worklist.js';
export {
  receiveMoveAsked,
  receiveMoveSettled,
  receiveMovedHere,
  receiveSuccessionOffered,
  receiveSuccessionSigned,
} from './inbound/succession-messages.js';
export { receiveSendBackAsked, receiveSendBackRefused } from './inbound/send-back-messages.js';
export { caseworkRebuild } from './rebuild/rebuild.js';
export { handOverUnits } from './succession/hand-over.js';
export type { Succession, SuccessionReads, SuccessionStore } from './ports/succession.js';
