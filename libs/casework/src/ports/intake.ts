import type { LocalDate, Shows } from '#domain';
import type { Document, HistoryRow, Item } from './rows.js';

/** One corrected field, old value and new, kept for ever (L1 44). */
export interface Correction {
  readonly caseId: string;
  readonly on: LocalDate;
  readonly at: string;
  readonly unit: string;
  readonly user: string;
  /** A field of the entry, or `petitioner`. */
  readonly field: string;
  readonly was: unknown;
  readonly is: unknown;
  readonly reason: string;
  /** Holds who the petitioner is: never shown with the history. */
  readonly personal: boolean;
}

/** One line of a manifest. */
export interface ManifestEntry {
  readonly kind: 'item' | 'document' | 'attachment' | 'history';
  /** Id of the item, document or attachment; the number of the history line. */
  readonly ref: string;
  /** SHA-256 in hex of what it says, or of the file. */
  readonly sha256: string;
}

/** 归档: what the dossier held when it was sealed. */
export interface Manifest {
  readonly caseId: string;
  readonly sealedOn: LocalDate;
  readonly entries: readonly ManifestEntry[];
  /** SHA-256 over all entries. */
  readonly digest: string;
}

/** A file of a case. The bytes lie in the node's folder of attachments, never in the database, Redis or a message. */
export interface Attachment {
  readonly id: string;
  readonly caseId: string;
  readonly name: string;
  /** By content, never by name. `sealed`: it went back with the dossier, and its bytes are gone here. */
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  /** Decides to whom it may go along. */
  readonly shows: Shows;
  readonly on: LocalDate;
  readonly at: string;
  readonly unit: string;
  readonly user: string;
}

/** A registration that is not finished; it belongs to one post of one unit. */
export interface Draft {
  readonly id: string;
  readonly unit: string;
  readonly user: string;
  /** Whatever was entered so far, unjudged. */
  readonly body: unknown;
  readonly savedAt: string;
}

/** Intake's own rows, inside the open unit of work. */
export interface IntakeStore {
  items(caseId: string): Promise<readonly Item[]>;
  saveItem(item: Item): Promise<void>;
  addCorrections(corrections: readonly Correction[]): Promise<void>;
  /** Everything that a seal covers, in the order of its making. */
  documents(caseId: string): Promise<readonly Document[]>;
  history(caseId: string): Promise<readonly HistoryRow[]>;
  attachments(caseId: string): Promise<readonly Attachment[]>;
  addAttachment(attachment: Attachment): Promise<void>;
  /** After a return or a recall: names and bytes go, digests and sizes stay. The ids, whose files go after the commit. */
  sealAttachments(caseId: string): Promise<readonly string[]>;
  seal(manifest: Manifest): Promise<void>;
  /** The case that was registered under another system's key. */
  caseOfKey(key: string): Promise<string | undefined>;
  /** Two at once: the second fails as a duplicate key and is asked again. */
  keepKey(key: string, caseId: string): Promise<void>;
  /** False: the id is a draft of another post, and nothing was written. */
  saveDraft(draft: Draft): Promise<boolean>;
  /** False: there is no such draft of this post. */
  removeDraft(id: string, unit: string, user: string): Promise<boolean>;
}

/** The same rows for the screens. */
export interface IntakeReads {
  corrections(caseId: string): Promise<readonly Correction[]>;
  attachments(caseId: string): Promise<readonly Attachment[]>;
  attachment(id: string): Promise<Attachment | undefined>;
  /** Of all sealed copies; looked through once, when the node starts. */
  sealedAttachments(): Promise<readonly string[]>;
  /** The latest seal of a case. */
  manifest(caseId: string): Promise<Manifest | undefined>;
  /** Newest first, at most 100. */
  drafts(unit: string, user: string): Promise<readonly Draft[]>;
  items(caseId: string): Promise<readonly Item[]>;
  documents(caseId: string): Promise<readonly Document[]>;
  history(caseId: string): Promise<readonly HistoryRow[]>;
}
