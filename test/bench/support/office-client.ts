import { randomUUID } from 'node:crypto';
import { actAnswer, legView, type ActAnswer, type LegView } from '#contract';
import { matterOf } from '../../../deploy/seed/matters.js';

/** An office as its own people use it: over HTTP. */
export class OfficeClient {
  constructor(
    private readonly unit: string,
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** The n-th letter of a benchmark, entered. */
  register(n: number): Promise<ActAnswer> {
    const { route, topic, place, summary, request } = matterOf(n);
    return this.act('/api/items', {
      form: 'letter',
      source: 'own',
      receivedOn: '2026-01-04',
      people: 1,
      petitioner: { name: `甲${String(n)}`, address: place },
      category: 'request',
      ...{ route, topic, place, summary, request },
      respondents: [],
    });
  }

  assign({ caseId, caseVersion: version }: ActAnswer, to: string): Promise<ActAnswer> {
    return this.act(`/api/cases/${caseId}/assign`, { version, to, wants: 'result', days: 60 });
  }

  /** @throws with the problem that the office answered. */
  async act(path: string, body: Readonly<Record<string, unknown>>): Promise<ActAnswer> {
    const response = await fetch(new URL(path, this.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-start-token': this.token,
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ actor: { unit: this.unit }, ...body }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${String(response.status)}: ${text}`);
    return actAnswer.parse(JSON.parse(text));
  }

  /** Undefined: it is not here yet. */
  async leg(id: string): Promise<LegView | undefined> {
    const response = await this.get(`/api/legs/${id}`);
    return response.ok ? legView.parse(await response.json()) : undefined;
  }

  get(path: string): Promise<Response> {
    return fetch(new URL(path, this.url), { headers: { 'x-start-token': this.token } });
  }
}
