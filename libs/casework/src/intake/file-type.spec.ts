import { describe, expect, test } from '@jest/globals';
import { openBytes } from '../testing/open-bytes.js';
import { attachmentTypeOf } from './file-type.js';

/** A zip with these names and nothing in them: what the judging reads. */
function aZip(...names: readonly string[]): Buffer {
  const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(26)]);
  const entries = names.map((name) => {
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    return Buffer.concat([entry, Buffer.from(name)]);
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, ...entries, end]);
}

const DOCX = ['[Content_Types].xml', 'word/document.xml'];
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n');

describe('a file is judged by its content', () => {
  test.each([
    ['a scanned letter', PDF, 'application/pdf'],
    ['a photograph', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1]), 'image/jpeg'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]), 'image/png'],
    ['a fax', Buffer.from([0x49, 0x49, 0x2a, 0, 8]), 'image/tiff'],
    ['a letter', aZip(...DOCX), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    [
      'a register',
      aZip('[Content_Types].xml', 'xl/workbook.xml'),
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ],
    ['an official document', aZip('OFD.xml', 'Doc_0/Document.xml'), 'application/ofd'],
    ['a message', Buffer.from('本人反映修缮费多年未补。\n'), 'text/plain'],
    ['a message over several parts', Buffer.from(`\ufeff  ${'本人反映'.repeat(200_000)}`), 'text/plain'],
  ])('%s is taken', async (_what, bytes, type) => {
    expect(await attachmentTypeOf(openBytes(bytes))).toBe(type);
  });

  test.each([
    ['an empty file', Buffer.alloc(0)],
    ['a program for Windows', Buffer.from('MZ\u0090\u0000')],
    ['a program for Linux', Buffer.from([0x7f, 0x45, 0x4c, 0x46])],
    ['a page', Buffer.from('<html><script>alert(1)</script>')],
    ['a picture that is a page (SVG)', Buffer.from('  <svg onload="alert(1)"/>')],
    ['a script', Buffer.from('#!/bin/sh\nrm -rf /\n')],
    ['a document with a macro', aZip(...DOCX, 'word/vbaProject.bin')],
    ['a document with a macro, in capitals', aZip(...DOCX, 'word/VBAPROJECT.BIN')],
    ['a document with an embedded object', aZip(...DOCX, 'word/embeddings/oleObject1.bin')],
    ['an archive of anything', aZip('letter.txt')],
    ['an archive that climbs out of its folder', aZip(...DOCX, '../../etc/passwd')],
    ['a zip whose directory is cut off', aZip(...DOCX).subarray(0, 60)],
    ['a zip whose directory lies beyond its end', tampered(16, 0xffff)],
    ['a zip that claims thousands of entries', tampered(10, 0xffff)],
    ['a PDF that was cut off', Buffer.from('%PDF-1.7\n1 0 obj')],
    ['a PDF behind something else', Buffer.concat([Buffer.from('MZ'), PDF])],
    ['an old document, which may hold macros', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
    ['a page behind a part of blanks', Buffer.from(`${' '.repeat(600_000)}<html>`)],
    ['a text with a control character far behind', Buffer.from(`${'甲'.repeat(400_000)}\u0007`)],
    ['a text that ends within a character', Buffer.from('甲'.repeat(400_000)).subarray(0, -1)],
    ['broken UTF-8', Buffer.from([0xe4, 0xb8])],
    ['text with control characters', Buffer.from('a\u0000b')],
  ])('%s is not', async (_what, bytes) => {
    expect(await attachmentTypeOf(openBytes(bytes))).toBeUndefined();
  });
});

function tampered(at: number, value: number): Buffer {
  const zip = aZip(...DOCX);
  zip.writeUInt16LE(value, zip.length - 22 + at);
  return zip;
}
