import { type Document, parseDocument, visit } from 'yaml';
import type { z } from 'zod';

/** What reading a file gave: a value, or every problem in a sentence that begins with the file's name. */
export type Read<T> = { readonly ok: true; readonly value: T } | Unreadable;
export interface Unreadable {
  readonly ok: false;
  readonly slug: 'bad-file';
  readonly problems: readonly string[];
}

export const unreadable = (file: string, problems: readonly string[]): Unreadable => ({
  ok: false,
  slug: 'bad-file',
  problems: problems.map((problem) => `${file}: ${problem}`),
});

/** Ten times the largest pack; a file beyond it is a mistake or an attack and is not even parsed. */
export const MAX_BYTES = 128 * 1024;
/** The packs nest four levels deep; the parser recurses, so depth is held down before it starts. */
const MAX_DEPTH = 20;

/**
 * Reads YAML that people write into a checked shape. Refused: too large, too deep, broken, duplicate keys, unknown keys
 * and tags, aliases (a few lines of them can expand to gigabytes), more than one document.
 */
export function readYaml<T>(text: string, file: string, schema: z.ZodType<T>): Read<T> {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    return unreadable(file, [`The file is larger than ${MAX_BYTES / 1024} KiB.`]);
  }
  if (nestsTooDeep(text)) return unreadable(file, [`The file nests deeper than ${MAX_DEPTH} levels.`]);
  const document = parseDocument(text, { uniqueKeys: true, prettyErrors: true });
  const broken = [...document.errors, ...document.warnings].map(({ message }) => sentence(message));
  if (broken.length > 0) return unreadable(file, broken);
  if (hasAlias(document)) {
    return unreadable(file, ['Aliases (*name) are not allowed; write the value out.']);
  }
  const checked = schema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (checked.success) return { ok: true, value: checked.data };
  return unreadable(file, checked.error.issues.flatMap(tell));
}

/** A problem of the shape as a sentence; a wrong key brings its own reasons along. */
function tell(issue: z.core.$ZodIssue): string[] {
  const where = issue.path.length === 0 ? 'the file' : issue.path.map(String).join(' → ');
  const reasons = issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message) : [issue.message];
  return reasons.map((reason) => `At ${where}: ${reason.replace(/\.?$/, '.')}`);
}

function hasAlias(document: Document.Parsed): boolean {
  const found: string[] = [];
  visit(document, { Alias: (_, node) => void found.push(node.source) });
  return found.length > 0;
}

/** The first line of the parser's message names the problem, its line and column; the rest draws a picture. */
const sentence = (message: string): string => (message.split('\n')[0] ?? '').replace(/:?$/, '.');

/** Counts open brackets and the indentation levels of block style without parsing. */
function nestsTooDeep(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === '[' || character === '{') open += 1;
    if (character === ']' || character === '}') open -= 1;
    if (open > MAX_DEPTH) return true;
  }
  return text.split('\n').some((line) => (/^[\s\-?:]*/.exec(line)?.[0] ?? '').length > MAX_DEPTH * 4);
}
