import type { Database } from '#persistence';
import { Health, type HealthReport, redisProblem } from '#platform';

/** Redis is asked over a connection of its own, so not more often than this. */
const REDIS_EVERY_MS = 2_000;

/** Asks what this node stands on. */
export class NodeHealth {
  readonly phase = new Health();
  private redis: { readonly at: number; readonly problem: Promise<string | undefined> } | undefined;

  constructor(
    private readonly database: Pick<Database, 'dataSource'>,
    private readonly redisUrl: string,
  ) {}

  async ask(): Promise<HealthReport> {
    const [database, redis] = await Promise.all([this.databaseProblem(), this.redisProblem()]);
    this.phase.report('database', database);
    this.phase.report('redis', redis);
    return this.phase.read();
  }

  private async databaseProblem(): Promise<string | undefined> {
    try {
      await this.database.dataSource.query('SELECT 1');
      return undefined;
    } catch {
      return 'unreachable';
    }
  }

  private async redisProblem(): Promise<string | undefined> {
    const now = Date.now();
    if (this.redis === undefined || now - this.redis.at > REDIS_EVERY_MS) {
      this.redis = { at: now, problem: redisProblem(this.redisUrl) };
    }
    return (await this.redis.problem) === undefined ? undefined : 'unfit';
  }
}
