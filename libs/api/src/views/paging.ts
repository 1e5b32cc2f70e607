import { type Page, uuid } from '#contract';
import { z } from 'zod';
import { borderProblem, ProblemAnswer } from '../problems/problem.js';
import { listIssues } from '../problems/issues.js';

/** Rows of a page when the request does not say; at most MOST_ROWS. */
export const USUAL_ROWS = 50;
export const MOST_ROWS = 200;

const limit = z
  .string()
  .regex(/^\d{1,4}$/u, { error: 'is not a whole number' })
  .transform(Number)
  .refine((rows) => rows >= 1 && rows <= MOST_ROWS, { error: `is not from 1 to ${MOST_ROWS}` })
  .default(USUAL_ROWS);
const after = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,120}$/u, { error: 'is no cursor that a page gave' })
  .optional();
const pageQuery = z.strictObject({ limit, after });

/** A page as the reads ask for it. */
export interface PageOfList {
  readonly limit: number;
  readonly after?: string;
}

/** The page that a query asks of a list. A cursor belongs to the list that gave it. @throws ProblemAnswer */
export function pageOfList(list: string, query: unknown): PageOfList {
  const { limit: rows, after: cursor } = parseQuery(pageQuery, query);
  if (cursor === undefined) return { limit: rows };
  const [of, position] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  if (of !== list || position === undefined || position === '') {
    throw new ProblemAnswer(
      borderProblem('query-malformed', {}, ['query.after: is no cursor that this list gave']),
    );
  }
  return { limit: rows, after: position };
}

/** The cursor of the next page, which says nothing to its reader. */
export function withCursor<T>(list: string, { items, next }: Page<T>): Page<T> {
  return { items, next: next === null ? null : Buffer.from(`${list} ${next}`).toString('base64url') };
}

/** @throws ProblemAnswer that lists every problem */
export function parseQuery<T>(shape: z.ZodType<T>, query: unknown): T {
  const parsed = shape.safeParse(query);
  if (parsed.success) return parsed.data;
  throw new ProblemAnswer(borderProblem('query-malformed', {}, listIssues('query', parsed.error)));
}

/** An id as the database holds it, or undefined: such a thing does not exist. */
export function idOf(given: string): string | undefined {
  const id = uuid.safeParse(given.toLowerCase());
  return id.success ? id.data : undefined;
}
