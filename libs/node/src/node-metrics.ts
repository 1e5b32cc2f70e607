import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Exchange } from '#exchange';

const NAMES = {
  oldest: 'huiyin_exchange_oldest_unanswered_seconds',
  unanswered: 'huiyin_exchange_unanswered_messages',
  inFlight: 'huiyin_exchange_frames_in_flight',
  parked: 'huiyin_exchange_parked_messages',
  quarantined: 'huiyin_exchange_quarantined_messages',
  answers: 'huiyin_exchange_receipt_seconds',
  swept: 'huiyin_sweep_last_success_timestamp_seconds',
  failed: 'huiyin_sweep_failures_total',
  memory: 'huiyin_process_resident_memory_bytes',
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
  private readonly peers: readonly {
    readonly gauge: Gauge<'peer'>;
    readonly of: (figures: Awaited<ReturnType<Exchange['peerFigures']>>[number]) => number;
  }[];

  constructor(
    node: string,
    private readonly exchange: Pick<Exchange, 'peerFigures'>,
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
          return done;
        } catch (error) {
          this.failed.inc();
          throw error;
        }
      },
    };
  }

  /** Prometheus text. @throws when the database is away: then the scrape fails, and that is the alarm. */
  async read(): Promise<{ readonly contentType: string; readonly text: string }> {
    const figures = await this.exchange.peerFigures();
    for (const { gauge, of } of this.peers) {
      gauge.reset();
      for (const one of figures) gauge.set({ peer: one.peer }, of(one));
    }
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }
}
