import type { AuditEnd, AuditSaying } from '../ports/audit.js';
import type { Acknowledged } from '../ports/alarms.js';
import type { RecordedOperation } from '../ports/operator.js';
import {
  type CaseKey,
  type InboxRow,
  type InFrame,
  type InStream,
  type InStreamKey,
  type Lease,
  LeaseLost,
  OUTBOX_RANK,
  type OutStream,
  type OutStreamKey,
  type QuarantineEntry,
  type ReceiptRow,
  SETTLED_RANK,
  type StoredBody,
  type StoredOutboxRow,
  type Trial,
} from '../ports/store-rows.js';
import type { LeftOut, PeerStanding, RefillLine } from '../ports/resync.js';
import { type TwinDatabase, TwinTable } from './twin-database.js';

export interface OutboxEntry extends StoredOutboxRow {
  readonly position: number;
  readonly insertedAt: number;
  readonly reason?: string;
  readonly article?: string;
  readonly settledAt?: Date;
  readonly receiptId?: string;
}
export interface FrameEntry {
  readonly frameId: string;
  readonly dest: string;
  readonly attempt: number;
  readonly bytes: number;
  readonly ids: readonly string[];
  readonly madeAt: number;
  readonly dueAt: number;
  readonly open: boolean;
}
export interface LeaseEntry extends Lease {
  readonly until: number;
}

export const outName = (key: OutStreamKey): string => `${key.dest} ${key.kind}/${key.id}`;
export const inName = (key: InStreamKey): string => `${key.source} ${key.kind}/${key.id}`;
export const settled = (row: StoredOutboxRow): boolean => OUTBOX_RANK[row.status] >= SETTLED_RANK;

/** The rows of one node's exchange in memory. */
export class TwinTables {
  readonly outStreams: TwinTable<OutStream>;
  readonly inStreams: TwinTable<InStream>;
  readonly outbox: TwinTable<OutboxEntry>;
  readonly inbox: TwinTable<InboxRow>;
  readonly caseKeys: TwinTable<CaseKey>;
  readonly bodies: TwinTable<StoredBody>;
  readonly outFrames: TwinTable<FrameEntry>;
  readonly inFrames: TwinTable<InFrame>;
  readonly quarantine: TwinTable<QuarantineEntry & { readonly at: Date }>;
  readonly receipts: TwinTable<ReceiptRow>;
  readonly leases: TwinTable<LeaseEntry>;
  readonly spoken: TwinTable<number>;
  readonly acknowledged: TwinTable<Acknowledged>;
  readonly operations: TwinTable<RecordedOperation>;
  readonly lives: TwinTable<boolean>;
  readonly trials: TwinTable<Trial>;
  readonly auditEnds: TwinTable<AuditEnd>;
  readonly auditSayings: TwinTable<AuditSaying>;
  readonly epochs: TwinTable<number>;
  readonly standings: TwinTable<PeerStanding>;
  readonly refills: TwinTable<RefillLine>;
  readonly leftOut: TwinTable<LeftOut>;
  position = 0;

  constructor(
    readonly database: TwinDatabase,
    readonly now: () => number = Date.now,
  ) {
    this.outStreams = new TwinTable(database);
    this.inStreams = new TwinTable(database);
    this.outbox = new TwinTable(database);
    this.inbox = new TwinTable(database);
    this.caseKeys = new TwinTable(database);
    this.bodies = new TwinTable(database);
    this.outFrames = new TwinTable(database);
    this.inFrames = new TwinTable(database);
    this.quarantine = new TwinTable(database);
    this.receipts = new TwinTable(database);
    this.leases = new TwinTable(database);
    this.spoken = new TwinTable(database);
    this.acknowledged = new TwinTable(database);
    this.operations = new TwinTable(database);
    this.lives = new TwinTable(database);
    this.trials = new TwinTable(database);
    this.auditEnds = new TwinTable(database);
    this.auditSayings = new TwinTable(database);
    this.epochs = new TwinTable(database);
    this.standings = new TwinTable(database);
    this.refills = new TwinTable(database);
    this.leftOut = new TwinTable(database);
  }

  inUnit<T>(work: () => T): Promise<T> {
    if (this.database.current() === undefined) return Promise.reject(new Error('outside a unit of work'));
    return Promise.resolve().then(work);
  }

  /** In the open unit, or in one of its own. */
  reading<T>(work: () => T): Promise<T> {
    return this.database.run(() => this.inUnit(work));
  }

  guarded<T>(lease: Lease, work: () => T): Promise<T> {
    return this.inUnit(() => {
      const held = this.leases.get(lease.name);
      if (held?.fencing !== lease.fencing || held.holder !== lease.holder)
        throw new LeaseLost('the lease is lost');
      return work();
    });
  }

  change(id: string, change: Partial<OutboxEntry>): void {
    const row = this.outbox.get(id);
    if (row !== undefined) this.outbox.set(id, { ...row, ...change });
  }

  closeIfDone(frameId: string): void {
    const frame = this.outFrames.get(frameId);
    if (frame === undefined || this.left(frame).length > 0) return;
    this.outFrames.set(frameId, { ...frame, open: false });
  }

  left(frame: FrameEntry): OutboxEntry[] {
    return frame.ids.flatMap((id) => this.outbox.get(id) ?? []).filter((row) => !settled(row));
  }
}
