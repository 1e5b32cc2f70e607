import { createHash } from 'node:crypto';
import type { LocalDate } from '#domain';
import type { Document, HistoryRow, Item } from '../ports.js';
import type { Attachment, Manifest, ManifestEntry } from '../ports/intake.js';

/** Everything of a case that a seal covers. */
export interface SealedDossier {
  readonly items: readonly Item[];
  readonly documents: readonly Document[];
  readonly attachments: readonly Attachment[];
  readonly history: readonly HistoryRow[];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A list in a fixed order: JSON of it cannot be forged by moving a border between two fields. */
const digestOf = (fields: readonly unknown[]): string =>
  sha256(JSON.stringify(fields.map((field) => field ?? null)));

const itemDigest = (item: Item): string => {
  const { id, number, form, source, receivedOn, people, visit, representatives, oldNumber } = item;
  return digestOf([
    id,
    number,
    form,
    source,
    receivedOn,
    people,
    visit === undefined ? null : [visit.batches, visit.persons],
    representatives,
    oldNumber,
  ]);
};

const documentDigest = (document: Document): string => {
  const { id, legId, kind, number, on, unit, signer, text, paper } = document;
  return digestOf([id, legId, kind, number, on, unit, signer, text, paper]);
};

const historyDigest = ({ seq, legId, on, at, by, act, basis, text }: HistoryRow): string => {
  const { unit, user, role, onPaper } = by;
  const entered = onPaper === undefined ? null : [onPaper.recordedBy, onPaper.source];
  return digestOf([seq, legId, on, at, unit, user, role, entered, act, basis, text]);
};

const entriesOf = ({ items, documents, attachments, history }: SealedDossier): readonly ManifestEntry[] => [
  ...items.map((item) => ({ kind: 'item', ref: item.id, sha256: itemDigest(item) }) as const),
  ...documents.map((paper) => ({ kind: 'document', ref: paper.id, sha256: documentDigest(paper) }) as const),
  ...attachments.map((file) => ({ kind: 'attachment', ref: file.id, sha256: file.sha256 }) as const),
  ...history.map(
    (line) => ({ kind: 'history', ref: String(line.seq), sha256: historyDigest(line) }) as const,
  ),
];

/** The manifest of a dossier: one line for each thing in it, and one digest over all lines. */
export function manifestOf(caseId: string, sealedOn: LocalDate, dossier: SealedDossier): Manifest {
  const entries = entriesOf(dossier);
  return { caseId, sealedOn, entries, digest: digestOfEntries(entries) };
}

const digestOfEntries = (entries: readonly ManifestEntry[]): string =>
  sha256(entries.map(({ kind, ref, sha256: of }) => `${kind} ${ref} ${of}\n`).join(''));

/**
 * What is no longer as it was sealed, one `kind ref` each; empty: intact. What came after a reopening is not looked at.
 */
export function brokenSeals(manifest: Manifest, now: SealedDossier): readonly string[] {
  const found = new Map(entriesOf(now).map(({ kind, ref, sha256: of }) => [`${kind} ${ref}`, of]));
  const broken = manifest.entries
    .filter(({ kind, ref, sha256: of }) => found.get(`${kind} ${ref}`) !== of)
    .map(({ kind, ref }) => `${kind} ${ref}`);
  return digestOfEntries(manifest.entries) === manifest.digest ? broken : [...broken, 'manifest'];
}
