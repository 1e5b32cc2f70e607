/*
 * What a file is, by its content. The name is what a sender wrote and proves nothing. Only what an office has to keep
 * is taken: scans, pictures, texts, and office documents without macros.
 */

export type AttachmentType =
  | 'application/pdf'
  | 'image/jpeg'
  | 'image/png'
  | 'image/tiff'
  | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  | 'application/ofd'
  | 'text/plain';

/** The type, or undefined for what is not on the list. */
export function attachmentTypeOf(bytes: Uint8Array): AttachmentType | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length === 0) return undefined;
  const known = SIGNATURES.find(({ starts }) => file.subarray(0, starts.length).equals(starts));
  if (known !== undefined) return isWhole(file, known.ends) ? known.type : undefined;
  return file.subarray(0, 4).equals(ZIP_ENTRY) ? officeType(file) : textType(file);
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

/** A PDF must also end as one within its last KiB: a cut-off upload is no proof of anything. */
const TAIL = 1024;

const isWhole = (file: Buffer, ends: string | undefined): boolean =>
  ends === undefined || file.subarray(-TAIL).includes(ends);

const ZIP_ENTRY = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const DIRECTORY_END = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END_LENGTH = 22;
/** A comment may follow the end of the directory. */
const MOST_COMMENT = 65_535;
const MOST_ENTRIES = 5_000;

/** A zip is taken for the office documents only, and only when its directory says so and holds no macro. */
function officeType(file: Buffer): AttachmentType | undefined {
  const names = zipNames(file);
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
function zipNames(file: Buffer): readonly string[] | undefined {
  const from = Math.max(0, file.length - DIRECTORY_END_LENGTH - MOST_COMMENT);
  const end = file.lastIndexOf(DIRECTORY_END);
  if (end < from || end + DIRECTORY_END_LENGTH > file.length) return undefined;
  const count = file.readUInt16LE(end + 10);
  if (count === 0 || count > MOST_ENTRIES) return undefined;
  const names: string[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry += 1) {
    if (at + 46 > end || file.readUInt32LE(at) !== DIRECTORY_ENTRY) return undefined;
    const length = file.readUInt16LE(at + 28);
    names.push(file.toString('utf8', at + 46, Math.min(at + 46 + length, end)));
    at += 46 + length + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return names;
}

/** UTF-8 text without control characters; a page or a program written as text is not a petition's text. */
function textType(file: Buffer): AttachmentType | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file);
    // eslint-disable-next-line no-control-regex -- exactly the characters that no text holds
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u.test(text)) return undefined;
    return /^\s*(<|#!|%!|MZ)/u.test(text) ? undefined : 'text/plain';
  } catch {
    return undefined;
  }
}
