import type { IncomingMessage } from 'node:http';
import { ATTACHMENT_LIMIT } from '#contract';
import { borderProblem, ProblemAnswer } from '../problems/problem.js';

/** What is over the limit is read away up to here, so that the sender gets the answer and no reset. */
const PATIENCE = ATTACHMENT_LIMIT + 8 * 1024 * 1024;
/** Files lie in memory while they are judged: so many at once, for one node. */
const AT_ONCE = 3;

/** Takes in files, a few at a time. */
export class FileReader {
  private reading = 0;

  /** @throws ProblemAnswer when it is too large or too many arrive at once */
  async read(request: IncomingMessage): Promise<Uint8Array> {
    if (this.reading >= AT_ONCE) throw new ProblemAnswer(borderProblem('too-many-uploads'));
    if (Number(request.headers['content-length'] ?? 0) > PATIENCE) throw tooLarge();
    this.reading += 1;
    try {
      return await wholeOf(request);
    } finally {
      this.reading -= 1;
    }
  }
}

async function wholeOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  const arriving: AsyncIterable<unknown> = request;
  for await (const chunk of arriving) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > PATIENCE) break;
    if (size <= ATTACHMENT_LIMIT) chunks.push(chunk);
  }
  if (size > ATTACHMENT_LIMIT) throw tooLarge();
  return Buffer.concat(chunks);
}

const tooLarge = (): ProblemAnswer =>
  new ProblemAnswer(borderProblem('attachment-too-large', { limit: String(ATTACHMENT_LIMIT / 1024 / 1024) }));
