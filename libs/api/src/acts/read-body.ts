import type { IncomingMessage } from 'node:http';
import { decodeStrictJson } from '#contract';
import { borderProblem, ProblemAnswer } from '../problems/problem.js';

/** A petition of 20 000 characters with all its papers fits many times. */
export const BODY_LIMIT = 512 * 1024;
/** What is over the limit is read away up to here, so that the sender gets the answer and no reset. */
const PATIENCE = 8 * 1024 * 1024;

/** Reads a body whole and decodes it strictly: no repeated key, no `__proto__`, no odd number or text. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const bytes = await read(request);
  const decoded = bytes === undefined ? undefined : decodeStrictJson(bytes, BODY_LIMIT);
  if (decoded === undefined || (!decoded.ok && decoded.refusal === 'too-large')) {
    throw new ProblemAnswer(borderProblem('body-too-large', { limit: String(BODY_LIMIT / 1024) }));
  }
  if (!decoded.ok) throw new ProblemAnswer(borderProblem('body-malformed', {}, [`body: ${decoded.refusal}`]));
  return decoded.value;
}

/** The bytes, or undefined when there are more than the limit. */
async function read(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  const arriving: AsyncIterable<unknown> = request;
  for await (const chunk of arriving) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > PATIENCE) break;
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  return size > BODY_LIMIT ? undefined : Buffer.concat(chunks);
}
