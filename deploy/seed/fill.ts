import type { NetworkDirectory, NodeIdentity } from '#access';
import { matterIndexing, matterWords, worklistPlace } from '#casework';
import { addDays, isWorkingDay, parseLocalDate, yearOf, type LocalDate, type Rulebook } from '#domain';
import {
  BulkCasework,
  BulkWriter,
  type Database,
  loadSteps,
  openDatabase,
  records,
  schemaOf,
  sealMatters,
  type DatabaseSettings,
} from '#persistence';
import { chineseSegmenter } from '#platform';
import { SeedCases, type SeedOffice } from './seed-case.js';
import { SeedDays } from './seed-days.js';

/** Matters of one step: some megabytes. */
const AT_ONCE = 2_000;
/** A line of progress for so many. */
const TOLD_EVERY = 20_000;

/** The tables whose keys the server chooses by how much they hold. */
const FILLED = [
  ...[
    'casework_case',
    'casework_leg',
    'casework_clock',
    'casework_item',
    'casework_action',
    'casework_document',
  ],
  ...['casework_ladder', 'casework_ladder_event', 'matter_token', 'matter_posting', 'worklist_case'],
  ...['worklist_entry', 'worklist_party'],
];

/** Why a node is not seeded; the sentence goes to the operator as it is. */
export class CannotSeed extends Error {}

export interface Seeding {
  readonly cases: number;
  /** The same number gives the same rows. */
  readonly seed: number;
  /** The last day on which anything happened; a working day. */
  readonly day: LocalDate;
  /** Limits that end on that day, and lapse on the next. */
  readonly due: number;
}

/** A node to be filled. */
export interface SeedTarget {
  readonly database: DatabaseSettings;
  readonly directory: NetworkDirectory;
  readonly identity: Pick<NodeIdentity, 'node' | 'office' | 'matter'>;
  readonly rulebook: Rulebook;
  readonly say: (line: string) => void;
}

export interface Seeded {
  /** SHA-256 over all rows in the order of their writing. */
  readonly digest: string;
  readonly ms: number;
}

/**
 * Fills the empty schema of one petition office with invented matters and everything that follows from them, by the same
 * code as when they are entered; its peers know nothing of them.
 * @throws CannotSeed when the network is real, or the node is not empty or no petition office.
 */
export async function fillNode(target: SeedTarget, seeding: Seeding): Promise<Seeded> {
  const { database, directory, identity, rulebook, say } = target;
  const { cases, day } = seeding;
  const office = officeOf(directory, identity);
  if (!directory.settings.simulated)
    throw new CannotSeed('This network is real: invented matters have no place in it.');
  if (!isWorkingDay(rulebook.calendar, day)) throw new CannotSeed(`${day} is no working day.`);
  await opened(database, () => Promise.resolve());
  const from = performance.now();
  const writer = await BulkWriter.open(database);
  try {
    if ((await writer.run('SELECT 1 FROM casework_case LIMIT 1')).length > 0)
      throw new CannotSeed(`${identity.node} holds matters already: only an empty node is filled.`);
    const words = matterWords(chineseSegmenter(), identity.matter);
    const casework = new BulkCasework(writer, {
      lists: worklistPlace(identity.office, rulebook.calendar),
      indexing: matterIndexing(words, identity.matter),
      // Limits that end on the last day lapse on the next; all before them were recorded on their day.
      overdueOn: (due) => (due < day ? addDays(due, 1) : null),
    });
    const made = new SeedCases(office, { ...seeding, from: firstDay(rulebook) }, new SeedDays(day, rulebook));
    for (let first = 0; first < cases; first += AT_ONCE) {
      const count = Math.min(AT_ONCE, cases - first);
      await casework.write(Array.from({ length: count }, (_, at) => made.matter(first + at)));
      const done = first + count;
      if (done % TOLD_EVERY === 0 || done === cases) say(progress(done, cases, from));
    }
    say('the index of words …');
    await casework.finish();
    await keepNumbers(writer, office, cases, firstDay(rulebook), day);
    await setClocks(writer, directory, day);
    // Measured: until the server looks at the new tables by itself, some lists are read by the wrong key (700 ms for 17).
    await writer.run(`ANALYZE TABLE ${FILLED.join(', ')}`);
    say('blocks of words …');
    await opened(database, async ({ uow }) => {
      await sealMatters(uow);
    });
    return { digest: writer.digest(), ms: performance.now() - from };
  } finally {
    await writer.close();
  }
}

function progress(done: number, all: number, from: number): string {
  const seconds = (performance.now() - from) / 1000;
  return `${String(done)} of ${String(all)} cases after ${seconds.toFixed(0)} s`;
}

/** The first day that the calendar knows. */
function firstDay({ calendar }: Rulebook): LocalDate {
  const first = parseLocalDate(`${String(calendar.firstYear)}-01-02`);
  if (!first.ok) throw new CannotSeed('The calendar has no first year.');
  return first.value;
}

function officeOf(directory: NetworkDirectory, { node, office }: SeedTarget['identity']): SeedOffice {
  const self = directory.node(node);
  if (self?.role !== 'city') throw new CannotSeed(`${node} is no petition office of this network.`);
  const below = directory.nodes().filter(({ parent }) => parent === node);
  const units = [...below, ...directory.unitsKeptBy(node)].flatMap(({ id }) => {
    const unit = office.unit(id);
    return unit === undefined
      ? []
      : [{ id, node: unit.node, body: unit.body, prefix: unit.documentPrefix, role: unit.role }];
  });
  const handlers = units.filter(({ role }) => role !== 'committee');
  if (handlers.length === 0) throw new CannotSeed(`${node} has nobody below it to hand matters to.`);
  return {
    node,
    code: office.code,
    prefix: office.self.documentPrefix,
    units: handlers,
    committees: units.filter(({ role }) => role === 'committee').map(({ id }) => id),
    competent: (topic) => office.competence(topic)?.to,
  };
}

/** @throws DatabaseUnfitError with the command to run. */
async function opened(
  settings: DatabaseSettings,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  const database = await openDatabase(settings, {
    records,
    steps: await loadSteps(),
    onHookFailure: (error) => {
      throw error;
    },
  });
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

/** The registers go on after the last number that was given here. */
async function keepNumbers(
  writer: BulkWriter,
  { prefix }: SeedOffice,
  cases: number,
  from: LocalDate,
  to: LocalDate,
): Promise<void> {
  const registers = ['origin-1', `${prefix}登`, `${prefix}交`, `${prefix}转`];
  for (let year = yearOf(from); year <= yearOf(to); year += 1) {
    for (const register of registers)
      await writer.run('INSERT INTO casework_number (register, year, last_number) VALUES (?, ?, ?)', [
        register,
        year,
        cases * 3 + 100,
      ]);
  }
}

/** One legal day for the whole network: the clock of every node whose schema is here moves on to the last day. */
async function setClocks(writer: BulkWriter, directory: NetworkDirectory, day: LocalDate): Promise<void> {
  const nodes = directory.nodes().map(({ id }) => schemaOf(id));
  const found = await writer.run(
    "SELECT table_schema AS name FROM information_schema.tables WHERE table_name = 'simulated_clock' AND (table_schema IN (?) OR table_schema = DATABASE())",
    [nodes],
  );
  for (const { name } of found) {
    // 09:30 in Shanghai: office hours.
    await writer.run(
      `INSERT INTO \`${String(name)}\`.simulated_clock (id, instant) VALUES (1, ?)
       ON DUPLICATE KEY UPDATE instant = GREATEST(instant, VALUES(instant))`,
      [`${day} 01:30:00.000`],
    );
  }
}
