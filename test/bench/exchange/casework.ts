import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { actAnswer, type ActAnswer } from '#contract';
import { schemaOf } from '#persistence';
import { NodeProcesses } from '../../../deploy/start/node-processes.js';
import { type BenchNetwork, openBenchNetwork } from '../support/network.js';
import { matterOf } from '../../../deploy/seed/matters.js';

const SENDER = 'city';
const HANDLER = 'agency:education';
/** Clerks at once. */
const CLIENTS = 6;

/** Two real offices: the city assigns so many cases while the agency is down; then the agency comes up. */
export class CaseworkPair {
  private assigned = 0;

  private constructor(
    private readonly network: BenchNetwork,
    private readonly databaseUrl: string,
    private readonly cities: NodeProcesses,
    private readonly city: { readonly url: string; readonly token: string },
  ) {}

  static async open(databaseUrl: string, say: (line: string) => void): Promise<CaseworkPair> {
    const network = await openBenchNetwork(say);
    const cities = new NodeProcesses(join(network.dataDir, 'logs'), ({ message }) => say(message));
    const city = network.process('city', [SENDER]);
    const addresses = await cities.start([city], () => undefined);
    const url = addresses.get(SENDER) ?? '';
    return new CaseworkPair(network, databaseUrl, cities, { url, token: city.env['START_TOKEN'] ?? '' });
  }

  /** Messages a second from the agency's readiness to the last case registered as arrived there. */
  async drain(count: number): Promise<number> {
    const sent = await this.assign(count);
    this.assigned += sent;
    const agencies = new NodeProcesses(join(this.network.dataDir, 'logs'), () => undefined);
    const database = await createConnection(new URL(schemaOf(HANDLER), this.databaseUrl).href);
    try {
      await agencies.start([this.network.process('agency', [HANDLER])], () => undefined);
      const from = performance.now();
      const already = await applied(database);
      let now = already;
      while (now < this.assigned) {
        await pause(20);
        now = await applied(database);
      }
      return (1_000 * (this.assigned - already)) / (performance.now() - from);
    } finally {
      await agencies.stop();
      await database.end();
    }
  }

  async close(): Promise<void> {
    await this.cities.stop();
  }

  private async assign(count: number): Promise<number> {
    let next = this.assigned;
    const end = this.assigned + count;
    const clerk = async (): Promise<void> => {
      while (next < end) {
        const n = next++;
        const { route, topic, place, summary, request } = matterOf(n);
        const registered = await this.post('/api/items', {
          actor: { unit: SENDER },
          form: 'letter',
          source: 'own',
          receivedOn: '2026-01-04',
          people: 1,
          petitioner: { name: `甲${String(n)}`, address: place },
          category: 'request',
          route,
          topic,
          place,
          summary,
          request,
          respondents: [],
        });
        await this.post(`/api/cases/${registered.caseId}/assign`, {
          actor: { unit: SENDER },
          version: registered.caseVersion,
          to: HANDLER,
          wants: 'result',
          days: 60,
        });
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, clerk));
    return count;
  }

  private async post(path: string, body: unknown): Promise<ActAnswer> {
    const response = await fetch(new URL(path, this.city.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-start-token': this.city.token,
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${String(response.status)}: ${text}`);
    return actAnswer.parse(JSON.parse(text));
  }
}

async function applied(database: Awaited<ReturnType<typeof createConnection>>): Promise<number> {
  const [rows] = await database.query<RowDataPacket[]>(
    'SELECT COUNT(*) AS n FROM exchange_inbox WHERE source = ? AND status = 1 AND type = ?',
    [SENDER, 'huiyin.leg.sent.v1'],
  );
  return Number(rows[0]?.['n'] ?? 0);
}
