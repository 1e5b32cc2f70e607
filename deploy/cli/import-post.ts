import { actAnswer, type ActBody, problem } from '#contract';
import type { PostItem, Registered } from './import-command.js';

const ANSWER_WITHIN_MS = 60_000;

/** Registers at a node over HTTP, as any client does. */
export function posting({ url, token }: { readonly url: string; readonly token: string }): PostItem {
  return async (body: ActBody<'register'>, key: string): Promise<Registered> => {
    const answer = await fetch(`${url}/api/items`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key, 'x-start-token': token },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const json: unknown = await answer.json();
    if (answer.status === 200) {
      const { originNumber, warnings } = actAnswer.parse(json);
      const before = warnings.some((warning) => warning.startsWith('registered-before'));
      return { kind: 'registered', originNumber, before };
    }
    const told = problem.safeParse(json);
    if (!told.success || answer.status >= 500) throw new Error(`The node answered ${answer.status}.`);
    return { kind: 'refused', why: [told.data.slug, told.data.zh, ...told.data.problems].join(' · ') };
  };
}
