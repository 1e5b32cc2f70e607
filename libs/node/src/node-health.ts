import type { EnclosureReads } from '#casework';
import type { Exchange } from '#exchange';
import { type Database, isOutage } from '#persistence';
import { Health, type HealthReport, redisProblem } from '#platform';

/** Redis is asked over a connection of its own, and the exchange's tables by several statements: not more often. */
const EVERY_MS = 2_000;
/** A database that answers later than this does no work that a person would wait for. */
const ANSWER_MS = 3_000;
/** As the relay: a peer that answered nothing for so long, although something waits for it, is silent. */
const SILENT_MS = 600_000;
/** A sweep that ran through longer ago is late: one begins every minute. */
const SWEEP_LATE_MS = 300_000;

/** How the sweep of deadlines goes; a simulated network sweeps when its clock is moved and is never late. */
export interface SweepStanding {
  /** Milliseconds since it last ran through; undefined: it need not. */
  ageMs(): number | undefined;
  /** Whether the last one failed. */
  failed(): boolean;
}

/** Only what reads the open rows: a node that has sent a million messages is asked as often as a new one. */
type Told = Required<Pick<HealthReport, 'details'>> & Pick<HealthReport, 'recovering'>;
type Asked = Pick<Exchange, 'peerFigures' | 'peerWindows' | 'alarms' | 'resync'>;

/** Asks what this node stands on, and how its exchange and its sweep go. Without Redis an office works on: degraded. */
export class NodeHealth {
  readonly phase = new Health(new Set(['database']));
  private redis: { readonly at: number; readonly problem: Promise<string | undefined> } | undefined;
  private details: { readonly at: number; readonly told: Promise<Told> } | undefined;

  constructor(
    private readonly database: Pick<Database, 'dataSource'>,
    private readonly redisUrl: string,
    private readonly exchange: Asked,
    private readonly sweep: SweepStanding,
    private readonly papers: Pick<EnclosureReads, 'figures'>,
  ) {}

  async ask(): Promise<HealthReport> {
    const [database, redis] = await Promise.all([this.databaseProblem(), this.redisProblem()]);
    this.phase.report('database', database);
    this.phase.report('redis', redis);
    const told = database === undefined ? await this.look() : undefined;
    return { ...this.phase.read(), ...told };
  }

  private async databaseProblem(): Promise<string | undefined> {
    const asked = this.database.dataSource.query('SELECT 1').then(
      () => undefined,
      () => 'unreachable',
    );
    // Also when every connection of the pool is taken, or the server stands still with its sockets open.
    return within(ANSWER_MS, asked, 'no-answer');
  }

  private async redisProblem(): Promise<string | undefined> {
    const now = Date.now();
    if (this.redis === undefined || now - this.redis.at > EVERY_MS) {
      this.redis = { at: now, problem: redisProblem(this.redisUrl) };
    }
    const unfit = this.redis.problem.then((problem) => (problem === undefined ? undefined : 'unfit'));
    return within(ANSWER_MS, unfit, 'no-answer');
  }

  /** Judges exchange and sweep; undefined when the database went away in between. */
  private async look(): Promise<Told | undefined> {
    const now = Date.now();
    if (this.details === undefined || now - this.details.at > EVERY_MS) {
      this.details = { at: now, told: this.detailsNow() };
      // Whoever waits hears of it; nobody may wait any more.
      this.details.told.catch(() => undefined);
    }
    try {
      const told = await within(ANSWER_MS, this.details.told, undefined);
      if (told === undefined) this.phase.report('database', 'no-answer');
      else this.judge(told);
      return told;
    } catch (error) {
      this.details = undefined;
      if (!isOutage(error)) throw error;
      this.phase.report('database', 'unreachable');
      return undefined;
    }
  }

  private async detailsNow(): Promise<Told> {
    const [peers, windows, alarms, standings, papers] = await Promise.all([
      this.exchange.peerFigures(),
      this.exchange.peerWindows(),
      this.exchange.alarms(),
      this.exchange.resync.standings(),
      this.papers.figures(),
    ]);
    const unheard = new Set(standings.flatMap(({ peer, greeted }) => (greeted ? [] : [peer])));
    const silent = new Set([
      ...windows.flatMap(({ dest, silentMs }) => (silentMs > SILENT_MS ? [dest] : [])),
      // Nothing goes to a peer that has not answered a hello: it is silent as long as something has waited for it.
      ...peers.flatMap(({ peer, oldestMs }) => (unheard.has(peer) && oldestMs > SILENT_MS ? [peer] : [])),
    ]);
    const sweepAgeMs = this.sweep.ageMs();
    const details = {
      unanswered: peers.reduce((sum, { unanswered }) => sum + unanswered, 0),
      oldestMs: Math.max(0, ...peers.map(({ oldestMs }) => oldestMs)),
      parked: peers.reduce((sum, { parked }) => sum + parked, 0),
      silentPeers: silent.size,
      alarms: alarms.length,
      papersWanted: papers.wanted,
      papersOldestMs: papers.oldestMs,
      papersFailing: papers.failing,
      ...(sweepAgeMs === undefined ? {} : { sweepAgeMs }),
    };
    const recovering = standings.flatMap(({ peer, recovering, since }) => {
      if (!recovering) return [];
      return since === undefined ? [{ peer }] : [{ peer, since: since.toISOString() }];
    });
    return recovering.length === 0 ? { details } : { details, recovering };
  }

  private judge({ details, recovering }: Told): void {
    const { oldestMs = 0, silentPeers = 0, alarms = 0, sweepAgeMs = 0 } = details;
    const { papersOldestMs = 0, papersFailing = 0 } = details;
    this.phase.report('outbox', oldestMs > SILENT_MS ? 'old' : undefined);
    this.phase.report('peers', silentPeers > 0 ? 'silent' : undefined);
    this.phase.report('recovery', recovering === undefined ? undefined : 'under-way');
    this.phase.report('quarantine', alarms > 0 ? 'put-away' : undefined);
    const old = papersOldestMs > SILENT_MS ? 'old' : undefined;
    this.phase.report('papers', papersFailing > 0 ? 'not-had' : old);
    const late = sweepAgeMs > SWEEP_LATE_MS ? 'late' : undefined;
    this.phase.report('sweep', this.sweep.failed() ? 'failed' : late);
  }
}

/** What it comes to, or the other when that takes longer. */
async function within<T, U>(ms: number, work: Promise<T>, otherwise: U): Promise<T | U> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<U>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
