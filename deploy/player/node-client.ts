import { problem, type Problem } from '#contract';
import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import type { PlayedNode } from './offices.js';

const ANSWER_WITHIN_MS = 30_000;
/** An answer that was lost is asked for again with the same key, which is what the key is for. */
const TRIES = 3;

/** What a node answered to an act: done, or refused with the reason. */
export type Posted<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** A node did not answer, or with something that is not the contract's: the play cannot go on. */
export class NodeFailure extends Error {}

/** Speaks HTTP to one node. */
export class NodeClient {
  constructor(
    readonly node: PlayedNode,
    private readonly token: string,
  ) {}

  /** Reads a view; undefined when the node says 404. @throws NodeFailure */
  async get<T>(path: string, shape: z.ZodType<T>): Promise<T | undefined> {
    const { status, body } = await this.ask(path, { method: 'GET', headers: this.headers() });
    if (status === 404) return undefined;
    if (status !== 200) throw this.failure('GET', path, `answered ${status}: ${sentenceOf(body)}`);
    return this.read('GET', path, body, shape);
  }

  /** Posts an act under its key; refusals come back as values. @throws NodeFailure */
  async post<T>(path: string, body: unknown, key: string, shape: z.ZodType<T>): Promise<Posted<T>> {
    const headers = { ...this.headers(), 'content-type': 'application/json', 'idempotency-key': key };
    const answer = await this.ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (answer.status >= 200 && answer.status < 300) {
      return { ok: true, value: this.read('POST', path, answer.body, shape) };
    }
    const refused = problem.safeParse(answer.body);
    if (refused.success && answer.status < 500) return { ok: false, problem: refused.data };
    throw this.failure('POST', path, `answered ${answer.status}: ${sentenceOf(answer.body)}`);
  }

  /** Keeps a file. @throws NodeFailure when it is refused: a story's own file is always fit. */
  async upload<T>(path: string, bytes: Uint8Array, key: string, shape: z.ZodType<T>): Promise<T> {
    const headers = {
      ...this.headers(),
      'content-type': 'application/octet-stream',
      'idempotency-key': key,
    };
    const answer = await this.ask(path, { method: 'POST', headers, body: Buffer.from(bytes) });
    if (answer.status === 200) return this.read('POST', path, answer.body, shape);
    throw this.failure('POST', path, `answered ${answer.status}: ${sentenceOf(answer.body)}`);
  }

  private headers(): Record<string, string> {
    return { accept: 'application/json', 'x-start-token': this.token };
  }

  private async ask(
    path: string,
    init: RequestInit,
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    let last = '';
    for (let tried = 0; tried < TRIES; tried += 1) {
      if (tried > 0) await pause(100 * tried);
      try {
        const answer = await fetch(new URL(path, this.node.url), {
          ...init,
          signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        });
        const text = await answer.text();
        return { status: answer.status, body: text === '' ? undefined : jsonOf(text) };
      } catch (error) {
        last = causeOf(error);
      }
    }
    throw this.failure(init.method ?? 'GET', path, `did not answer (${last})`);
  }

  private read<T>(method: string, path: string, body: unknown, shape: z.ZodType<T>): T {
    const parsed = shape.safeParse(body);
    if (parsed.success) return parsed.data;
    const what = parsed.error.issues
      .slice(0, 3)
      .map((issue) => `${issue.path.join('.') || 'answer'}: ${issue.message}`);
    throw this.failure(method, path, `answered what the contract does not know (${what.join('; ')})`);
  }

  private failure(method: string, path: string, what: string): NodeFailure {
    return new NodeFailure(`${this.node.id}: ${method} ${path} ${what}`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, 200);
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function sentenceOf(body: unknown): string {
  const told = problem.safeParse(body);
  return told.success ? refusalText(told.data) : JSON.stringify(body ?? null).slice(0, 200);
}

/** A refusal in one line. */
export const refusalText = ({ slug, zh, article, problems }: Problem): string =>
  [slug, zh, ...(article === null ? [] : [article]), ...problems].join(' · ');
