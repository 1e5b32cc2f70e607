import { createHash } from 'node:crypto';
import {
  type Actor,
  type Outcome,
  type Role,
  type Shows,
  SEALED_FILE,
  accepted,
  moveCase,
  refuse,
} from '#domain';
import type { Desk } from '../desk/desk.js';
import { react } from '../desk/reactions.js';
import { Session } from '../desk/session.js';
import type { Attachment, IntakeReads } from '../ports/intake.js';
import { type AttachmentType, attachmentTypeOf } from './file-type.js';
import { digestOfFile, type OpenFile } from './open-file.js';

/** Where the bytes lie. Files are never changed; one is written before its row, and taken away when the row fails. */
export interface AttachmentFiles {
  /** Writes what arrives as it comes; when it breaks off, nothing stays. */
  keep(id: string, arriving: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<FileSeal>;
  /** Takes a whole file over by its path on the same disk; when it is gone, it was taken over before. */
  adopt(id: string, path: string): Promise<void>;
  /** Undefined: the file is gone. */
  open(id: string): Promise<OpenFile | undefined>;
  discard(id: string): Promise<void>;
}

/** What a file is known by. */
export interface FileSeal {
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** A file that has arrived and belongs to no case yet. */
export interface ReceivedFile extends FileSeal {
  readonly id: string;
}

/** One upload: the file and who puts it to which case. */
export interface Upload {
  readonly caseId: string;
  readonly as: { readonly unit: string; readonly user?: string };
  readonly name: string;
  readonly file: ReceivedFile;
  /** Default: it shows who the petitioner is. */
  readonly shows?: Shows;
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

/** 附件: kept at this node; a message names those that go along, and the other office fetches them. */
export class Attachments {
  constructor(
    private readonly desk: Desk,
    private readonly files: AttachmentFiles,
    private readonly reads: Pick<IntakeReads, 'attachment' | 'sealedAttachments'>,
  ) {}

  /** First the file, then the row: a row never names a file that is not there. */
  async receive(arriving: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<ReceivedFile> {
    const id = this.desk.newId();
    return { id, ...(await this.files.keep(id, arriving)) };
  }

  /** Takes a received file away for which there is no use. */
  discard({ id }: ReceivedFile): Promise<void> {
    return this.files.discard(id);
  }

  /** Judges a received file and puts it to its case, or takes it away. The same key with the same file is the same attachment. */
  async add(upload: Upload): Promise<Outcome<Attachment> | { readonly keyReused: true }> {
    const { id } = upload.file;
    let kept = false;
    try {
      const type = await this.typeOf(id);
      if (type === undefined) return refuse('attachment-type');
      const actor = this.desk.office.actor(upload.as, WHO);
      if (!actor.ok) return actor;
      const done = await this.desk.uow.run((tx) =>
        this.record(new Session(this.desk, tx, actor.value, react), upload, type),
      );
      kept = 'ok' in done && done.value.id === id;
      return done;
    } catch (error) {
      if (error instanceof RollBack) return error.refusal;
      throw error;
    } finally {
      if (!kept) await this.files.discard(id);
    }
  }

  private async typeOf(id: string): Promise<AttachmentType | undefined> {
    const file = await this.files.open(id);
    try {
      return file === undefined ? undefined : await attachmentTypeOf(file);
    } finally {
      await file?.close();
    }
  }

  private async record(
    session: Session,
    { caseId, name, file, key, shows = 'petitioner' }: Upload,
    type: AttachmentType,
  ): Promise<{ readonly ok: true; readonly value: Attachment } | { readonly keyReused: true }> {
    const { tx, actor } = session;
    const { size, sha256 } = file;
    const fingerprint = digestOf(JSON.stringify(['attach', caseId, name, sha256, shows]));
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
    const attachment = attachmentOf(session, actor, { ...file, type, caseId, name: cleanName(name), shows });
    await tx.intake.addAttachment(attachment);
    // No name of the file: people are named in it.
    await session.note(caseId, 'attach', '信访工作条例44', keptLine(type, size, sha256));
    await tx.answers.save(key, fingerprint, attachment.id, session.now);
    return accepted(attachment);
  }

  /** What a stop between the commit of a seal and the end of its files left behind; asked when the node starts. */
  async discardSealed(): Promise<void> {
    for (const id of await this.reads.sealedAttachments()) await this.files.discard(id);
  }

  /** The file of an attachment, only if it still is what was kept. Whoever asks closes it. */
  async open(
    caseId: string,
    id: string,
  ): Promise<Outcome<{ readonly attachment: Attachment; readonly file: OpenFile }>> {
    const attachment = await this.reads.attachment(id);
    if (attachment?.caseId !== caseId || attachment.type === SEALED_FILE) return refuse('unknown-attachment');
    const file = await this.files.open(id);
    if (file !== undefined && (await digestOfFile(file)) === attachment.sha256)
      return accepted({ attachment, file });
    await file?.close();
    return refuse('attachment-damaged');
  }
}

function attachmentOf(
  { today: on, at }: Session,
  { unit, user }: Actor,
  file: Pick<Attachment, 'id' | 'caseId' | 'name' | 'type' | 'size' | 'sha256' | 'shows'>,
): Attachment {
  return { ...file, on, at, unit, user };
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A name without a path and without what turns a line of text around. */
const cleanName = (name: string): string =>
  (name.split(/[\\/]/u).at(-1) ?? '').replaceAll(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim() ||
  '附件';

/** Of a file in the history: what it is and its digest, never its name. */
export const keptLine = (type: AttachmentType, size: number, sha256: string): string =>
  `收存附件：${WORDS[type]}，${size} 字节，SHA-256 ${sha256}`;

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
