import { createHash } from 'node:crypto';
import { ACTS, type ActAnswer, type ActBody, type ActName } from '#contract';
import type { z } from 'zod';
import type { NodeApi } from '../node-api.js';
import { borderProblem, ProblemAnswer, refusalProblem } from '../problems/problem.js';
import { listIssues } from '../problems/issues.js';

/** Two requests with one key that meet in the database are asked again this often. */
const RACES = 3;

/** ACTS again, with each body as the schema of its own act, so that a generic act keeps its type. */
const BODIES: { readonly [A in ActName]: { readonly body: z.ZodType<ActBody<A>> } } = ACTS;

export const isActName = (name: string): name is ActName => Object.hasOwn(ACTS, name);

/** An answer of an act, and whether it was given before under this key. */
export interface Answered {
  readonly answer: ActAnswer;
  readonly repeated: boolean;
}

/** What arrived, read but not judged. */
export interface Arrived<A extends ActName> {
  readonly act: A;
  /** Of the case or leg; empty for what is acted on nothing. */
  readonly id: string;
  readonly key: string | undefined;
  readonly json: unknown;
}

/** Parses, performs and answers one act. @throws ProblemAnswer for whatever stands against it. */
export async function postAct<A extends ActName>(api: NodeApi, arrived: Arrived<A>): Promise<Answered> {
  const { act, id, json } = arrived;
  if (!api.allowedActs.has(act)) throw new ProblemAnswer(borderProblem('act-not-of-this-role', { act }));
  const key = keyOf(arrived.key);
  const parsed = BODIES[act].body.safeParse(json);
  if (!parsed.success) {
    throw new ProblemAnswer(borderProblem('body-malformed', {}, listIssues('body', parsed.error)));
  }
  const body = parsed.data;
  const posted = { act, id, body, key, fingerprint: fingerprintOf(act, id, body) };
  const performed = await again(api, () => api.acts.perform(posted));
  switch (performed.kind) {
    case 'done':
      return performed;
    case 'key-reused':
      throw new ProblemAnswer(borderProblem('key-reused'));
    case 'refused':
      throw new ProblemAnswer(refusalProblem(performed.refusal, performed.changed));
  }
}

/** The key that makes a post safe to repeat. */
export function keyOf(given: string | undefined): string {
  if (given !== undefined && /^[\w.-]{8,64}$/u.test(given)) return given;
  throw new ProblemAnswer(borderProblem('key-required'));
}

/** Asks again where two requests with one key met. */
export async function again<T>(api: NodeApi, ask: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tried === RACES || !api.failures.isRace(error)) throw error;
    }
  }
}

/** The same act on the same thing with the same body, however its keys were ordered. */
export function fingerprintOf(act: string, id: string, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([act, id, sorted(body)]))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
