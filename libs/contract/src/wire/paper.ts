import { z } from 'zod';

/*
 * Papers (附件) never ride in a frame. A message names one by digest, size and media type; its bytes are fetched from the
 * sender's node: `GET /exchange/papers/{id}`, resumed by `Range: bytes=N-`, sealed to whoever asks.
 */

/** A file is at most this large, where it is taken in and at both ends of a fetch. */
export const ATTACHMENT_LIMIT = 50 * 1024 * 1024;

/** What a file may be, by its content. */
export const attachmentType = z.enum([
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/tiff',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/ofd',
  'text/plain',
]);
export type AttachmentType = z.infer<typeof attachmentType>;

/**
 * What a file shows, said by whoever puts it in. `petitioner`: who the petitioner is (the default: an original does).
 * `matter`: the matter, and nobody's identity. `redacted`: neither the identity nor the accusing part.
 */
export const attachmentShows = z.enum(['petitioner', 'matter', 'redacted']);

/** SHA-256 in lower-case hex. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/u, { error: 'is not a SHA-256 in lower-case hex' });

/** Where a node gives its papers; the id follows. */
export const PAPERS_PATH = '/exchange/papers/';

/** The media type of a paper on its way: records, each sealed to whoever asks. */
export const PAPER_MEDIA_TYPE = 'application/vnd.huiyin.paper';

/**
 * Plain bytes of a record; the last may be shorter. Sealing adds PAPER_RECORD_OVERHEAD to each. What a cut connection loses
 * is less than one record.
 */
export const PAPER_RECORD_BYTES = 64 * 1024;
/** Ephemeral key, nonce and tag (suite of version 1). */
export const PAPER_RECORD_OVERHEAD = 32 + 12 + 16;

/** Bytes of an answer that begins at that offset: whole records. */
export function sealedLength(size: number, offset: number): number {
  const plain = size - offset;
  return plain + Math.ceil(plain / PAPER_RECORD_BYTES) * PAPER_RECORD_OVERHEAD;
}

/** How far the clocks of two nodes may lie apart when one asks the other without TLS, in milliseconds. */
export const PAPER_CLOCK_MS = 120_000;

/** Headers of a request over plain HTTP: who asks, with which key, when, and the signature over all of it. */
export const PAPER_HEADERS = {
  from: 'x-huiyin-from',
  kid: 'x-huiyin-kid',
  at: 'x-huiyin-at',
  signature: 'x-huiyin-signature',
} as const;

/** What is signed: nothing of it can be used for another paper, another range, another node or later. */
export const paperRequestText = (asked: {
  readonly from: string;
  readonly to: string;
  readonly kid: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly id: string;
  readonly offset: number;
}): string =>
  ['huiyin-paper-request-v1', asked.from, asked.to, asked.kid, asked.at, asked.id, asked.offset].join('\n');

/** What a record is bound to beside the key of whoever asks. */
export const paperRecordText = (record: {
  readonly from: string;
  readonly to: string;
  readonly id: string;
  readonly sha256: string;
  readonly offset: number;
  readonly length: number;
}): string =>
  [
    'huiyin-paper-record-v1',
    record.from,
    record.to,
    record.id,
    record.sha256,
    record.offset,
    record.length,
  ].join('\n');
