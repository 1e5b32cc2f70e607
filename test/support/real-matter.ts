import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import {
  actAnswer,
  caseDetail,
  problem,
  type ActAnswer,
  type ActName,
  type CaseDetail,
  type LegView,
  type Problem,
  ACTS,
} from '#contract';
import { addDays, parseLocalDate } from '#domain';
import { NetworkClock } from '../../deploy/player/network-clock.js';
import { NodeClient } from '../../deploy/player/node-client.js';
import { eventually } from './eventually.js';
import type { SeveralNodes } from './several-nodes.js';
import { LETTER } from './twin-matter.js';

/* Matters on real nodes over HTTP, as TwinMatter has them on the twin: real databases, a real Redis, real receipts. */

/** What a node answered to an act. */
export type Told = { readonly done: ActAnswer } | { readonly refused: Problem };

/** What the relay, the lease and the hello write by themselves, whatever the offices do. */
const HEARTBEATS = ['exchange_lease', 'exchange_peer', 'exchange_standing'];

/** What is signed for may be countersigned a moment later; longer than the relay waits before it looks again. */
const BETWEEN_LOOKS_MS = 150;
const EQUAL_LOOKS = 3;

/** Offices that really exchange, and a look into all that they hold. */
export class RealOffices {
  private readonly clients: ReadonlyMap<string, NodeClient>;
  private readonly clock: NetworkClock;
  private tables: readonly string[] = [];

  constructor(
    private readonly nodes: SeveralNodes,
    token: string,
  ) {
    this.clients = new Map(
      [...nodes.urls].map(([id, url]) => [id, new NodeClient({ id, url, short: id }, token)]),
    );
    this.clock = new NetworkClock([...this.clients.values()], 'Asia/Shanghai', randomUUID(), 30_000);
  }

  client(node: string): NodeClient {
    const client = this.clients.get(node);
    if (client === undefined) throw new Error(`${node} does not run`);
    return client;
  }

  drained = (): Promise<void> => this.clock.drained();
  today = (): Promise<string> => this.clock.today();

  /** Goes to nine o'clock of the day after that one at every node, through each day between. */
  async dayAfter(text: string): Promise<void> {
    const day = parseLocalDate(text);
    if (!day.ok) throw new Error(day.message);
    await this.clock.moveTo(addDays(day.value, 1), true);
  }

  /** Does an act and waits until all that it sent has arrived. */
  async act(node: string, act: ActName, id: string, body: object): Promise<Told> {
    const on = ACTS[act].on;
    const path = on === 'items' ? '/api/items' : `/api/${on}/${id}/${act}`;
    const posted = await this.client(node).post(path, body, randomUUID(), actAnswer);
    await this.drained();
    return posted.ok ? { done: posted.value } : { refused: problem.parse(posted.problem) };
  }

  async caseAt(node: string, originNumber: string): Promise<CaseDetail> {
    const path = `/api/cases/by-origin/${encodeURIComponent(originNumber)}`;
    const found = await this.client(node).get(path, caseDetail);
    if (found === undefined) throw new Error(`${node} does not hold ${originNumber}`);
    return found;
  }

  /**
   * The digests once nothing changes them any more. Equal sums alone are no rest, for a busy machine may pause between
   * two steps: nothing is under way before, between and after, and the sums stay the same for several looks.
   */
  async digestsAtRest(): Promise<Readonly<Record<string, string>>> {
    let last = '';
    let looks = 0;
    const { now } = await eventually(
      async () => {
        await this.drained();
        const [before, now] = [last, await this.digests()];
        last = JSON.stringify(now);
        looks = last === before ? looks + 1 : 1;
        await pause(BETWEEN_LOOKS_MS);
        return { looks, now };
      },
      (seen) => seen.looks >= EQUAL_LOOKS,
      30_000,
    );
    return now;
  }

  /** Every table of every node but the heartbeats, as the database itself sums it up: `node.table` → checksum. */
  async digests(): Promise<Readonly<Record<string, string>>> {
    const sums: [string, string][] = [];
    for (const [node, { settings }] of this.nodes.databases) {
      const { host, port, user, password, schema } = settings;
      const connection = await createConnection({ host, port, user, password, database: schema });
      try {
        if (this.tables.length === 0) {
          const [found] = await connection.query<RowDataPacket[]>('SHOW TABLES');
          this.tables = found
            .map((row) => String(Object.values(row)[0]))
            .filter((table) => !HEARTBEATS.includes(table));
        }
        const [rows] = await connection.query<RowDataPacket[]>(
          `CHECKSUM TABLE ${this.tables.map((table) => `\`${table}\``).join(', ')}`,
        );
        sums.push(
          ...rows.map((row): [string, string] => [
            `${node} ${String(row['Table']).split('.')[1] ?? ''}`,
            String(row['Checksum']),
          ]),
        );
      } finally {
        await connection.end();
      }
    }
    return Object.fromEntries(sums);
  }
}

/** One matter in a network of real offices. */
export class RealMatter {
  private constructor(
    readonly offices: RealOffices,
    readonly originNumber: string,
  ) {}

  /** A letter of today, registered at that office; `over` changes the registration. */
  static async registered(offices: RealOffices, over: object = {}, at = 'city'): Promise<RealMatter> {
    const receivedOn = await offices.today();
    const told = await offices.act(at, 'register', '', {
      ...LETTER,
      receivedOn,
      actor: { unit: at },
      ...over,
    });
    if (!('done' in told)) throw new Error(JSON.stringify(told.refused));
    return new RealMatter(offices, told.done.originNumber);
  }

  at = (node: string): Promise<CaseDetail> => this.offices.caseAt(node, this.originNumber);

  async onCase(node: string, act: ActName, more: object = {}): Promise<Told> {
    const { id, version } = await this.at(node);
    return this.offices.act(node, act, id, { actor: { unit: node }, version, ...more });
  }

  async onLeg(
    node: string,
    act: ActName,
    more: object = {},
    is: (leg: LegView) => boolean = () => true,
  ): Promise<Told> {
    const leg = (await this.at(node)).legs.findLast(is);
    if (leg === undefined) throw new Error(`${node} holds no such leg of ${this.originNumber}`);
    return this.offices.act(node, act, leg.id, { actor: { unit: node }, version: leg.version, ...more });
  }
}

/** The act was done. */
export function done(told: Told): ActAnswer {
  if ('done' in told) return told.done;
  throw new Error(`refused: ${JSON.stringify(told.refused)}`);
}
