import { createHash } from 'node:crypto';
import type { StreamKind, StreamRef } from '#exchange';

/** The binary key of a stream with one peer: text keys would call `a` and `a ` the same. */
export function streamKey(peer: string, stream: StreamRef): Buffer {
  return createHash('sha256').update(`${peer}\0${stream.kind}\0${stream.id}`).digest();
}

/** A stream's columns. */
export interface StreamColumns {
  readonly kind: StreamKind | null;
  readonly stream_id: string | null;
}

/** The stream of a row, absent for what has none. */
export function streamOf({ kind, stream_id: id }: StreamColumns): { readonly stream?: StreamRef } {
  return kind === null || id === null ? {} : { stream: { kind, id } };
}
