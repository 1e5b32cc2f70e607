import type { LegalTime, Sweep } from '#casework';
import type { Exchange } from '#exchange';
import { type Failpoint, type Log, systemClock } from '#platform';
import { openDatabaseClock, openSimulatedClock, type SimulatedClock, type UnitOfWork } from '#persistence';
import type { Simulation } from '#api';

/** Monday of the first working week of 2026, nine o'clock in Shanghai: where a simulated network begins. */
const FIRST_INSTANT = new Date('2026-01-04T01:00:00Z');
/** How often a real network looks for days that have passed, and measures the database's clock again. */
const SWEEP_EVERY_MS = 60_000;

/** The legal time of one node and what its passing brings about. */
export interface NodeTime {
  readonly legal: LegalTime;
  /** Makes the clock's effects: after this a passed day is swept. */
  start(parts: TimeParts): Promise<RunningTime>;
}

interface TimeParts {
  readonly sweep: Pick<Sweep, 'run'>;
  readonly exchange: Pick<Exchange, 'figures'>;
  readonly legalDay: (instant: Date) => string;
  readonly failpoint: Failpoint;
  readonly log: Log;
}

interface RunningTime {
  readonly simulation?: Simulation;
  stop(): Promise<void>;
}

/** The row of the simulated network, or the database's UTC. */
export async function openLegalTime(simulated: boolean, uow: UnitOfWork): Promise<NodeTime> {
  return simulated ? simulatedTime(await openSimulatedClock(uow, FIRST_INSTANT)) : realTime(uow);
}

function simulatedTime(clock: SimulatedClock): NodeTime {
  return {
    legal: clock,
    start: async (parts) => {
      const line = new OneAtATime();
      const { sweep, exchange, legalDay, failpoint } = parts;
      const sweepDay = async (): Promise<void> => {
        await failpoint('P14');
        await sweep.run();
      };
      // A process that died between the clock's step and its sweep makes up for it here.
      await sweepDay();
      const simulation: Simulation = {
        now: () => clock.now(),
        today: () => legalDay(clock.now()),
        moveTo: (to) =>
          line.run(async () => {
            if (to < clock.now()) return { kind: 'back' };
            if (to > clock.now()) {
              const { pending } = await exchange.figures();
              if (pending > 0) return { kind: 'busy', pending };
              if (!(await clock.moveTo(to))) return { kind: 'back' };
            }
            await sweepDay();
            return { kind: 'moved' };
          }),
      };
      return { simulation, stop: () => line.idle() };
    },
  };
}

async function realTime(uow: UnitOfWork): Promise<NodeTime> {
  const clock = await openDatabaseClock(uow, systemClock);
  return {
    legal: clock,
    start: async ({ sweep, failpoint, log }) => {
      const line = new OneAtATime();
      const look = (): Promise<void> =>
        line.run(async () => {
          try {
            await clock.refresh();
            await failpoint('P14');
            await sweep.run();
          } catch (error) {
            // The next look finds the same rows: a sweep that is late is better than a node that is down.
            log.error('sweep.failed', {}, error);
          }
        });
      const timer = setInterval(() => void look(), SWEEP_EVERY_MS);
      await look();
      return {
        stop: () => {
          clearInterval(timer);
          return line.idle();
        },
      };
    },
  };
}

/** Two steps of a node's clock never overlap. */
class OneAtATime {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work);
    this.last = mine.catch(() => undefined);
    return mine;
  }

  async idle(): Promise<void> {
    await this.last;
  }
}
