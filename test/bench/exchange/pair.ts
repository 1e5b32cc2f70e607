import { randomBytes } from 'node:crypto';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { testKeysText } from '../../support/exchange-keys.js';
import { BenchChild, type Usage } from './child.js';
import type { OfficeOrder, OfficePlan } from './office.js';
import type { RawOrder, RawPlan } from './raw.js';
import { tlsPlans } from './tls.js';

/** What one draining came to. */
export interface Run {
  readonly msgPerS: number;
  /** CPU seconds of both processes together. */
  readonly cpuS: number;
  readonly rssMb: number;
}

/** Lost, doubled or differing at the two ends, counted in the databases. */
export interface Truth {
  readonly lost: number;
  readonly doubled: number;
}

/** Two BullMQ processes on a queue of their own. */
export class RawPair {
  private constructor(
    private readonly adds: BenchChild,
    private readonly takes: BenchChild,
  ) {}

  static async open(redisUrl: string): Promise<RawPair> {
    const queue = `raw-${randomBytes(4).toString('hex')}`;
    const plan = (part: RawPlan['part']): RawPlan => ({ redisUrl, queue, part });
    return new RawPair(
      await BenchChild.start('raw.ts', plan('adds')),
      await BenchChild.start('raw.ts', plan('takes')),
    );
  }

  async run(count: number): Promise<Run> {
    const order = (it: RawOrder): RawOrder => it;
    await this.takes.ask(order({ do: 'expect', count }));
    const before = await this.usage();
    const taken = this.takes.ask<number>(order({ do: 'taken' }));
    const from = await this.adds.ask<number>(order({ do: 'add', count }));
    const until = await taken;
    const after = await this.usage();
    return { msgPerS: count / (until - from), cpuS: after.cpuS - before.cpuS, rssMb: after.rssMb };
  }

  private usage(): Promise<Usage> {
    return usageOf(this.adds, this.takes);
  }

  async close(): Promise<void> {
    await Promise.all([this.adds.stop(), this.takes.stop()]);
  }
}

/** Two ends of the exchange as processes, each with a schema of its own. */
export class ExchangePair {
  private sent = 0;
  /** Of these, messages whose effect was an UPDATE of their own. */
  private counted = 0;

  private constructor(
    private readonly a: BenchChild,
    private readonly b: BenchChild,
    readonly homes: { readonly a: TestDatabase; readonly b: TestDatabase },
  ) {}

  static async open(redisUrl: string, driver: 'bullmq' | 'https' = 'bullmq'): Promise<ExchangePair> {
    const space = `b${randomBytes(4).toString('hex')}`;
    const everybody = ['a', 'b'].map(testKeysText);
    const homes = { a: await home(), b: await home() };
    const plans = driver === 'https' ? await tlsPlans(['a', 'b']) : undefined;
    const start = async (node: 'a' | 'b'): Promise<BenchChild> => {
      const tls = plans?.get(node);
      const plan: OfficePlan = {
        ...{ node, everybody, settings: homes[node].settings, redisUrl, space },
        ...(tls === undefined ? {} : { tls }),
      };
      return await BenchChild.start('office.ts', plan);
    };
    return new ExchangePair(await start('a'), await start('b'), homes);
  }

  /** A commits a backlog while its relay rests; then it drains, and every receipt comes back. */
  async drain(count: number, effect: 'frame' | 'message'): Promise<Run> {
    await this.rest();
    await this.order(this.a, { do: 'backlog', dest: 'b', from: this.sent, count });
    this.sent += count;
    if (effect === 'message') this.counted += count;
    await this.order(this.b, { do: 'expect', count, effect });
    const before = await usageOf(this.a, this.b);
    const taken = this.order<number>(this.b, { do: 'taken' });
    const from = await this.order<number>(this.a, { do: 'relay' });
    // Its receipts are to come back.
    await this.order(this.b, { do: 'relay' });
    const until = await taken;
    await this.order(this.a, { do: 'drained' });
    const after = await usageOf(this.a, this.b);
    return { msgPerS: count / (until - from), cpuS: after.cpuS - before.cpuS, rssMb: after.rssMb };
  }

  /** Milliseconds from commit at A to visible at B, one message after the other. */
  async lone(count: number): Promise<readonly number[]> {
    const times: number[] = [];
    await this.rest();
    await this.order(this.a, { do: 'relay' });
    await this.order(this.b, { do: 'relay' });
    for (let at = 0; at < count; at += 1) {
      await this.order(this.b, { do: 'expect', count: 1, effect: 'frame' });
      const committed = await this.order<number>(this.a, { do: 'lone', dest: 'b', n: this.sent++ });
      times.push(1_000 * ((await this.order<number>(this.b, { do: 'taken' })) - committed));
      await this.order(this.a, { do: 'drained' });
    }
    return times;
  }

  /** What both databases say about everything that was ever sent between them. */
  async truth(): Promise<Truth> {
    const sent = await digests(
      this.homes.a,
      'SELECT HEX(id) AS id, HEX(digest) AS digest FROM exchange_outbox WHERE dest = ? AND sequence IS NOT NULL AND status = 3',
      'b',
    );
    const got = await digests(
      this.homes.b,
      'SELECT HEX(id) AS id, HEX(digest) AS digest FROM exchange_inbox WHERE source = ? AND status = 1',
      'a',
    );
    const lost = [...sent].filter(([id, digest]) => got.get(id) !== digest).length + (this.sent - sent.size);
    const effects = await this.homes.b.sql(
      `SELECT COUNT(*) AS written, COUNT(DISTINCT n) AS once, (SELECT SUM(messages) FROM bench_leg) AS counted
       FROM bench_effect`,
    );
    const of = (name: string): number => Number(effects[0]?.[name] ?? 0);
    const once = of('once') + Math.min(of('counted'), this.counted);
    return {
      lost: Math.max(lost, this.sent - once),
      doubled: of('written') - of('once') + Math.max(0, of('counted') - this.counted),
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.a.stop(), this.b.stop()]);
    await Promise.all([this.homes.a.drop(), this.homes.b.drop()]);
  }

  private async rest(): Promise<void> {
    await this.order(this.a, { do: 'rest' });
    await this.order(this.b, { do: 'rest' });
  }

  private order<T>(child: BenchChild, order: OfficeOrder): Promise<T> {
    return child.ask<T>(order);
  }
}

async function home(): Promise<TestDatabase> {
  const made = await freshDatabase();
  await made.sql('CREATE TABLE bench_effect (place BIGINT AUTO_INCREMENT PRIMARY KEY, n INT NOT NULL)');
  await made.sql('CREATE TABLE bench_leg (id INT PRIMARY KEY, messages INT NOT NULL)');
  const legs = Array.from({ length: 1_000 }, (_, id) => `(${String(id)}, 0)`);
  await made.sql(`INSERT INTO bench_leg (id, messages) VALUES ${legs.join(', ')}`);
  return made;
}

async function digests(at: TestDatabase, sql: string, peer: string): Promise<ReadonlyMap<string, string>> {
  const rows = await at.sql(sql, [peer]);
  return new Map(rows.map((row) => [String(row['id']), String(row['digest'])]));
}

async function usageOf(...children: readonly BenchChild[]): Promise<Usage> {
  const used = await Promise.all(children.map((child) => child.ask<Usage>({ do: 'usage' })));
  return {
    cpuS: used.reduce((sum, { cpuS }) => sum + cpuS, 0),
    rssMb: Math.max(...used.map(({ rssMb }) => rssMb)),
  };
}
