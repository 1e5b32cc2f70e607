import type { IncomingMessage } from 'node:http';
import { ATTACHMENT_LIMIT } from '#contract';
import { borderProblem, ProblemAnswer } from '../problems/problem.js';

/** What is over the limit is read away up to here, so that the sender gets the answer and no reset. */
const PATIENCE = ATTACHMENT_LIMIT + 8 * 1024 * 1024;
/** Files that one node writes down at the same time. */
const AT_ONCE = 3;

/** Lets files in, a few at a time; each goes on part by part as it arrives. */
export class FileDoor {
  private arriving = 0;

  /**
   * Gives the parts of a request's body to `take`.
   * @throws ProblemAnswer when it is too large or too many arrive at once
   */
  async receive<T>(
    request: IncomingMessage,
    take: (parts: AsyncIterable<Uint8Array>) => Promise<T>,
  ): Promise<T> {
    if (this.arriving >= AT_ONCE) throw new ProblemAnswer(borderProblem('too-many-uploads'));
    if (Number(request.headers['content-length'] ?? 0) > PATIENCE) throw tooLarge();
    this.arriving += 1;
    try {
      return await take(partsOf(request));
    } finally {
      this.arriving -= 1;
    }
  }
}

async function* partsOf(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  let size = 0;
  const arriving: AsyncIterable<unknown> = request;
  for await (const chunk of arriving) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > PATIENCE) break;
    if (size <= ATTACHMENT_LIMIT) yield chunk;
  }
  if (size > ATTACHMENT_LIMIT) throw tooLarge();
}

const tooLarge = (): ProblemAnswer =>
  new ProblemAnswer(borderProblem('attachment-too-large', { limit: String(ATTACHMENT_LIMIT / 1024 / 1024) }));
