import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import {
  actAnswer,
  type ActAnswer,
  caseDetail,
  type CaseDetail,
  legView,
  type LegView,
  problem,
} from '#contract';
import type { FaultNetwork, OfficeName } from '../world/network.js';
import type { Operations } from './operations.js';

const ANSWER_WITHIN_MS = 6_000;
const AGAIN_MS = 250;

export type Done =
  { readonly ok: true; readonly value: ActAnswer } | { readonly ok: false; readonly slug: string };

/** One client: asks and acts over HTTP, never believes silence, and repeats an act under its key until it is told. */
export class ClientDesk {
  private givesUpAt = Number.POSITIVE_INFINITY;

  constructor(
    private readonly client: number,
    private readonly network: FaultNetwork,
    private readonly operations: Operations,
  ) {}

  /** An act, settled. */
  async act(node: OfficeName, path: string, body: Readonly<Record<string, unknown>>): Promise<Done> {
    const key = randomUUID();
    const note = (what: 'invoke' | 'ok' | 'fail' | 'unknown', told?: string): void =>
      this.operations.add({
        client: this.client,
        key,
        node,
        path,
        what,
        at: new Date().toISOString(),
        ...(told === undefined ? {} : { told }),
      });
    note('invoke');
    while (performance.now() < this.givesUpAt) {
      const answer = await this.post(node, path, body, key);
      if (answer !== undefined && answer.status < 300) {
        const value = actAnswer.parse(answer.json);
        note('ok', value.legId ?? value.caseId);
        return { ok: true, value };
      }
      const refused = answer === undefined ? undefined : problem.safeParse(answer.json);
      if (refused?.success === true && answer !== undefined && answer.status < 500) {
        note('fail', refused.data.slug);
        return { ok: false, slug: refused.data.slug };
      }
      note('unknown');
      await pause(AGAIN_MS);
    }
    return { ok: false, slug: 'never-settled' };
  }

  /** From then on an act that nobody answers stays open, and the check finds it. */
  giveUpAfter(ms: number): void {
    this.givesUpAt = performance.now() + ms;
  }

  leg = (node: OfficeName, id: string): Promise<LegView | undefined> =>
    this.get(node, `/api/legs/${id}`, legView);
  matter = (node: OfficeName, id: string): Promise<CaseDetail | undefined> =>
    this.get(node, `/api/cases/${id}`, caseDetail);
  byOrigin = (node: OfficeName, number: string): Promise<CaseDetail | undefined> =>
    this.get(node, `/api/cases/by-origin/${number}`, caseDetail);

  private async get<T>(node: OfficeName, path: string, shape: z.ZodType<T>): Promise<T | undefined> {
    try {
      const answer = await fetch(new URL(path, this.network.office(node).url), {
        headers: { 'x-start-token': this.network.token },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      return answer.ok ? shape.parse(await answer.json()) : undefined;
    } catch (error) {
      if (error instanceof z.ZodError) throw error;
      return undefined;
    }
  }

  private async post(
    node: OfficeName,
    path: string,
    body: unknown,
    key: string,
  ): Promise<{ readonly status: number; readonly json: unknown } | undefined> {
    try {
      const answer = await fetch(new URL(path, this.network.office(node).url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': key,
          'x-start-token': this.network.token,
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      return { status: answer.status, json: await answer.json() };
    } catch {
      return undefined;
    }
  }
}
