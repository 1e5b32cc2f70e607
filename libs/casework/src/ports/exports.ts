import type { ExportFormat, ExportList, ExportView } from '#contract';
import type { PageOf, PageRequest, Petitioner } from './rows.js';

/** One export as it is kept: the record of who took what, which outlives its file. */
export interface ExportJob {
  readonly id: string;
  readonly list: ExportList;
  /** The filter as it was asked for, field → text. */
  readonly filter: Readonly<Record<string, string>>;
  readonly format: ExportFormat;
  readonly english: boolean;
  readonly identity: boolean;
  readonly unit: string;
  /** The post. */
  readonly user: string;
  readonly state: ExportView['state'];
  readonly rowsDone: number;
  readonly rowsTotal?: number;
  /** How often it was begun. */
  readonly attempts: number;
  readonly askedAt: Date;
  readonly endedAt?: Date;
  readonly expiresAt?: Date;
  readonly size?: number;
  readonly sha256?: string;
  readonly reason?: string;
}

export type ExportChange = Partial<Omit<ExportJob, 'id' | 'list' | 'filter' | 'format' | 'askedAt'>>;

export interface ExportStore {
  /** `known`: an export was asked for with this key before. */
  insert(
    job: ExportJob,
    asked: { readonly key: string | null; readonly fingerprint: string },
  ): Promise<{ readonly job: ExportJob; readonly known: boolean; readonly fingerprint: string }>;
  get(id: string): Promise<ExportJob | undefined>;
  /** Newest first. */
  list(page: PageRequest): Promise<PageOf<ExportJob>>;
  change(id: string, change: ExportChange): Promise<void>;
  /** What is being prepared, the oldest first. */
  unfinished(): Promise<readonly ExportJob[]>;
  /** Ready, and its time is over. */
  expired(now: Date): Promise<readonly ExportJob[]>;
  /** Who brought these cases; only what this node holds. */
  petitioners(
    caseIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly petitioner: Petitioner; readonly secrecy: boolean }>>;
}

export type Cell = string | number | null;

/** A column with its headings. */
export interface ExportColumn {
  readonly zh: string;
  readonly en: string;
}

/** What stands beside the rows: on the second sheet of a workbook. */
export interface ExportNote {
  readonly zh: string;
  readonly en: string;
}

/** A table that is being written, row by row; it is never whole in memory. */
export interface ExportSink {
  add(rows: readonly (readonly Cell[])[]): Promise<void>;
  finish(notes: readonly ExportNote[]): Promise<{ readonly size: number; readonly sha256: string }>;
  /** Takes away what was written so far. */
  abandon(): Promise<void>;
}

/** The node's own folder of exports, readable by the node's user alone. */
export interface ExportFiles {
  create(
    id: string,
    format: ExportFormat,
    columns: readonly ExportColumn[],
    english: boolean,
  ): Promise<ExportSink>;
  /** Undefined: the file is gone. */
  read(id: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  discard(id: string): Promise<void>;
  /** Ids of the files that lie there, whole or not. */
  kept(): Promise<readonly string[]>;
}
