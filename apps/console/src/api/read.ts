import { problem } from '#contract';
import type { z } from 'zod';
import type { Words } from '../language/language.js';
import { TEXTS } from '../language/texts.js';

/** What came of asking the node: the answer, or why there is none. */
export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export interface Failure {
  /** refused: the start token is missing; lost: no answer; problem: the node says why. */
  readonly kind: 'refused' | 'lost' | 'problem';
  readonly words: Words;
}

/** An office network answers in milliseconds; after this the node counts as away. */
const TIMEOUT_MS = 10_000;

/** Reads one address of this node and parses it by its contract. Never throws. */
export async function read<S extends z.ZodType>(path: string, schema: S): Promise<Answer<z.output<S>>> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(path, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    body = await response.json();
  } catch {
    return failed('lost', TEXTS.unreachable);
  }
  if (!response.ok) {
    if (response.status === 401 || response.status === 403) return failed('refused', TEXTS.refused);
    const told = problem.safeParse(body);
    return failed('problem', told.success ? [told.data.zh, told.data.en] : TEXTS.unreachable);
  }
  const parsed = schema.safeParse(body);
  return parsed.success ? { ok: true, value: parsed.data } : failed('problem', TEXTS.badAnswer);
}

const failed = (kind: Failure['kind'], words: Words): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { kind, words },
});
