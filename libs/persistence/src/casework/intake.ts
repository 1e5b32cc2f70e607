import type { Attachment, Correction, Draft, IntakeReads, IntakeStore, Manifest } from '#casework';
import { type LocalDate, SEALED_FILE } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from '../exchange/columns.js';
import { document, historyRow, item, itemColumns } from './mappers.js';
import { actionRecord, documentRecord, itemRecord } from './records.js';

/** Newest drafts that a list shows. */
const DRAFTS = 100;

const correctionsSql = `SELECT case_id AS caseId, day, at, unit, user, field, was, is_now AS isNow, reason, personal
  FROM casework_correction WHERE case_id = ? ORDER BY position`;
const attachmentColumns = 'id, case_id AS caseId, name, type, size, sha256, shows, day, at, unit, user';
const attachmentsSql = `SELECT ${attachmentColumns} FROM casework_attachment WHERE case_id = ? ORDER BY position`;
const attachmentSql = `SELECT ${attachmentColumns} FROM casework_attachment WHERE id = ?`;
const manifestSql = `SELECT sealed_on AS sealedOn, digest, entries FROM casework_manifest
  WHERE case_id = ? ORDER BY position DESC LIMIT 1`;
const draftsSql = `SELECT id, unit, user, body, saved_at AS savedAt FROM casework_draft
  WHERE unit = ? AND user = ? ORDER BY position DESC LIMIT ${DRAFTS}`;

interface CorrectionRow extends Pick<Correction, 'unit' | 'user' | 'field' | 'reason'> {
  readonly caseId: Buffer;
  readonly day: LocalDate;
  readonly at: Date;
  readonly was: string;
  readonly isNow: string;
  readonly personal: number;
}
interface AttachmentRow extends Pick<
  Attachment,
  'name' | 'type' | 'size' | 'sha256' | 'shows' | 'unit' | 'user'
> {
  readonly id: Buffer;
  readonly caseId: Buffer;
  readonly day: LocalDate;
  readonly at: Date;
}
interface DraftRow extends Pick<Draft, 'unit' | 'user'> {
  readonly id: Buffer;
  readonly body: string;
  readonly savedAt: Date;
}

/** Everything of a case that intake lists, from the open unit's connection or a reader's. */
function readings(uow: UnitOfWork, from: 'writer' | 'reader') {
  const manager = () => (from === 'writer' ? uow.writer() : uow.reader());
  return {
    async items(caseId: string) {
      const rows = await manager().find(itemRecord, { where: { caseId }, order: { position: 'ASC' } });
      return rows.map(item);
    },
    async documents(caseId: string) {
      const rows = await manager().find(documentRecord, { where: { caseId }, order: { position: 'ASC' } });
      return rows.map(document);
    },
    async history(caseId: string) {
      const rows = await manager().find(actionRecord, { where: { caseId }, order: { seq: 'ASC' } });
      return rows.map(historyRow);
    },
    async attachments(caseId: string): Promise<readonly Attachment[]> {
      const rows = await manager().query<readonly AttachmentRow[]>(attachmentsSql, [idBytes(caseId)]);
      return rows.map(attachment);
    },
  };
}

const attachment = ({ id, caseId, day: on, at, ...rest }: AttachmentRow): Attachment => ({
  ...rest,
  id: idText(id),
  caseId: idText(caseId),
  on,
  at: at.toISOString(),
});

const parsed = (text: string): unknown => JSON.parse(text);

/** A damaged row holds no entry: its digest then says that the manifest is not as it was. */
const entriesOf = (read: unknown): Manifest['entries'] => (Array.isArray(read) ? read.filter(isEntry) : []);

function isEntry(entry: unknown): entry is Manifest['entries'][number] {
  if (typeof entry !== 'object' || entry === null) return false;
  const texts = ['kind', 'ref', 'sha256'];
  return texts.every((key) => typeof Reflect.get(entry, key) === 'string');
}

