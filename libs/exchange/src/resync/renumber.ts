import { decodeEnvelope, encodeEnvelope } from '#contract';
import type { PlainBody } from '../bodies/bodies.js';
import type { OutboxRow, OutStream, StoredOutboxRow } from '../ports/store-rows.js';
import { chainHead, hex, messageDigest } from '../suite/digest.js';

/** Gives messages that have never left their places after the end of the stream; their ids and their contents stay. */
export function renumbered(
  end: OutStream,
  waiting: readonly { readonly row: StoredOutboxRow; readonly bytes: Uint8Array }[],
): { readonly rows: readonly OutboxRow[]; readonly kept: readonly PlainBody[]; readonly stream: OutStream } {
  const rows: OutboxRow[] = [];
  const kept: PlainBody[] = [];
  let stream = end;
  for (const { row, bytes: old } of waiting) {
    const decoded = decodeEnvelope(old);
    if (!decoded.ok || decoded.kind !== 'sequenced') throw new Error('an outbox body is no envelope');
    const sequence = stream.last + 1;
    const { epoch } = stream;
    const bytes = encodeEnvelope({ ...decoded.envelope, sequence, prevhash: hex(stream.head), epoch });
    const digest = messageDigest(row.id, bytes);
    const { status: _status, frameId: _frame, ...said } = row;
    rows.push({ ...said, sequence, prevhash: stream.head, epoch, digest, size: bytes.byteLength });
    kept.push({ messageId: row.id, bodyKey: row.bodyKey, bytes });
    stream = { ...stream, last: sequence, head: chainHead(stream.head, digest) };
  }
  return { rows, kept, stream };
}
