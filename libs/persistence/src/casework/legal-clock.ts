import type { LegalTime } from '#casework';
import type { UnitOfWork } from '../connection/unit-of-work.js';

/** The legal instant of a simulated network at this node: a row, cached, that only moves forward. */
export interface SimulatedClock extends LegalTime {
  /** Moves the clock; false when `to` lies before its present instant. The same instant again is no error. */
  moveTo(to: Date): Promise<boolean>;
}

const readSql = 'SELECT instant FROM simulated_clock WHERE id = 1';

/**
 * Opens the simulated clock; a network that starts for the first time begins at `start`.
 * Only for a network marked `simulated: true`: the app never calls it otherwise.
 */
export async function openSimulatedClock(uow: UnitOfWork, start: Date): Promise<SimulatedClock> {
  const read = async (lock: '' | ' FOR UPDATE'): Promise<Date | undefined> =>
    (await uow.writer().query<readonly { instant: Date }[]>(readSql + lock))[0]?.instant;

  let now = await uow.run(async () => {
    await uow
      .writer()
      .query(
        'INSERT INTO simulated_clock (id, instant) VALUES (1, ?) ON DUPLICATE KEY UPDATE id = VALUES(id)',
        [start],
      );
    return (await read('')) ?? start;
  });

  return {
    now: () => new Date(now),
    async moveTo(to) {
      const moved = await uow.run(async () => {
        const before = await read(' FOR UPDATE');
        if (before === undefined || to < before) return undefined;
        await uow.writer().query('UPDATE simulated_clock SET instant = ? WHERE id = 1', [to]);
        return to;
      });
      if (moved === undefined) return false;
      // Only after COMMIT: what a roll-back undid must never have been the time.
      now = moved;
      return true;
    },
  };
}

/** The legal instant of a real network: the database's UTC, so that all processes of a node agree. */
export interface DatabaseClock extends LegalTime {
  /** Measures the database's clock again; call it every few minutes. */
  refresh(): Promise<void>;
}

/** Opens the legal clock of a real network: machine time plus the measured distance to the database's UTC. */
export async function openDatabaseClock(uow: UnitOfWork, machine: LegalTime): Promise<DatabaseClock> {
  const measure = async (): Promise<number> => {
    const sent = machine.now().getTime();
    const rows = await uow.reader().query<readonly { now: Date }[]>('SELECT UTC_TIMESTAMP(3) AS `now`');
    const middle = (sent + machine.now().getTime()) / 2;
    return (rows[0]?.now.getTime() ?? middle) - middle;
  };
  let distance = await measure();
  return {
    now: () => new Date(machine.now().getTime() + distance),
    async refresh() {
      distance = await measure();
    },
  };
}
