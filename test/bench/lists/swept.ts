import { Sweep, worklistPlace } from '#casework';
import {
  BulkWriter,
  loadSteps,
  openDatabase,
  records,
  refreshWorklists,
  type DatabaseSettings,
} from '#persistence';
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

/** A morning is taken back and swept again so many times; what counts is the one in the middle. */
const MORNINGS = 5;

export async function sweptFigures(settings: DatabaseSettings, office: SeededOffice): Promise<SweptFigures> {
  const all: SweptFigures[] = [];
  for (let round = 0; round < MORNINGS; round += 1) {
    await takeBack(settings, office);
    all.push(await sweptOnce(settings, office));
  }
  const middle = all.toSorted((a, b) => a.ms - b.ms)[Math.floor(MORNINGS / 2)];
  if (middle === undefined) throw new Error('nothing was swept');
  return middle;
}

const DAY = MORNING.toISOString().slice(0, 10);

/** The office as it was in the evening before: what a sweep of that morning wrote is taken out again. */
async function takeBack(settings: DatabaseSettings, office: SeededOffice): Promise<void> {
  const writer = await BulkWriter.open(settings);
  const ids: readonly string[] = await (async () => {
    try {
      const fired = await writer.run(
        'SELECT LOWER(HEX(case_id)) AS hex FROM casework_ladder_event WHERE day = ? GROUP BY case_id',
        [DAY],
      );
      await writer.run(
        `INSERT INTO casework_ladder (leg_id, case_id, next_on)
           SELECT DISTINCT leg_id, case_id, day FROM casework_ladder_event WHERE day = ?
         ON DUPLICATE KEY UPDATE next_on = VALUES(next_on)`,
        [DAY],
      );
      await writer.run('DELETE FROM casework_ladder_event WHERE day = ?', [DAY]);
      await writer.run('UPDATE casework_clock SET overdue_on = NULL WHERE overdue_on = ?', [DAY]);
      // The newest lines, read from the end: nothing but sweeps came after the seed.
      await writer.run(
        `DELETE FROM casework_action WHERE seq > (SELECT seq FROM
           (SELECT seq FROM casework_action FORCE INDEX (PRIMARY) WHERE day < ? ORDER BY seq DESC LIMIT 1) s)`,
        [DAY],
      );
      return fired.map(({ hex }) =>
        String(hex).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5'),
      );
    } finally {
      await writer.close();
    }
  })();
  const database = await open(settings);
  const lists = worklistPlace(office.identity.office, office.rulebook.calendar);
  await database.uow.run(() => refreshWorklists(database.uow.writer(), lists, ids));
  await database.close();
}

const open = async (settings: DatabaseSettings) =>
  openDatabase(
    { ...settings, poolSize: 1 },
    {
      records,
      steps: await loadSteps(),
      onHookFailure: (error) => {
        throw error;
      },
    },
  );

/** Sweeps the morning after; one connection, so that the server's counters are of the sweep alone. */
async function sweptOnce(settings: DatabaseSettings, office: SeededOffice): Promise<SweptFigures> {
  const database = await open(settings);
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
