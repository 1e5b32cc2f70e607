import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CaseDetail, ClockView, LegView } from '#contract';
import { aCase, aLeg } from './views.js';

/*
 * A network of two offices that answers as the contract says and thinks as little as it can: `city` sends one leg to
 * `agency:education`, which answers it. For tests of the player; what offices really do is tested with them.
 */

interface Asked {
  readonly node: string;
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  readonly token: string | undefined;
  readonly body: Record<string, unknown>;
}

/** What a test does instead of the usual answer; undefined: the usual answer. */
type Instead = (asked: Asked) => { readonly status: number; readonly body: unknown } | 'hang up' | undefined;

const NODES = ['city', 'agency:education'] as const;

export const refusal = (slug: string, article: string | null = null) => ({
  type: `urn:${slug}`,
  title: slug,
  status: 409,
  slug,
  zh: '不予办理。',
  en: 'Refused.',
  article,
  guard: null,
  problems: [],
});

export class FakeNodes {
  readonly asked: Asked[] = [];
  /** Keys whose act took effect. */
  readonly effects: string[] = [];
  instead: Instead = () => undefined;
  /** Set by a test: the digest that the agency shows. */
  agencyDigest = 'd1';
  /** Set by a test: the end of the limit that starts with an acceptance; without it no clock runs. */
  limit: string | undefined;
  now = '2026-01-04T01:00:00.000Z';
  private readonly cases = new Map<string, { detail: CaseDetail; leg?: LegView }>();
  private readonly answers = new Map<string, unknown>();
  private readonly servers: Server[] = [];
  private readonly urls = new Map<string, string>();

  async start(): Promise<void> {
    for (const node of NODES) {
      const server = createServer((request, response) => void this.serve(node, request, response));
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      this.servers.push(server);
      this.urls.set(node, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    }
  }

  async stop(): Promise<void> {
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    }
  }

  network() {
    return {
      nodes: NODES.map((id) => ({
        id,
        short: id === 'city' ? '市人大信访办' : '教育局',
        url: this.urls.get(id) ?? '',
      })),
      units: [],
      timeZone: 'Asia/Shanghai',
      token: 'a-token-of-a-test-only-000',
    };
  }

  private async serve(node: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const header = (name: string): string | undefined => request.headers[name]?.toString();
    const asked: Asked = {
      node,
      method: request.method ?? '',
      path: decodeURIComponent(request.url ?? ''),
      key: header('idempotency-key'),
      token: header('x-start-token'),
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
    this.asked.push(asked);
    const instead = this.instead(asked);
    if (instead === 'hang up') {
      this.usual(asked); // it took effect, but nobody hears of it
      request.socket.destroy();
      return;
    }
    const { status, body } = instead ?? this.usual(asked);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  private usual(asked: Asked): { status: number; body: unknown } {
    if (asked.method === 'GET') {
      const body = this.view(asked);
      return body === undefined ? { status: 404, body: refusal('unknown-case') } : { status: 200, body };
    }
    if (asked.path === '/simulation/clock') {
      this.now = String(asked.body['now']);
      return { status: 200, body: this.state() };
    }
    const known = this.answers.get(asked.key ?? '');
    if (known !== undefined) return { status: 200, body: known };
    this.effects.push(asked.path);
    const answer = this.act(asked);
    this.answers.set(asked.key ?? '', answer);
    return { status: 200, body: answer };
  }

  private state() {
    return { now: this.now, today: this.now.slice(0, 10), idle: true, pending: 0, parked: 0, put: 7 };
  }

  private view({ node, path }: Asked): unknown {
    if (path === '/simulation/state') return this.state();
    if (path === '/api/exchange/idle')
      return { put: 7, pending: 0, parked: 0, applied: 7, quarantined: 0, idle: true };
    if (path === '/api/competences')
      return [{ topic: '教育文体', to: 'agency:education', reviewer: null, because: '目录' }];
    if (path.startsWith('/api/cases?')) return { items: [], next: null };
    if (path.includes('/history')) return { items: [], next: null };
    const origin = path.split('/by-origin/')[1] ?? '';
    const held = this.cases.get(origin);
    if (held === undefined || (node !== 'city' && held.leg === undefined)) return undefined;
    const digest = node === 'city' ? 'd1' : this.agencyDigest;
    return { ...held.detail, legs: held.leg === undefined ? [] : [{ ...held.leg, digest }] };
  }

  private act({ path, body }: Asked): unknown {
    const [, , on = '', id = '', act = 'register'] = path.split('/');
    if (on === 'items') {
      const detail = aCase({
        id: uuid(this.cases.size),
        originNumber: `CS-${this.cases.size + 1}`,
        state: 'REGISTERED',
      });
      this.cases.set(detail.originNumber, { detail });
      return answerOf(detail);
    }
    const held = [...this.cases.values()].find(({ detail, leg }) => detail.id === id || leg?.id === id);
    if (held === undefined) throw new Error(`no ${id}`);
    const { detail } = held;
    const today = this.now.slice(0, 10);
    const leg = (state: LegView['state']): void =>
      void (held.leg = { ...(held.leg ?? aLeg()), state, version: (held.leg?.version ?? 0) + 1 });
    const told = { on: today, how: String(body['how']), done: true };
    switch (act) {
      case 'assign':
        held.leg = aLeg({
          id: uuid(100 + this.cases.size),
          caseId: detail.id,
          originNumber: detail.originNumber,
          state: 'SENT',
          sentOn: today,
        });
        held.detail = { ...detail, state: 'OUT', version: detail.version + 1 };
        break;
      case 'notify':
        held.detail = { ...detail, notified: told, version: detail.version + 1 };
        break;
      case 'accept':
        leg('ACCEPTED');
        if (this.limit !== undefined && held.leg !== undefined)
          held.leg = { ...held.leg, clocks: [aLimit(today, this.limit)] };
        break;
      case 'remind':
        leg(held.leg?.state ?? 'ACCEPTED');
        break;
      case 'report':
        leg('REPORTED');
        if (held.leg !== undefined)
          held.leg = {
            ...held.leg,
            clocks: held.leg.clocks.map((one) => metOn(one, today)),
            lamp: held.leg.clocks.some(({ effective }) => today > effective) ? '灰' : '绿',
          };
        break;
      case 'review':
        leg('ANSWERING');
        break;
      case 'serve-answer':
        leg('DONE');
        held.detail = { ...detail, state: 'ANSWERED', answered: told };
        break;
      case 'close':
        held.detail = { ...detail, state: 'CLOSED', closedOn: today };
        break;
      default:
        throw new Error(`the fake does not ${act}`);
    }
    return answerOf(held.detail, held.leg);
  }
}

const aLimit = (start: string, effective: string): ClockView => ({
  key: 'k',
  id: "C4'",
  rule: "NAT.C4'",
  article: '[I]',
  start,
  period: '30日',
  raw: effective,
  effective,
  provisional: false,
  original: null,
  met: null,
  late: false,
  lamp: '绿',
});

const metOn = (clock: ClockView, today: string): ClockView => {
  const late = today > clock.effective;
  return { ...clock, met: today, late, lamp: late ? '灰' : '绿' };
};

const uuid = (n: number): string => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const answerOf = ({ id, originNumber, version }: CaseDetail, leg?: LegView) => ({
  caseId: id,
  originNumber,
  caseVersion: version,
  ...(leg === undefined ? {} : { legId: leg.id, legVersion: leg.version }),
  warnings: [],
});
