import { SEALED_FILE } from '#domain';
import type { Attachment, Correction, Draft, IntakeReads, IntakeStore, Manifest } from '../ports/intake.js';
import type { Action, Document, Item } from '../ports/rows.js';

/** Intake's rows in memory. */
export interface IntakeMemory {
  corrections: Correction[];
  attachments: Attachment[];
  manifests: Manifest[];
  keys: Map<string, string>;
  drafts: Map<string, Draft>;
}

/** What of the office's memory intake reads and changes. */
interface Host {
  items: Item[];
  readonly documents: readonly Document[];
  readonly history: readonly Action[];
  readonly intake: IntakeMemory;
}

export const emptyIntake = (): IntakeMemory => ({
  corrections: [],
  attachments: [],
  manifests: [],
  keys: new Map(),
  drafts: new Map(),
});

/** The twin of intake's stores and reads. */
export function memoryIntake(memory: Host): IntakeStore & IntakeReads {
  const { intake } = memory;
  const ofCase = <T extends { readonly caseId: string }>(rows: readonly T[], caseId: string): T[] =>
    rows.filter((row) => row.caseId === caseId);
  return {
    items: async (caseId) => ofCase(memory.items, caseId),
    saveItem: async (item) => {
      memory.items = memory.items.map((entry) => (entry.id === item.id ? item : entry));
    },
    addCorrections: async (rows) => void intake.corrections.push(...rows),
    corrections: async (caseId) => ofCase(intake.corrections, caseId),
    documents: async (caseId) => ofCase(memory.documents, caseId),
    history: async (caseId) =>
      memory.history
        .map((line, index) => ({ ...line, seq: index + 1 }))
        .filter((line) => line.caseId === caseId),
    attachments: async (caseId) => ofCase(intake.attachments, caseId),
    attachment: async (id) => intake.attachments.find((entry) => entry.id === id),
    addAttachment: async (attachment) => void intake.attachments.push(attachment),
    sealAttachments: async (caseId) => {
      intake.attachments = intake.attachments.map((one) =>
        one.caseId === caseId ? { ...one, name: '', type: SEALED_FILE } : one,
      );
      return ofCase(intake.attachments, caseId).map(({ id }) => id);
    },
    sealedAttachments: async () =>
      intake.attachments.filter(({ type }) => type === SEALED_FILE).map(({ id }) => id),
    seal: async (manifest) => void intake.manifests.push(manifest),
    manifest: async (caseId) => ofCase(intake.manifests, caseId).at(-1),
    caseOfKey: async (key) => intake.keys.get(key),
    keepKey: async (key, caseId) => void intake.keys.set(key, caseId),
    saveDraft: async (draft) => {
      const before = intake.drafts.get(draft.id);
      if (before !== undefined && (before.unit !== draft.unit || before.user !== draft.user)) return false;
      intake.drafts.set(draft.id, draft);
      return true;
    },
    removeDraft: async (id, unit, user) => {
      const draft = intake.drafts.get(id);
      return draft?.unit === unit && draft.user === user && intake.drafts.delete(id);
    },
    drafts: async (unit, user) =>
      [...intake.drafts.values()].filter((draft) => draft.unit === unit && draft.user === user).toReversed(),
  };
}
