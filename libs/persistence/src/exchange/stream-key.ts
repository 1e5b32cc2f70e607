import { hash } from 'node:crypto';
import type { StreamKind, StreamRef } from '#exchange';

/** A unit of work asks for each of its streams up to five times; a frame has at most 500. */
const KEPT = 1_000;
const kept = new Map<string, Buffer>();

/**
 * The binary key of a stream with one peer: text keys would call `a` and `a ` the same. The same bytes are given to all
 * who ask: nobody may write to them.
 */
export function streamKey(peer: string, stream: StreamRef): Buffer {
  const name = `${peer}\0${stream.kind}\0${stream.id}`;
  const known = kept.get(name);
  if (known !== undefined) return known;
  const key = hash('sha256', name, 'buffer');
  if (kept.size >= KEPT) kept.clear();
  kept.set(name, key);
  return key;
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
