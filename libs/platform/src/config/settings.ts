import { z } from 'zod';

/** What the operator is told about a setting besides what is wrong with it. */
export interface SettingDoc {
  /** What it means, in one sentence. */
  readonly means: string;
  /** What a right value is. Example: `a port from 1024 to 65535`. */
  readonly right: string;
  /** A value that is right. */
  readonly example: string;
  /** Carries a password or token: its value is never printed. */
  readonly secret?: boolean;
}

/** One wrong or missing setting. */
export interface SettingProblem {
  readonly name: string;
  /** What is wrong, never the value of a secret. */
  readonly wrong: string;
  readonly right: string;
  readonly example: string;
}

export type Settings<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/** The environment as a plain record, so that tests pass their own; only main.ts reads process.env. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Longest value taken from the environment, in characters. */
const LONGEST_VALUE = 16_384;
const LONGEST_SHOWN = 60;
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

const docs = z.registry<SettingDoc>();

/** Documents a setting where it is declared; what it says is printed beside every problem of that setting. */
export function setting<S extends z.ZodType>(schema: S, doc: SettingDoc): S {
  docs.add(schema, doc);
  return schema;
}

/** Lets a rule over several settings run only when those it reads are sound, so that one error is told once. */
export function whenSound(...names: readonly string[]): (payload: z.core.ParsePayload) => boolean {
  return (payload) => !payload.issues.some((issue) => names.includes(String(issue.path?.[0] ?? '')));
}

/**
 * Parses an app's settings once. Empty values count as unset; other variables of the environment are not looked at.
 * Every problem is returned, none is thrown.
 */
export function readSettings<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
): Settings<z.output<z.ZodObject<Shape>>> {
  const given: Record<string, string> = {};
  const hostile: SettingProblem[] = [];
  for (const [name, field] of Object.entries(schema.shape)) {
    const value = Object.hasOwn(env, name) ? env[name]?.trim() : undefined;
    if (value === undefined || value === '') continue;
    const wrong = hostility(value);
    if (wrong === undefined) given[name] = value;
    else hostile.push(problemOf(name, docOf(field), wrong));
  }
  const parsed = schema.safeParse(given);
  if (parsed.success && hostile.length === 0) return { ok: true, value: parsed.data };
  const found = (parsed.error?.issues ?? []).flatMap((issue) => {
    const name = String(issue.path[0] ?? 'settings');
    if (hostile.some((problem) => problem.name === name)) return [];
    const field = Object.entries(schema.shape).find(([key]) => key === name)?.[1];
    return [problemOf(name, docOf(field), wrongness(issue, given[name], docOf(field)))];
  });
  return { ok: false, problems: [...hostile, ...found] };
}

/** The problems as the operator reads them: a sentence each, with what would be right and an example. */
export function printProblems(problems: readonly SettingProblem[]): string {
  return problems
    .map(
      (problem) =>
        `${problem.name} ${problem.wrong}. Right is ${problem.right}, for example ${problem.name}=${problem.example}`,
    )
    .join('\n');
}

function hostility(value: string): string | undefined {
  if (value.length > LONGEST_VALUE) {
    return `has ${value.length} characters, more than the ${LONGEST_VALUE} that are read`;
  }
  return CONTROL.test(value) ? 'contains a control character' : undefined;
}

function wrongness(issue: z.core.$ZodIssue, value: string | undefined, doc: SettingDoc): string {
  const { message } = issue;
  // A rule over several settings may point at one that is unset and says itself what is missing.
  if (value === undefined) return issue.code === 'custom' ? `is not set: ${message}` : 'is not set';
  const shown = value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;
  return doc.secret === true ? `is wrong: ${message}` : `is "${shown}": ${message}`;
}

function problemOf(name: string, doc: SettingDoc, wrong: string): SettingProblem {
  return { name, wrong, right: doc.right, example: doc.example };
}

function docOf(field: unknown): SettingDoc {
  const doc = field instanceof z.ZodType ? docs.get(field) : undefined;
  return doc ?? { means: 'an undocumented setting', right: 'described where it is declared', example: '' };
}
