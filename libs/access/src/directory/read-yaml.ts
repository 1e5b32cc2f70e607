import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { isAlias, isCollection, isPair, isScalar, parseDocument, visit } from 'yaml';
import { errorCode } from '../unknown-value.js';
import { problem, type DirectoryProblem } from './problem.js';

/** Largest file that is read: 500 nodes with their staff are below 300 KB. */
const MOST_BYTES = 1_048_576;
/** Deepest nesting: the directory needs five levels. */
const MOST_DEPTH = 16;
const MOST_PROBLEMS = 50;
/** The parser's own stack ran out: nesting by indentation, which is not counted before. */
const DEEP = 'The file nests too deeply.';

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What this reader needs of a contract schema. */
interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}

export type Read<T> =
  | { readonly ok: true; readonly value: T; readonly bytes: Buffer }
  | { readonly ok: false; readonly problems: readonly DirectoryProblem[] };

/**
 * Reads one YAML file by its schema. Hostile YAML is refused before it is expanded: size, nesting, anchors and
 * aliases (an alias bomb grows a kilobyte to gigabytes), tags, several documents, duplicate keys, bad UTF-8.
 */
export function readYaml<T>(path: string, schema: Schema<T>): Read<T> {
  const file = basename(path);
  const bytes = bytesOf(path, file);
  if (!Buffer.isBuffer(bytes)) return { ok: false, problems: [bytes] };
  const value = parse(bytes, file);
  if ('problems' in value) return { ok: false, problems: value.problems };
  const parsed = schema.safeParse(value.value);
  if (parsed.success) return { ok: true, value: parsed.data, bytes };
  const problems = parsed.error.issues.slice(0, MOST_PROBLEMS).map((issue) => describe(file, issue));
  return { ok: false, problems };
}

function bytesOf(path: string, file: string): Buffer | DirectoryProblem {
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES) {
      return problem(
        file,
        `The file has ${size} bytes, more than the ${MOST_BYTES} that are read; split the network.`,
      );
    }
    return readFileSync(path);
  } catch (error) {
    return problem(
      file,
      `The file cannot be read (${errorCode(error)}); NETWORK must name the folder that holds it.`,
    );
  }
}

type Parsed = { readonly value: unknown } | { readonly problems: readonly DirectoryProblem[] };

function parse(bytes: Buffer, file: string): Parsed {
  const failed = (sentence: string): Parsed => ({ problems: [problem(file, sentence)] });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return failed('The file is not UTF-8; save it again in that encoding.');
  }
  if (flowDepth(text) > MOST_DEPTH) return failed(`The file nests more than ${MOST_DEPTH} levels deep.`);
  try {
    // Merge keys stay off: `<<` is refused by the schema as an unknown field.
    const document = parseDocument(text, { schema: 'core', uniqueKeys: true, merge: false, strict: true });
    const faults = [...document.errors, ...document.warnings].slice(0, MOST_PROBLEMS);
    if (faults.length > 0) {
      return {
        problems: faults.map((fault) =>
          problem(
            file,
            fault.message.includes('call stack') ? DEEP : `The YAML is broken: ${firstLine(fault.message)}.`,
          ),
        ),
      };
    }
    const hostile = hostility(document);
    return hostile === undefined ? { value: document.toJS({ maxAliasCount: 0 }) } : failed(hostile);
  } catch (error) {
    return failed(String(error).startsWith('RangeError') ? DEEP : 'The file is not YAML that can be read.');
  }
}

function hostility(document: ReturnType<typeof parseDocument>): string | undefined {
  let found: string | undefined;
  visit(document, (_key, node, path) => {
    if (path.filter((above) => !isPair(above)).length > MOST_DEPTH)
      found = `The file nests more than ${MOST_DEPTH} levels deep.`;
    else if (isAlias(node)) found = `The alias *${node.source} is not allowed; write the value out.`;
    else if (isScalar(node) || isCollection(node)) {
      if (node.anchor !== undefined)
        found = `The anchor &${node.anchor} is not allowed; write the value out.`;
      else if (
        node.tag !== undefined &&
        !/^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/.test(node.tag)
      ) {
        found = `The tag ${node.tag} is not allowed.`;
      }
    }
    return found === undefined ? undefined : visit.BREAK;
  });
  return found;
}

/** The deepest nesting of brackets, counted before the recursive parser sees the text; quotes only make it larger. */
function flowDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
  }
  return deepest;
}

const firstLine = (message: string): string => (message.split('\n', 1)[0] ?? '').replace(/[.:]+$/, '');

function describe(file: string, issue: Issue): DirectoryProblem {
  const place = issue.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  return problem(`${file}${place === '' ? '' : ` ${place}`}`, `The value is wrong: ${issue.message}.`);
}
