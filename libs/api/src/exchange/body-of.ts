import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { keyOf } from '../acts/post-act.js';
import { readJsonBody } from '../acts/read-body.js';
import { listIssues } from '../problems/issues.js';
import { borderProblem, ProblemAnswer } from '../problems/problem.js';

/** What arrives with an operator's act. */
interface Given {
  readonly request: IncomingMessage;
  readonly key: string | undefined;
}

/** The body of an operator's act, which has a key as every post. @throws ProblemAnswer for whatever is wrong with it */
export async function bodyOf<T>(shape: z.ZodType<T>, { request, key }: Given): Promise<T> {
  const json = await readJsonBody(request);
  keyOf(key);
  const body = shape.safeParse(json);
  if (body.success) return body.data;
  throw new ProblemAnswer(borderProblem('body-malformed', {}, listIssues('body', body.error)));
}
