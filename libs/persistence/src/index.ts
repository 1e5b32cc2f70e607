export { openDatabase, type Database, type DatabaseParts } from './connection/database.js';
export {
  CommitUnknownError,
  DatabaseUnfitError,
  isDuplicateKey,
  isOutage,
  isRetryable,
} from './connection/failures.js';
export {
  DatabaseUrlError,
  parseDatabaseUrl,
  schemaOf,
  type DatabaseSettings,
  type OwnerSettings,
} from './connection/settings.js';
export { UnitOfWork, type Hook, type HookFailure } from './connection/unit-of-work.js';
export {
  migrateSchema,
  migrateSchemas,
  type MigrationObserver,
  type MigrationOptions,
  type MigrationReport,
} from './migration/migrate.js';
export {
  provision,
  provisionStatements,
  ProvisionPlanError,
  type ProvisionPlan,
  type SchemaUser,
} from './migration/provision.js';
export { loadSteps, MigrationFileError, type MigrationStep } from './migration/steps.js';
export { records } from './records.js';
export { auditMoment, beginAudit, type AuditMoment } from './audit/audit.js';
export { RECOVERED, type AuditFlaw, type ReadChain } from './audit/chain.js';
export { healTargets, type HealTargets } from './audit/heal-targets.js';
export { checkFiles, KEPT_FILE } from './audit/kept-files.js';
export { auditTrailOf, type AuditTrail } from './audit/trail.js';
export { exchangeStore } from './exchange/exchange-store.js';
export type { MakeLeaseLost } from './exchange/lease.js';
export { caseworkUnitOfWork } from './casework/casework-store.js';
export {
  openDatabaseClock,
  openSimulatedClock,
  type DatabaseClock,
  type SimulatedClock,
} from './casework/legal-clock.js';
export { caseworkReads } from './casework/reads.js';
export { intakeReads } from './casework/intake.js';
export { enclosureReads } from './casework/enclosures.js';
export { attachmentFiles, openFile } from './files/attachment-files.js';
export { paperParts } from './files/paper-parts.js';
export { matterReads } from './casework/matter.js';
export { indexMatters, type IndexedMatter } from './casework/matter-index.js';
export { exportStore } from './casework/exports.js';
export { exportFiles } from './files/export-files.js';
export { worklistReads } from './casework/worklist-reads.js';
export { sealMatters } from './casework/matter-sealing.js';
export { fillWorklists, rebuildWorklists } from './casework/worklist-fill.js';
export { refreshWorklists, writeWorklists } from './casework/worklist-write.js';
export { worklistRows, type WorklistRows } from './casework/worklist-rows.js';
export { worklistFacts, type PositionedFacts } from './casework/worklist-facts.js';
export { BulkWriter } from './bulk/bulk-writer.js';
export { BulkCasework, type BulkMatter, type BulkPlace } from './bulk/bulk-casework.js';
export {
  CannotTakeOut,
  takeOut,
  TAKEOUT_TABLES,
  type TakenFile,
  type Takeout,
  type TakeoutManifest,
} from './takeout/takeout.js';
export { LEFT_OUT } from './takeout/takeout-office.js';
export { backUp, type BackedUp, type BackingUp } from './backup/backup-write.js';
export { type BackupHeader, BackupRefused } from './backup/backup-format.js';
export { readBackup, type ReadBackup } from './backup/backup-read.js';
export { restore, type Restoring } from './backup/restore.js';
export { schemaState, type SchemaState } from './backup/schema-state.js';
