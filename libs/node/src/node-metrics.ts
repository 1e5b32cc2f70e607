import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Exchange } from '#exchange';
import type { EnclosureReads } from '#casework';
import type { SweepStanding } from './node-health.js';

const NAMES = {
  oldest: 'huiyin_exchange_oldest_unanswered_seconds',
  unanswered: 'huiyin_exchange_unanswered_messages',
  inFlight: 'huiyin_exchange_frames_in_flight',
  parked: 'huiyin_exchange_parked_messages',
  quarantined: 'huiyin_exchange_quarantined_messages',
  recovering: 'huiyin_exchange_recovering',
  epoch: 'huiyin_exchange_epoch',
  answers: 'huiyin_exchange_receipt_seconds',
  swept: 'huiyin_sweep_last_success_timestamp_seconds',
  failed: 'huiyin_sweep_failures_total',
  memory: 'huiyin_process_resident_memory_bytes',
  papersWanted: 'huiyin_papers_wanted',
  papersOldest: 'huiyin_papers_oldest_wanted_seconds',
  papersFailing: 'huiyin_papers_failing',
} as const;

/**
 * One node's figures for a monitoring system. A registry of its own for each node: several live in one process. The
 * gauges of the peers are asked of the database when somebody reads them.
 */
export class NodeMetrics {
  private readonly registry = new Registry();
  private readonly answers: Histogram<'peer'>;
  private readonly swept: Gauge;
  private readonly failed: Counter;
  private readonly recovering: Gauge<'peer'>;
  private readonly epoch: Gauge;
  private readonly paperGauges: Readonly<Record<'wanted' | 'oldest' | 'failing', Gauge>>;
  private lastSweep: { readonly through: number | undefined; readonly failed: boolean } = {
    through: undefined,
    failed: false,
  };
  private readonly peers: readonly {
    readonly gauge: Gauge<'peer'>;
    readonly of: (figures: Awaited<ReturnType<Exchange['peerFigures']>>[number]) => number;
  }[];

  constructor(
    node: string,
    private readonly exchange: Pick<Exchange, 'peerFigures' | 'epoch'> & {
      readonly resync: Pick<Exchange['resync'], 'standings'>;
    },
    private readonly papers: Pick<EnclosureReads, 'figures'>,
  ) {
    const registers = [this.registry];
    this.registry.setDefaultLabels({ node });
    const gauge = (name: string, help: string): Gauge<'peer'> =>
      new Gauge({ name, help, labelNames: ['peer'] as const, registers });
    this.peers = [
      {
        gauge: gauge(NAMES.oldest, 'Age of the oldest message to this peer that it has not answered.'),
        of: ({ oldestMs }) => oldestMs / 1_000,
      },
      {
        gauge: gauge(NAMES.unanswered, 'Messages to this peer that it has not answered.'),
        of: ({ unanswered }) => unanswered,
      },
      {
        gauge: gauge(NAMES.inFlight, 'Frames on their way to this peer.'),
        of: ({ inFlight }) => inFlight,
      },
      {
        gauge: gauge(NAMES.parked, 'Messages of this peer that wait for an earlier one.'),
        of: ({ parked }) => parked,
      },
      {
        gauge: gauge(NAMES.quarantined, 'Messages of this peer that were put away: somebody should look.'),
        of: ({ quarantined }) => quarantined,
      },
    ];
    this.recovering = gauge(NAMES.recovering, 'Whether this node is being refilled from that peer.');
    this.epoch = new Gauge({
      name: NAMES.epoch,
      help: 'Epoch of this node: one more with each time that its database was set back.',
      registers,
    });
    const paperGauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers });
    this.paperGauges = {
      wanted: paperGauge(NAMES.papersWanted, 'Files that messages named and that are not here yet.'),
      oldest: paperGauge(NAMES.papersOldest, 'How long the oldest of them has been wanted.'),
      failing: paperGauge(NAMES.papersFailing, 'Those for which somebody has to do something.'),
    };
    this.answers = new Histogram({
      name: NAMES.answers,
      help: 'Time from making a message to having its signed receipt.',
      labelNames: ['peer'] as const,
      buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 60, 600, 3_600, 86_400],
      registers,
    });
    this.swept = new Gauge({
      name: NAMES.swept,
      help: 'When the sweep of deadlines last ran through; its lag is the time since then.',
      registers,
    });
    this.failed = new Counter({ name: NAMES.failed, help: 'Sweeps that failed.', registers });
    new Gauge({
      name: NAMES.memory,
      help: 'Memory of the process, which may host several nodes.',
      registers,
      collect() {
        this.set(process.memoryUsage.rss());
      },
    });
  }

  /** A signed answer came in, so long after its message was made. */
  answered(peer: string, afterMs: number): void {
    this.answers.observe({ peer }, afterMs / 1_000);
  }

  /** The sweep, noted each time that it runs through or fails. */
  watch<T>(sweep: { run(): Promise<T> }): { run(): Promise<T> } {
    return {
      run: async () => {
        try {
          const done = await sweep.run();
          this.swept.setToCurrentTime();
          this.lastSweep = { through: performance.now(), failed: false };
          return done;
        } catch (error) {
          this.failed.inc();
          this.lastSweep = { ...this.lastSweep, failed: true };
          throw error;
        }
      },
    };
  }

  /**
   * How the sweep goes, for the health of the node.
   * @param regular whether it runs by itself: only then it can be late
   */
  sweepStanding(regular: boolean): SweepStanding {
    return {
      ageMs: () => {
        const { through } = this.lastSweep;
        return regular && through !== undefined ? Math.round(performance.now() - through) : undefined;
      },
      failed: () => this.lastSweep.failed,
    };
  }

  /** Prometheus text. @throws when the database is away: then the scrape fails, and that is the alarm. */
  async read(): Promise<{ readonly contentType: string; readonly text: string }> {
    const [figures, papers] = await Promise.all([this.exchange.peerFigures(), this.papers.figures()]);
    this.paperGauges.wanted.set(papers.wanted);
    this.paperGauges.oldest.set(papers.oldestMs / 1_000);
    this.paperGauges.failing.set(papers.failing);
    for (const { gauge, of } of this.peers) {
      gauge.reset();
      for (const one of figures) gauge.set({ peer: one.peer }, of(one));
    }
    this.recovering.reset();
    for (const { peer, recovering } of await this.exchange.resync.standings())
      this.recovering.set({ peer }, recovering ? 1 : 0);
    this.epoch.set(this.exchange.epoch());
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }
}
