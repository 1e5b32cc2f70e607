import { decodeEnvelope, type SequencedEnvelope } from '#contract';
import type {
  Applied,
  InboundMessage,
  InboundTable,
  MessageHandler,
  StreamKind,
  StreamRef,
} from '../ports/messages.js';
import { STREAM_KINDS } from '../ports/messages.js';
import type { InboxStatus } from '../ports/store-rows.js';

/** A message that may take its turn in a stream, a receipt, or the reason why it is neither. */
export type Reading =
  | { readonly kind: 'sequenced'; readonly message: InboundMessage; readonly prevhash: string }
  | { readonly kind: 'receipt'; readonly data: unknown }
  | { readonly kind: 'resync'; readonly type: string; readonly data: unknown }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads a message and checks that it is what the frame says: same id, same source, for this node. */
export function readMessage(id: string, bytes: Uint8Array, source: string, node: string): Reading {
  const decoded = decodeEnvelope(bytes);
  if (!decoded.ok) return { kind: 'unreadable', reason: decoded.refusal };
  const { envelope } = decoded;
  if (envelope.id !== id) return { kind: 'unreadable', reason: 'other-id' };
  if (envelope.source !== source) return { kind: 'unreadable', reason: 'other-source' };
  if (envelope.dest !== node) return { kind: 'unreadable', reason: 'wrong-addressee' };
  if (decoded.kind === 'receipt') return { kind: 'receipt', data: envelope.data };
  if (decoded.kind === 'resync') return { kind: 'resync', type: envelope.type, data: envelope.data };
  return { kind: 'sequenced', message: toInbound(decoded.envelope), prevhash: decoded.envelope.prevhash };
}

/** A message of a stream as handlers know it. */
export function toInbound(envelope: SequencedEnvelope): InboundMessage {
  return {
    id: envelope.id,
    source: envelope.source,
    dest: envelope.dest,
    type: envelope.type,
    subject: envelope.subject,
    time: new Date(envelope.time),
    stream: toStream(envelope.streamid),
    sequence: envelope.sequence,
    bodyKey: envelope.correlationid,
    ...(envelope.causationid === undefined ? {} : { causationId: envelope.causationid }),
    data: envelope.data,
  };
}

/** `leg/019…` as kind and id. */
export function toStream(streamid: string): StreamRef {
  const cut = streamid.indexOf('/');
  const name = streamid.slice(0, cut);
  const kind: StreamKind | undefined = STREAM_KINDS.find((known) => known === name);
  // the schema has let only these four through
  if (kind === undefined) throw new Error('a stream of no kind');
  return { kind, id: streamid.slice(cut + 1) };
}

/** What a message came to at this node. */
export interface Verdict {
  readonly status: Exclude<InboxStatus, 'parked'>;
  readonly reason?: string;
  readonly article?: string;
}

/** Whether the role knows the type: its handler, or what to answer. */
export function findHandler(table: InboundTable, type: string): ReturnType<InboundTable['get']> | Verdict {
  const handler = table.get(type);
  if (handler !== undefined) return handler;
  const family = `${type.replace(/\.v\d+$/, '')}.v`;
  const known = [...table.keys()].some((name) => name.startsWith(family));
  return known
    ? { status: 'unsupported', reason: 'unknown-major' }
    : { status: 'quarantined', reason: 'unknown-type' };
}

/** Tells the handlers what is coming, those together that share their preparing. */
export async function prepare(table: InboundTable, messages: readonly InboundMessage[]): Promise<void> {
  const parts = new Map<NonNullable<MessageHandler['prepare']>, InboundMessage[]>();
  for (const message of messages) {
    const told = table.get(message.type)?.prepare;
    if (told === undefined) continue;
    const part = parts.get(told);
    if (part === undefined) parts.set(told, [message]);
    else part.push(message);
  }
  for (const [told, part] of parts) await told(part);
}

/** A handler's answer in the words of the inbox row and the receipt. */
export function toVerdict(applied: Applied): Verdict {
  if (applied.kind === 'applied') return { status: 'applied' };
  if (applied.kind === 'quarantined') return { status: 'quarantined', reason: slug(applied.reason) };
  return {
    status: 'rejected',
    reason: slug(applied.reason),
    ...(applied.article === undefined ? {} : { article: applied.article.slice(0, 128) }),
  };
}

/** A reason crosses the wire as a slug; a sentence given by mistake must not make the receipt unreadable. */
function slug(reason: string): string {
  return /^[a-z][a-z0-9-]{0,63}$/.test(reason) ? reason : 'unnamed';
}
