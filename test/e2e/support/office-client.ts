import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { z } from 'zod';
import {
  actAnswer,
  type ActAnswer,
  type AttachmentView,
  attachmentView,
  historyEntry,
  legView,
  pageOf,
} from '#contract';
import { quarantineView } from '../../../libs/api/src/exchange/exchange-views.js';
import { TOKEN } from './sample-network.js';

/** What a node answered. */
export interface Answer {
  readonly status: number;
  readonly json: Record<string, unknown>;
}

/** Somebody at an office, over HTTP. */
export class OfficeClient {
  constructor(readonly url: string) {}

  async post(path: string, body: unknown, key: string = randomUUID()): Promise<Answer> {
    const answer = await fetch(new URL(path, this.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key, 'x-start-token': TOKEN },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
  }

  /** An act that must be done. */
  async act(path: string, body: unknown, key?: string): Promise<ActAnswer> {
    const { status, json } = await this.post(path, body, key);
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(json)}`);
    return actAnswer.parse(json);
  }

  /** Sends an act and hangs up as soon as the request is written: the answer finds nobody. */
  postAndLeave(path: string, body: unknown, key: string): Promise<void> {
    return new Promise((resolve) => {
      const text = JSON.stringify(body);
      const sent = request(new URL(path, this.url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          'idempotency-key': key,
          'x-start-token': TOKEN,
        },
        agent: false,
      });
      sent.on('error', () => undefined);
      sent.on('close', () => resolve());
      sent.end(text, () => sent.destroy());
    });
  }

  /** Keeps a file at the office. */
  async upload(path: string, bytes: Uint8Array): Promise<AttachmentView> {
    const answer = await fetch(new URL(path, this.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        'idempotency-key': randomUUID(),
        'x-start-token': TOKEN,
      },
      body: Buffer.from(bytes),
      signal: AbortSignal.timeout(60_000),
    });
    return attachmentView.parse(await answer.json());
  }

  async download(path: string): Promise<Buffer> {
    const answer = await fetch(new URL(path, this.url), {
      headers: { 'x-start-token': TOKEN },
      signal: AbortSignal.timeout(60_000),
    });
    return Buffer.from(await answer.arrayBuffer());
  }

  async status(path: string): Promise<number> {
    const answer = await fetch(new URL(path, this.url), { headers: { 'x-start-token': TOKEN } });
    await answer.arrayBuffer();
    return answer.status;
  }

  async get<T>(path: string, shape: z.ZodType<T>): Promise<T | undefined> {
    const answer = await fetch(new URL(path, this.url), {
      headers: { 'x-start-token': TOKEN },
      signal: AbortSignal.timeout(20_000),
    });
    return answer.status === 404 ? undefined : shape.parse(await answer.json());
  }

  leg = (id: string) => this.get(`/api/legs/${id}`, legView);

  /** The acts of a leg's history here, oldest first. */
  async acts(legId: string): Promise<readonly string[]> {
    const page = await this.get(`/api/legs/${legId}/history?limit=200`, pageOf(historyEntry));
    return (page?.items ?? []).map(({ act }) => act);
  }

  async quarantine() {
    const page = await this.get('/api/exchange/quarantine?limit=200', pageOf(quarantineView));
    return page?.items ?? [];
  }
}
