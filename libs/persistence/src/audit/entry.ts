import { hash } from 'node:crypto';
import { digestOf, encodeLeaves, type Leaf, rootOf } from './leaves.js';

/** One recorded act: who by id, what, in which matter, and the rows that it wrote. Never a petitioner's name. */
export interface AuditEntry {
  /** Real time. */
  readonly at: Date;
  /** An act or event of the history (`register`, `leg.accept`), or of the exchange (`exchange.received`). */
  readonly act: string;
  readonly unit?: string;
  readonly user?: string;
  /** The other office, of an entry of the exchange. */
  readonly peer?: string;
  readonly caseId?: string;
  readonly legId?: string;
  readonly note?: string;
  readonly leaves: readonly Leaf[];
}

/** The values of an entry that its digest holds, as they stand in its row. */
export interface EntryValues {
  readonly at: Date;
  readonly act: string;
  readonly unit: string | null;
  readonly user: string | null;
  readonly peer: string | null;
  readonly caseId: string | null;
  readonly legId: string | null;
  readonly note: string | null;
  readonly root: Buffer;
}

/** An entry with its digests. */
export interface SealedEntry extends EntryValues {
  readonly covers: Buffer;
  readonly digest: Buffer;
}

/** SHA-256 over everything of an entry; the rows through their root. */
export const entryDigest = ({ at, act, unit, user, peer, caseId, legId, note, root }: EntryValues): Buffer =>
  digestOf([at.getTime(), act, unit, user, peer, caseId, legId, note, root.toString('hex')]);

export function sealEntry(entry: AuditEntry): SealedEntry {
  const covers = encodeLeaves(entry.leaves);
  const values: EntryValues = {
    at: entry.at,
    act: entry.act.slice(0, 64),
    unit: entry.unit ?? null,
    user: entry.user ?? null,
    peer: entry.peer ?? null,
    caseId: entry.caseId ?? null,
    legId: entry.legId ?? null,
    note: entry.note?.slice(0, 1000) ?? null,
    root: rootOf(covers),
  };
  return { ...values, covers, digest: entryDigest(values) };
}

/** What a link adds to the chain: SHA-256 over the digests of its entries, in their order. */
export const linkDigest = (digests: readonly Buffer[]): Buffer =>
  hash('sha256', Buffer.concat(digests), 'buffer');

/** The end of the chain after a link: SHA-256(end before it ‖ what it adds). The server does the same in SQL. */
export const linkHash = (before: Buffer, adds: Buffer): Buffer =>
  hash('sha256', Buffer.concat([before, adds]), 'buffer');
