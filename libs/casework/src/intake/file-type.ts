import type { AttachmentType } from '#contract';
import { type OpenFile, partsOf } from './open-file.js';

/*
 * What a file is, by its content. The name is what a sender wrote and proves nothing. Only what an office has to keep
 * is taken: scans, pictures, texts, and office documents without macros.
 */

export type { AttachmentType };

/** The type, or undefined for what is not on the list. Reads what it needs: the beginning and the end, of a text all. */
export async function attachmentTypeOf(file: OpenFile): Promise<AttachmentType | undefined> {
  if (file.size === 0) return undefined;
  const head = await bytesAt(file, 0, LONGEST_SIGNATURE);
  const known = SIGNATURES.find(({ starts }) => head.subarray(0, starts.length).equals(starts));
  if (known !== undefined) return (await isWhole(file, known.ends)) ? known.type : undefined;
  return head.subarray(0, 4).equals(ZIP_ENTRY) ? officeType(file) : textType(file);
}

async function bytesAt(file: OpenFile, offset: number, length: number): Promise<Buffer> {
  const bytes = await file.read(offset, length);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const SIGNATURES: readonly {
  readonly type: AttachmentType;
  readonly starts: Buffer;
  readonly ends?: string;
}[] = [
  { type: 'application/pdf', starts: Buffer.from('%PDF-'), ends: '%%EOF' },
  { type: 'image/jpeg', starts: Buffer.from([0xff, 0xd8, 0xff]) },
  { type: 'image/png', starts: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { type: 'image/tiff', starts: Buffer.from([0x49, 0x49, 0x2a, 0x00]) },
  { type: 'image/tiff', starts: Buffer.from([0x4d, 0x4d, 0x00, 0x2a]) },
];

const LONGEST_SIGNATURE = Math.max(...SIGNATURES.map(({ starts }) => starts.length));

/** A PDF must also end as one within its last KiB: a cut-off upload is no proof of anything. */
const TAIL = 1024;

const isWhole = async (file: OpenFile, ends: string | undefined): Promise<boolean> =>
  ends === undefined || (await bytesAt(file, Math.max(0, file.size - TAIL), TAIL)).includes(ends);

const ZIP_ENTRY = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const DIRECTORY_END = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END_LENGTH = 22;
/** A comment may follow the end of the directory. */
const MOST_COMMENT = 65_535;
const MOST_ENTRIES = 5_000;
/** Far more than so many entries need; a directory that claims more is read no further. */
const MOST_DIRECTORY = 4 * 1024 * 1024;

/** A zip is taken for the office documents only, and only when its directory says so and holds no macro. */
async function officeType(file: OpenFile): Promise<AttachmentType | undefined> {
  const names = await zipNames(file);
  if (names === undefined) return undefined;
  const has = (name: string): boolean => names.includes(name);
  const active =
    /(^|\/)(vbaProject\.bin|vbaData\.xml)$|(^|\/)(activeX|embeddings)\/|\.(exe|dll|js|vbs|jar)$/iu;
  if (names.some((name) => active.test(name) || name.includes('..') || name.startsWith('/')))
    return undefined;
  if (has('OFD.xml')) return 'application/ofd';
  if (!has('[Content_Types].xml')) return undefined;
  if (has('word/document.xml'))
    return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  return has('xl/workbook.xml')
    ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    : undefined;
}

/** The names in a zip's central directory; undefined when it is not whole. Nothing is unpacked. */
async function zipNames(file: OpenFile): Promise<readonly string[] | undefined> {
  const from = Math.max(0, file.size - DIRECTORY_END_LENGTH - MOST_COMMENT);
  const tail = await bytesAt(file, from, file.size - from);
  const end = tail.lastIndexOf(DIRECTORY_END);
  if (end === -1 || end + DIRECTORY_END_LENGTH > tail.length) return undefined;
  const count = tail.readUInt16LE(end + 10);
  const start = tail.readUInt32LE(end + 16);
  const length = from + end - start;
  if (count === 0 || count > MOST_ENTRIES || length <= 0 || length > MOST_DIRECTORY) return undefined;
  return entryNames(await bytesAt(file, start, length), count);
}

function entryNames(directory: Buffer, count: number): readonly string[] | undefined {
  const names: string[] = [];
  let at = 0;
  for (let entry = 0; entry < count; entry += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== DIRECTORY_ENTRY) return undefined;
    const length = directory.readUInt16LE(at + 28);
    names.push(directory.toString('utf8', at + 46, Math.min(at + 46 + length, directory.length)));
    at += 46 + length + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return names;
}

/** UTF-8 text without control characters; a page or a program written as text is not a petition's text. */
async function textType(file: OpenFile): Promise<AttachmentType | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let opening = '';
  try {
    for await (const part of partsOf(file)) {
      const text = decoder.decode(part, { stream: true });
      // eslint-disable-next-line no-control-regex -- exactly the characters that no text holds
      if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u.test(text)) return undefined;
      if (opening.length < 2) opening = (opening + text).trimStart().slice(0, 2);
    }
    decoder.decode();
  } catch {
    return undefined;
  }
  return /^(<|#!|%!|MZ)/u.test(opening) ? undefined : 'text/plain';
}
