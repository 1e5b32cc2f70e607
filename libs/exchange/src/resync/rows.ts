import type { PlainBody } from '../bodies/bodies.js';
import { toStream } from '../inbox/decide.js';
import type { InboxRow, InStream, OutboxRow } from '../ports/store-rows.js';
import type { Arrived } from './entry.js';

/* What a proven entry of a refill is in this node's tables. */

export const bodyOf = ({ entry, whole }: Arrived): PlainBody[] =>
  whole === undefined ? [] : [{ messageId: entry.id, bodyKey: whole.message.bodyKey, bytes: whole.bytes }];

export const verdictOf = ({ status, reason, article, at }: Arrived['entry']) => ({
  status,
  at: new Date(at),
  ...(reason === undefined ? {} : { reason }),
  ...(article === undefined ? {} : { article }),
});

export function stoppedBy({ status, reason, article }: Arrived['entry']): Partial<InStream> {
  return {
    status: status === 'rejected' ? 'rejected' : 'quarantined',
    ...(reason === undefined ? {} : { reason }),
    ...(article === undefined ? {} : { article }),
  };
}

/** What the envelope says, or what the peer says of it when its body is gone. */
function envelopeOf({ entry, whole }: Arrived) {
  const { gone } = entry;
  return {
    type: whole?.message.type ?? gone?.type ?? '',
    subject: whole?.message.subject ?? gone?.subject ?? '',
    bodyKey: whole?.message.bodyKey ?? gone?.bodyKey ?? '',
    time: whole?.message.time ?? new Date(gone?.time ?? entry.at),
    ...(whole?.message.causationId === undefined ? {} : { causationId: whole.message.causationId }),
  };
}

export function outboxRow(dest: string, arrived: Arrived): OutboxRow {
  const { entry, digest, prevhash, messageEpoch: epoch, size } = arrived;
  const { id, sequence } = entry;
  return {
    ...envelopeOf(arrived),
    ...{ id, dest, sequence, epoch, digest, size },
    stream: toStream(arrived.entry.stream),
    prevhash,
  };
}

export function inboxRow(source: string, arrived: Arrived): InboxRow {
  const { entry, digest, prevhash, frame, place } = arrived;
  return {
    ...envelopeOf(arrived),
    ...verdictOf(entry),
    ...{ id: entry.id, source, digest, sequence: entry.sequence, prevhash, place },
    frameId: frame.manifest.frame,
    attempt: frame.manifest.attempt,
    stream: toStream(arrived.entry.stream),
  };
}
