import { decodeStrictJson, type JsonRefusal } from '#contract';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { foldClockSteps } from './advance.js';
import { checkStory } from './casebook-checks.js';
import { casebook, written, type Casebook, type CasebookNetwork, type StoryCase } from './casebook-shape.js';
import { expectation } from './casebook-expectation.js';
import { STEP_NAMES, STEPS, type Step } from './casebook-steps.js';

/** Ten times the largest casebook we have; beyond it the file is not even read. */
const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 16;

export type ReadCasebook =
  | { readonly ok: true; readonly casebook: Casebook }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads a casebook file, or every `.json` of a folder in the order of their names as one casebook: no key stands
 * twice. Every problem is a sentence that begins with the file's name; nothing is played then.
 */
export async function readCasebook(file: string): Promise<ReadCasebook> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) return await readFolder(file);
    if (found.size > MAX_BYTES) return unreadable(file, [REFUSED['too-large']]);
    return parseCasebook(await readFile(file), file);
  } catch (error) {
    return unreadable(file, [
      `The file cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    ]);
  }
}

async function readFolder(folder: string): Promise<ReadCasebook> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
  const read = await Promise.all(names.map((name) => readCasebook(join(folder, name))));
  const problems = read.flatMap((one) => (one.ok ? [] : one.problems));
  if (problems.length > 0) return { ok: false, problems };
  const cases = read.flatMap((one) => (one.ok ? one.casebook.cases : []));
  if (cases.length === 0) return unreadable(folder, ['The folder holds no .json file.']);
  const twice = keysTwice(cases);
  return twice.length > 0 ? unreadable(folder, twice) : { ok: true, casebook: { cases } };
}

/** Reads the bytes of a casebook; `file` names it in the problems. */
export function parseCasebook(bytes: Uint8Array, file: string): ReadCasebook {
  const json = decodeStrictJson(bytes, MAX_BYTES, MAX_DEPTH);
  if (!json.ok) return unreadable(file, [REFUSED[json.refusal] + whereOf(json.refusal, bytes)]);
  const book = casebook.safeParse(json.value);
  if (!book.success) return unreadable(file, sentences(book.error, 'the casebook'));
  const problems: string[] = [];
  const cases = book.data.cases.flatMap((one, at) => readCase(one, at, book.data.network, problems));
  problems.push(...keysTwice(cases));
  if (problems.length > 0) return unreadable(file, problems);
  return { ok: true, casebook: { cases } };
}

function keysTwice(cases: readonly StoryCase[]): string[] {
  const keys = cases.map(({ key }) => key);
  return [...new Set(keys.filter((one, at) => keys.indexOf(one) !== at))].map(
    (key) => `Two cases have the key “${key}”.`,
  );
}

function readCase(value: unknown, at: number, known: CasebookNetwork, problems: string[]): StoryCase[] {
  const shape = z.looseObject({ key: z.string() }).safeParse(value);
  const name = shape.success ? `Case “${shape.data.key.slice(0, 64)}”` : `Case ${at + 1}`;
  const parsed = written.safeParse(value);
  // The steps are looked at even when the rest is wrong: all problems are told at once.
  const story = z.looseObject({ story: z.array(z.looseObject({})) }).safeParse(value);
  const folded = foldClockSteps(story.success ? story.data.story : [], name);
  const steps = folded.steps.map((step, n) => readStep(step, `${name}, step ${n + 1}`));
  const wrong = [
    ...(parsed.success ? [] : sentences(parsed.error, name)),
    ...folded.problems,
    ...steps.flatMap((step) => (typeof step === 'string' ? [step] : [])),
  ];
  problems.push(...wrong);
  if (!parsed.success || wrong.length > 0) return [];
  const read = { ...parsed.data, story: steps.filter((step) => typeof step !== 'string') };
  problems.push(...checkStory(read, known, name));
  return [read];
}

/** The step, or the sentence that says what is wrong with it. */
function readStep(step: Readonly<Record<string, unknown>>, name: string): Step | string {
  const does = step['does'];
  if (!isStepName(does)) {
    const what =
      typeof does === 'string'
        ? `“${does.slice(0, 60)}” is not a step that is known`
        : 'it does not say what it does';
    return `${name}: ${what}. ${KNOWN_STEPS}`;
  }
  const schema = STEPS[does];
  const parsed = schema.safeParse(step);
  if (parsed.success) return parsed.data;
  const found = sentences(parsed.error, `${name} (${does})`).join(' ');
  const unknown = parsed.error.issues.filter(({ code }) => code === 'unrecognized_keys');
  if (unknown.length === 0) return found;
  const expects = unknown.some(({ path }) => path[0] === 'expect');
  const known = expects ? expectation.shape : schema.shape;
  return `${found} The keys of ${expects ? 'expect' : does} are ${Object.keys(known).join(', ')}. ${KNOWN_STEPS}`;
}

const KNOWN_STEPS = `The steps are ${STEP_NAMES.join(', ')}.`;

const isStepName = (name: unknown): name is keyof typeof STEPS =>
  typeof name === 'string' && Object.hasOwn(STEPS, name);

function sentences(error: z.ZodError, where: string): string[] {
  return error.issues.map((issue) => {
    const path = issue.path.map(String).join('.');
    const at = path === '' ? where : `${where}, ${path}`;
    if (issue.code === 'unrecognized_keys') {
      return `${at}: the key ${issue.keys.map((key) => `“${key.slice(0, 60)}”`).join(', ')} is not known.`;
    }
    return `${at}: ${issue.message.slice(0, 500)}.`;
  });
}

const REFUSED: Readonly<Record<JsonRefusal, string>> = {
  'too-large': `The file is larger than ${MAX_BYTES / 1024} KiB, which no casebook is.`,
  'not-utf8': 'The file is not UTF-8 text.',
  'not-json': 'The file is not JSON.',
  'too-deep': `The file nests deeper than ${MAX_DEPTH} levels.`,
  'duplicate-key': 'A key stands twice in one object.',
  'odd-number': 'A number is not finite, or too large to be exact.',
  'odd-text': 'A text holds a NUL, half a character, or the key __proto__.',
};

/** Where the text breaks: the YAML reader takes JSON and counts lines. */
function whereOf(refusal: JsonRefusal, bytes: Uint8Array): string {
  if (refusal !== 'not-json' && refusal !== 'duplicate-key') return '';
  const lines = new LineCounter();
  const text = new TextDecoder().decode(bytes);
  const [first] = parseDocument(text, { uniqueKeys: true, lineCounter: lines, prettyErrors: false }).errors;
  if (first === undefined) return '';
  const { line, col } = lines.linePos(first.pos[0]);
  return ` See line ${line}, column ${col}.`;
}

const unreadable = (file: string, problems: readonly string[]): ReadCasebook => ({
  ok: false,
  problems: problems.map((problem) => `${file}: ${problem}`),
});
