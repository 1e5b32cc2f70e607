import { WIRE_LIMITS } from './limits.js';

/** Why bytes are not a JSON text that this protocol takes. */
export const JSON_REFUSALS = [
  'too-large',
  'not-utf8',
  'not-json',
  'too-deep',
  'duplicate-key',
  'odd-number',
  'odd-text',
] as const;
export type JsonRefusal = (typeof JSON_REFUSALS)[number];

export type StrictJson =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly refusal: JsonRefusal };

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const refuse = (refusal: JsonRefusal): StrictJson => ({ ok: false, refusal });

/**
 * Decodes JSON from bytes and refuses what two decoders could read in two ways: bytes that are not UTF-8, a repeated
 * key, nesting deeper than the limit (default 32), a number that is not a safe integer or a plain finite fraction,
 * text with a lone surrogate or NUL, the key `__proto__`. More bytes than `maxBytes` are refused unread.
 */
export function decodeStrictJson(
  bytes: Uint8Array,
  maxBytes: number = WIRE_LIMITS.messageBytes,
  maxDepth: number = WIRE_LIMITS.depth,
): StrictJson {
  if (bytes.byteLength > maxBytes) return refuse('too-large');
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch {
    return refuse('not-utf8');
  }
  const shape = scan(text, maxDepth);
  if (shape === 'too-deep') return refuse('too-deep');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('not-json');
  }
  const found = { keys: 0 };
  const odd = oddity(value, found);
  if (odd !== undefined) return refuse(odd);
  // JSON.parse keeps one of two equal keys, so that fewer keys than colons means that one was repeated
  if (found.keys !== shape) return refuse('duplicate-key');
  return { ok: true, value };
}

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

/** Counts the colons outside of strings, and stops at nesting deeper than the limit. */
function scan(text: string, maxDepth: number): number | 'too-deep' {
  let colons = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (code === COLON) {
      colons++;
    } else if (code === 123 || code === 91) {
      if (++depth > maxDepth) return 'too-deep';
    } else if (code === 125 || code === 93) {
      depth--;
    }
  }
  return colons;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

const ODD_TEXT = /\0|\p{Surrogate}/u;

function oddity(value: unknown, found: { keys: number }): JsonRefusal | undefined {
  if (typeof value === 'string') return ODD_TEXT.test(value) ? 'odd-text' : undefined;
  if (typeof value === 'number') return oddNumber(value) ? 'odd-number' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    for (const item of value) {
      const odd = oddity(item, found);
      if (odd !== undefined) return odd;
    }
    return undefined;
  }
  for (const [key, item] of Object.entries(value)) {
    found.keys++;
    if (key === '__proto__' || ODD_TEXT.test(key)) return 'odd-text';
    const odd = oddity(item, found);
    if (odd !== undefined) return odd;
  }
  return undefined;
}

function oddNumber(value: number): boolean {
  return !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER || Object.is(value, -0);
}
