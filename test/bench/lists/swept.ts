import { Sweep } from '#casework';
import { loadSteps, openDatabase, records, type DatabaseSettings } from '#persistence';
import { deskOf, type SeededOffice } from '../../support/seeded-office.js';

/** What a sweep of one morning took and read. */
export interface SweptFigures {
  readonly ms: number;
  /** Of which this process computed; the rest waited for the server, or for the machine. */
  readonly cpuMs: number;
  readonly overdue: number;
  readonly rungs: number;
  /** Rows that the server handed over, by any index. */
  readonly rowsRead: number;
  /** Rows read by going through a table: nothing of a sweep may. */
  readonly rowsScanned: number;
  /** A second sweep right after it, when nothing is due. */
  readonly idleMs: number;
  readonly idleRows: number;
}

/** Ten o'clock in Shanghai on the day after the seed's last: office hours. */
const MORNING = new Date('2026-09-17T02:00:00Z');

/** Sweeps the morning after; one connection, so that the server's counters are of the sweep alone. */
export async function sweptFigures(settings: DatabaseSettings, office: SeededOffice): Promise<SweptFigures> {
  const database = await openDatabase(
    { ...settings, poolSize: 1 },
    {
      records,
      steps: await loadSteps(),
      onHookFailure: (error) => {
        throw error;
      },
    },
  );
  try {
    const { dataSource } = database;
    const sweep = new Sweep(deskOf(office, database, { now: MORNING }), 365);
    const handlers = async (): Promise<ReadonlyMap<string, number>> => {
      const rows = await dataSource.query<readonly { Variable_name: string; Value: string }[]>(
        "SHOW SESSION STATUS LIKE 'Handler_read%'",
      );
      return new Map(rows.map((row) => [row.Variable_name, Number(row.Value)]));
    };
    const counted = async () => {
      const before = await handlers();
      const used = process.cpuUsage();
      const from = performance.now();
      const swept = await sweep.run();
      const ms = performance.now() - from;
      const { user, system } = process.cpuUsage(used);
      const after = await handlers();
      const read = [...after].map(([name, count]) => [name, count - (before.get(name) ?? 0)] as const);
      return {
        swept,
        ms,
        cpuMs: (user + system) / 1_000,
        rows: read.reduce((sum, [, count]) => sum + count, 0),
        // Asking for the counters reads the table of counters, about thirty rows at each time.
        scanned: new Map(read).get('Handler_read_rnd_next') ?? 0,
      };
    };
    const first = await counted();
    const idle = await counted();
    return {
      ms: first.ms,
      cpuMs: first.cpuMs,
      overdue: first.swept.overdue,
      rungs: first.swept.rungs,
      rowsRead: first.rows,
      rowsScanned: first.scanned,
      idleMs: idle.ms,
      idleRows: idle.rows,
    };
  } finally {
    await database.close();
  }
}
