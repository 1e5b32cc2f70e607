import { Redis } from 'ioredis';
import { TwinNetwork } from '../twin-network.js';
import { redisServerUrl } from '../servers.js';
import { ACCUSATION_MARK, ACCUSED, SECRET_NAME } from './matters.js';
import { ModelReal, setClock } from './model-real.js';
import { type RealNetwork, type RealOffice, realNetwork } from './real-network.js';
import type { ModelRun } from './run-model.js';

/** The first Monday of March, and the day after which a limit would run into a year that no calendar covers. */
const FIRST_DAY = '2026-03-02';
const LAST_DAY = '2026-08-31';

/**
 * The real offices of a run. A clock only goes on and its calendar ends, so that after some dozens of sequences a new
 * network is begun, in new schemas.
 */
export class RealStage {
  private network: Promise<RealNetwork> | undefined;
  private readonly found: string[] = [];
  private readonly calendar = new TwinNetwork().node('city').desk.rulebook.calendar;

  constructor(private readonly say: (line: string) => unknown) {}

  /** A run of so many sequences on these offices. */
  run(runs: number): ModelRun {
    return {
      ...{
        name: 'real',
        runs,
        maxCommands: 120,
        weights: { deliver: 16, restart: 1, cross: 3 },
        shrinks: false,
        say: this.say,
      },
      net: async () => {
        const net = await ModelReal.begin(await this.open(), this.calendar);
        if (net.today < LAST_DAY) return net;
        await this.stop();
        return ModelReal.begin(await this.open(), this.calendar);
      },
    };
  }

  private open(): Promise<RealNetwork> {
    return (this.network ??= this.start());
  }

  private async start(): Promise<RealNetwork> {
    const begun = performance.now();
    const network = await realNetwork();
    await setClock(network, FIRST_DAY);
    this.say(
      `real: ${String(network.offices.size)} offices ready after ${((performance.now() - begun) / 1000).toFixed(1)} s`,
    );
    return network;
  }

  /** Stops the offices; what they held is searched before. */
  async stop(): Promise<void> {
    const network = await this.network;
    this.network = undefined;
    if (network === undefined) return;
    this.found.push(...(await searched(network)));
    await network.stop();
  }

  /** Where an accusation lies near whom it accuses, or a secret name at a body, in any table or in Redis. */
  async leaks(): Promise<readonly string[]> {
    await this.stop();
    return this.found;
  }
}

async function searched({ offices }: RealNetwork): Promise<string[]> {
  const found: string[] = [];
  const city = offices.get('city')?.office;
  for (const office of offices.values()) {
    if (city?.isNearAccused(office.node, ACCUSED) === true)
      found.push(...(await tablesWith(office, ACCUSATION_MARK)));
    if (office.role === 'agency' || office.role === 'committee')
      found.push(...(await tablesWith(office, SECRET_NAME)));
  }
  const redis = new Redis(await redisServerUrl());
  try {
    for (const key of await redis.keys('*')) {
      const held = (await redis.type(key)) === 'hash' ? JSON.stringify(await redis.hgetall(key)) : key;
      for (const mark of [ACCUSATION_MARK, SECRET_NAME])
        if (held.includes(mark)) found.push(`Redis holds ${mark} in ${key}`);
    }
  } finally {
    await redis.quit();
  }
  return found;
}

/** The tables of an office that hold these words, whatever the type of the column. */
async function tablesWith({ database, node }: RealOffice, words: string): Promise<string[]> {
  const columns = await database.sql(
    'SELECT table_name AS tab, column_name AS col FROM information_schema.columns WHERE table_schema = DATABASE()',
  );
  const found: string[] = [];
  for (const { tab, col } of columns) {
    if (typeof tab !== 'string' || typeof col !== 'string') continue;
    const [row] = await database.sql(
      `SELECT COUNT(*) AS times FROM \`${tab}\` WHERE INSTR(CAST(\`${col}\` AS CHAR CHARACTER SET utf8mb4), ?) > 0`,
      [words],
    );
    if (Number(row?.['times'] ?? 0) > 0) found.push(`${node}: ${tab}.${col} holds ${words}`);
  }
  return found;
}
