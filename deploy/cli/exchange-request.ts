import { randomUUID } from 'node:crypto';
import { problem } from '#contract';

/** Where a running node answers. */
export interface NodeAddress {
  readonly url: string;
  readonly token: string;
}

/** A node does not answer: it does not run, or not there. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** How long an answer may take: a question to a peer that is silent is answered after 15 s. */
const PATIENCE_MS = 60_000;

/**
 * One request to a running node; a body makes it a POST with a key of its own.
 * @throws NoAnswer in a sentence.
 */
export async function requestNode(
  ask: typeof fetch,
  { url, token }: NodeAddress,
  path: string,
  body?: object,
): Promise<{ readonly ok: boolean; readonly json: unknown }> {
  try {
    const response = await ask(new URL(path, url), {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'x-start-token': token,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const json: unknown = await response.json();
    return { ok: response.ok, json };
  } catch (error) {
    throw new NoAnswer(`The node at ${url} does not answer (${sentenceOf(error)}).`, { cause: error });
  }
}

export const sentenceOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** A refusal of the node in its own words, a line each. */
export function refusalOf(json: unknown): string {
  const read = problem.safeParse(json);
  if (!read.success) return `refused: ${JSON.stringify(json)}\n`;
  const { slug, zh, en, problems } = read.data;
  return [`${slug}: ${zh} ${en}`, ...problems.map((one) => `  ${one}`)].join('\n') + '\n';
}
