import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { schemaOf } from '#persistence';
import { NodeProcesses } from '../../../deploy/start/node-processes.js';
import { type BenchNetwork, openBenchNetwork } from '../support/network.js';
import { OfficeClient } from '../support/office-client.js';

const SENDER = 'city';
const HANDLER = 'agency:education';
/** Clerks at once. */
const CLIENTS = 6;
/** The count reads an index of all that ever came: asked every 20 ms it took a part of what it measures. */
const LOOK_MS = 100;

/** Two real offices: the city assigns so many cases while the agency is down; then the agency comes up. */
export class CaseworkPair {
  private assigned = 0;

  private constructor(
    private readonly network: BenchNetwork,
    private readonly databaseUrl: string,
    private readonly cities: NodeProcesses,
    private readonly city: OfficeClient,
  ) {}

  static async open(databaseUrl: string, say: (line: string) => void): Promise<CaseworkPair> {
    const network = await openBenchNetwork(say);
    const cities = new NodeProcesses(join(network.dataDir, 'logs'), ({ message }) => say(message));
    const city = network.process('city', [SENDER]);
    const addresses = await cities.start([city], () => undefined);
    const client = new OfficeClient(SENDER, addresses.get(SENDER) ?? '', city.env['START_TOKEN'] ?? '');
    return new CaseworkPair(network, databaseUrl, cities, client);
  }

  /**
   * Messages a second that the agency's real handlers take in: the letters and who the petitioners are. A process that
   * has just started is slow, so that the first fifth warms it up, as a whole draining does the other pairs.
   */
  async drain(count: number): Promise<number> {
    this.assigned += await this.assign(count);
    const agencies = new NodeProcesses(join(this.network.dataDir, 'logs'), () => undefined);
    const home = await createConnection(new URL(schemaOf(HANDLER), this.databaseUrl).href);
    const away = await createConnection(new URL(schemaOf(SENDER), this.databaseUrl).href);
    try {
      const before = await countOf(home, APPLIED, SENDER);
      const all = await countOf(away, SENT, HANDLER);
      await agencies.start([this.network.process('agency', [HANDLER])], () => undefined);
      const reached = async (messages: number): Promise<{ at: number; messages: number }> => {
        for (;;) {
          const now = await countOf(home, APPLIED, SENDER);
          if (now >= messages) return { at: performance.now(), messages: now };
          await pause(LOOK_MS);
        }
      };
      const warm = await reached(before + (all - before) / 5);
      const end = await reached(all);
      return (1_000 * (end.messages - warm.messages)) / (end.at - warm.at);
    } finally {
      await agencies.stop();
      await Promise.all([home.end(), away.end()]);
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
        await this.city.assign(await this.city.register(next++), HANDLER);
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, clerk));
    return count;
  }
}

const APPLIED = 'SELECT COUNT(*) AS n FROM exchange_inbox WHERE source = ? AND status = 1';
const SENT = 'SELECT COUNT(*) AS n FROM exchange_outbox WHERE dest = ? AND sequence IS NOT NULL';

async function countOf(
  database: Awaited<ReturnType<typeof createConnection>>,
  sql: string,
  peer: string,
): Promise<number> {
  const [rows] = await database.query<RowDataPacket[]>(sql, [peer]);
  return Number(rows[0]?.['n'] ?? 0);
}
