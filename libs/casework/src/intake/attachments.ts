import { createHash } from 'node:crypto';
import { type Actor, type Outcome, type Role, SEALED_FILE, accepted, moveCase, refuse } from '#domain';
import type { Desk } from '../desk/desk.js';
import { react } from '../desk/reactions.js';
import { Session } from '../desk/session.js';
import type { Attachment, IntakeReads } from '../ports/intake.js';
import { type AttachmentType, attachmentTypeOf } from './file-type.js';

/** Where the bytes lie. Files are never changed; one is written before its row, and taken away when the row fails. */
export interface AttachmentFiles {
  keep(id: string, bytes: Uint8Array): Promise<void>;
  /** Undefined: the file is gone. */
  read(id: string): Promise<Uint8Array | undefined>;
  discard(id: string): Promise<void>;
}

/** One upload: the bytes and who puts them to which case. */
export interface Upload {
  readonly caseId: string;
  readonly as: { readonly unit: string; readonly user?: string };
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The Idempotency-Key of the post. */
  readonly key: string;
}

const WHO = [
  'registrar',
  'dispatcher',
  'handler',
  'reviewer',
  'head',
  'leader',
] as const satisfies readonly Role[];

class RollBack extends Error {
  constructor(readonly refusal: Outcome<never>) {
    super('refused');
  }
}

/** 附件: kept at this node; no message carries them yet. */
export class Attachments {
  constructor(
    private readonly desk: Desk,
    private readonly files: AttachmentFiles,
    private readonly reads: Pick<IntakeReads, 'attachment' | 'sealedAttachments'>,
  ) {}

  /** Judges and keeps a file. The same key with the same file is the same attachment. */
  async add(upload: Upload): Promise<Outcome<Attachment> | { readonly keyReused: true }> {
    const type = attachmentTypeOf(upload.bytes);
    if (type === undefined) return refuse('attachment-type');
    const actor = this.desk.office.actor(upload.as, WHO);
    if (!actor.ok) return actor;
    const sha256 = digestOf(upload.bytes);
    const id = this.desk.newId();
    // First the file, then the row: a row never names a file that is not there.
    await this.files.keep(id, upload.bytes);
    try {
      const done = await this.desk.uow.run((tx) =>
        this.record(new Session(this.desk, tx, actor.value, react), upload, { id, type, sha256 }),
      );
      if (!('ok' in done) || done.value.id !== id) await this.files.discard(id);
      return done;
    } catch (error) {
      await this.files.discard(id);
      if (error instanceof RollBack) return error.refusal;
      throw error;
    }
  }

  private async record(
    session: Session,
    { caseId, name, bytes, key }: Upload,
    file: { readonly id: string; readonly type: AttachmentType; readonly sha256: string },
  ): Promise<{ readonly ok: true; readonly value: Attachment } | { readonly keyReused: true }> {
    const { tx, actor } = session;
    const fingerprint = digestOf(Buffer.from(JSON.stringify(['attach', caseId, name, file.sha256])));
    const before = await tx.answers.find(key);
    if (before !== undefined) {
      const known = (await tx.intake.attachments(caseId)).find(({ id }) => id === before.answer);
      return before.fingerprint === fingerprint && known !== undefined
        ? accepted(known)
        : { keyReused: true };
    }
    const opened = await session.open(caseId);
    if (!opened.ok) throw new RollBack(opened);
    const may = moveCase(opened.value.row.matter, 'attach', session);
    if (!may.ok) throw new RollBack(may);
    const attachment = attachmentOf(session, actor, {
      ...file,
      caseId,
      name: cleanName(name),
      size: bytes.length,
    });
    await tx.intake.addAttachment(attachment);
    // No name of the file: people are named in it.
    const line = `收存附件：${WORDS[file.type]}，${bytes.length} 字节，SHA-256 ${file.sha256}`;
    await session.note(caseId, 'attach', '信访工作条例44', line);
    await tx.answers.save(key, fingerprint, attachment.id, session.now);
    return accepted(attachment);
  }

  /** What a stop between the commit of a seal and the end of its files left behind; asked when the node starts. */
  async discardSealed(): Promise<void> {
    for (const id of await this.reads.sealedAttachments()) await this.files.discard(id);
  }

  /** The file of an attachment, only if it still is what was kept. */
  async open(
    caseId: string,
    id: string,
  ): Promise<Outcome<{ readonly attachment: Attachment; readonly bytes: Uint8Array }>> {
    const attachment = await this.reads.attachment(id);
    if (attachment?.caseId !== caseId || attachment.type === SEALED_FILE) return refuse('unknown-attachment');
    const bytes = await this.files.read(id);
    if (bytes === undefined || digestOf(bytes) !== attachment.sha256) return refuse('attachment-damaged');
    return accepted({ attachment, bytes });
  }
}

function attachmentOf(
  { today: on, at }: Session,
  { unit, user }: Actor,
  file: Pick<Attachment, 'id' | 'caseId' | 'name' | 'type' | 'size' | 'sha256'>,
): Attachment {
  return { ...file, on, at, unit, user };
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A name without a path and without what turns a line of text around. */
const cleanName = (name: string): string =>
  (name.split(/[\\/]/u).at(-1) ?? '').replaceAll(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim() ||
  '附件';

const WORDS = {
  'application/pdf': 'PDF',
  'image/jpeg': 'JPEG 图片',
  'image/png': 'PNG 图片',
  'image/tiff': 'TIFF 图片',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word 文档',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel 表格',
  'application/ofd': 'OFD 版式文件',
  'text/plain': '文本',
} as const satisfies Record<AttachmentType, string>;