/** Intake's rows in the open unit of work. */
export function intakeStore(uow: UnitOfWork): IntakeStore {
  return {
    ...readings(uow, 'writer'),
    async saveItem(changed) {
      await uow.writer().update(itemRecord, { id: changed.id }, itemColumns(changed));
    },
    async addCorrections(corrections) {
      for (const { caseId, on, at, unit, user, field, was, is, reason, personal } of corrections) {
        await uow.writer().query(
          `INSERT INTO casework_correction (case_id, day, at, unit, user, field, was, is_now, reason, personal)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            idBytes(caseId),
            on,
            new Date(at),
            unit,
            user,
            field,
            JSON.stringify(was ?? null),
            JSON.stringify(is ?? null),
            reason,
            personal ? 1 : 0,
          ],
        );
      }
    },
    async addAttachment({ id, caseId, name, type, size, sha256, shows, on, at, unit, user }) {
      await uow.writer().query(
        `INSERT INTO casework_attachment (id, case_id, name, type, size, sha256, shows, day, at, unit, user)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [idBytes(id), idBytes(caseId), name, type, size, sha256, shows, on, new Date(at), unit, user],
      );
    },
    async sealAttachments(caseId) {
      await uow
        .writer()
        .query("UPDATE casework_attachment SET name = '', type = ? WHERE case_id = ?", [
          SEALED_FILE,
          idBytes(caseId),
        ]);
      const rows = await uow
        .writer()
        .query<readonly { id: Buffer }[]>('SELECT id FROM casework_attachment WHERE case_id = ?', [
          idBytes(caseId),
        ]);
      return rows.map(({ id }) => idText(id));
    },
    async seal({ caseId, sealedOn, digest, entries }) {
      await uow
        .writer()
        .query('INSERT INTO casework_manifest (case_id, sealed_on, digest, entries) VALUES (?, ?, ?, ?)', [
          idBytes(caseId),
          sealedOn,
          digest,
          JSON.stringify(entries),
        ]);
    },
    async caseOfKey(key) {
      const rows = await uow
        .writer()
        .query<readonly { caseId: Buffer }[]>(
          'SELECT case_id AS caseId FROM casework_external_key WHERE external_key = ?',
          [Buffer.from(key)],
        );
      const found = rows[0];
      return found === undefined ? undefined : idText(found.caseId);
    },
    async keepKey(key, caseId) {
      await uow
        .writer()
        .query('INSERT INTO casework_external_key (external_key, case_id) VALUES (?, ?)', [
          Buffer.from(key),
          idBytes(caseId),
        ]);
    },
    async saveDraft({ id, unit, user, body, savedAt }) {
      // A draft of another post is not touched, even under its id.
      await uow.writer().query(
        `INSERT INTO casework_draft (id, unit, user, body, saved_at) VALUES (?, ?, ?, ?, ?)
         ON DUPLICATE KEY UPDATE
           body = IF(unit = VALUES(unit) AND user = VALUES(user), VALUES(body), body),
           saved_at = IF(unit = VALUES(unit) AND user = VALUES(user), VALUES(saved_at), saved_at)`,
        [idBytes(id), unit, user, JSON.stringify(body ?? null), new Date(savedAt)],
      );
      const rows = await uow
        .writer()
        .query<readonly unknown[]>('SELECT 1 FROM casework_draft WHERE id = ? AND unit = ? AND user = ?', [
          idBytes(id),
          unit,
          user,
        ]);
      return rows.length > 0;
    },
    async removeDraft(id, unit, user) {
      const result = await uow
        .writer()
        .query<{ affectedRows: number }>(
          'DELETE FROM casework_draft WHERE id = ? AND unit = ? AND user = ?',
          [idBytes(id), unit, user],
        );
      return result.affectedRows > 0;
    },
  };
}

/** Intake's rows for the screens. */
export function intakeReads(uow: UnitOfWork): IntakeReads {
  return {
    ...readings(uow, 'reader'),
    async corrections(caseId) {
      const rows = await uow.reader().query<readonly CorrectionRow[]>(correctionsSql, [idBytes(caseId)]);
      return rows.map(({ caseId: of, day: on, at, was, isNow, personal, ...rest }) => ({
        ...rest,
        caseId: idText(of),
        on,
        at: at.toISOString(),
        was: parsed(was),
        is: parsed(isNow),
        personal: personal === 1,
      }));
    },
    async attachment(id) {
      const rows = await uow.reader().query<readonly AttachmentRow[]>(attachmentSql, [idBytes(id)]);
      const found = rows[0];
      return found === undefined ? undefined : attachment(found);
    },
    async sealedAttachments() {
      const rows = await uow
        .reader()
        .query<readonly { id: Buffer }[]>('SELECT id FROM casework_attachment WHERE type = ?', [SEALED_FILE]);
      return rows.map(({ id }) => idText(id));
    },
    async manifest(caseId) {
      const rows = await uow
        .reader()
        .query<readonly { sealedOn: LocalDate; digest: string; entries: string }[]>(manifestSql, [
          idBytes(caseId),
        ]);
      const found = rows[0];
      if (found === undefined) return undefined;
      const { sealedOn, digest, entries } = found;
      return { caseId, sealedOn, digest, entries: entriesOf(parsed(entries)) };
    },
    async drafts(unit, user) {
      const rows = await uow.reader().query<readonly DraftRow[]>(draftsSql, [unit, user]);
      return rows.map(({ id, body, savedAt, ...rest }) => ({
        ...rest,
        id: idText(id),
        body: parsed(body),
        savedAt: savedAt.toISOString(),
      }));
    },
  };
}
