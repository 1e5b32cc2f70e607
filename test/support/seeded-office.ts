import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDirectory, NodeMatterNetwork, NodeOffice, type NetworkDirectory } from '#access';
import { matterIndexing, matterWords, worklistPlace, type Desk, type MatterIndexing } from '#casework';
import { legalDay, type LocalDate, parseLocalDate } from '#domain';
import { openRules, rulebookOf } from '#node';
import { caseworkUnitOfWork, type Database, type DatabaseSettings } from '#persistence';
import { chineseSegmenter, uuidV7Maker } from '#platform';
import { fillNode, type Seeded, type Seeding, type SeedTarget } from '../../deploy/seed/fill.js';

const ROOT = join(import.meta.dirname, '../..');
const MATTER_KEY = Buffer.alloc(32, 7);

/** The office of the sample network that a seed fills, with all that it is made from. */
export interface SeededOffice extends Pick<SeedTarget, 'directory' | 'identity' | 'rulebook'> {
  readonly indexing: MatterIndexing;
}

export function sampleOffice(node = 'city'): SeededOffice {
  const directory = sampleDirectory();
  const rules = openRules({ rules: join(ROOT, 'deploy/rules'), calendars: join(ROOT, 'deploy/calendars') });
  const matter = new NodeMatterNetwork(directory, node, MATTER_KEY);
  return {
    directory,
    identity: { node, office: new NodeOffice(directory, node), matter },
    rulebook: rulebookOf(rules, directory.settings),
    indexing: matterIndexing(matterWords(chineseSegmenter(), matter), matter),
  };
}

function sampleDirectory(): NetworkDirectory {
  const loaded = loadDirectory({
    path: join(ROOT, 'deploy/network/sample'),
    dataDir: tmpdir(),
    now: new Date(),
    rootKey: undefined,
  });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ sentence }) => sentence).join('\n'));
  return loaded.directory;
}

export function dayOf(text: string): LocalDate {
  const day = parseLocalDate(text);
  if (!day.ok) throw new Error(text);
  return day.value;
}

export const fillOffice = (
  database: DatabaseSettings,
  { directory, identity, rulebook }: SeededOffice,
  seeding: Partial<Seeding> & Pick<Seeding, 'cases'>,
): Promise<Seeded> =>
  fillNode(
    { database, directory, identity, rulebook, say: () => undefined },
    { seed: 1, day: dayOf('2026-09-16'), due: 10, ...seeding },
  );

/** A desk of that office on its database, at an instant that the test moves; its letters are counted, not sent. */
export function deskOf(
  { identity, rulebook, indexing }: SeededOffice,
  database: Database,
  time: { now: Date },
): Desk & { readonly letters: readonly unknown[] } {
  const letters: unknown[] = [];
  const newId = uuidV7Maker();
  const lists = worklistPlace(identity.office, rulebook.calendar);
  return {
    letters,
    uow: caseworkUnitOfWork(database.uow, identity.node, indexing, lists),
    office: identity.office,
    rulebook,
    time: { now: () => time.now },
    legalDay: (instant) => legalDay(instant),
    newId,
    outbox: {
      put: (put) => {
        letters.push(...put);
        return Promise.resolve(put.map(() => newId()));
      },
    },
    vault: { destroy: () => Promise.resolve() },
    epoch: 1,
    reviewSlip: 'at-once',
    matter: {
      words: matterWords(chineseSegmenter(), identity.matter),
      indexing,
      network: identity.matter,
      asksPerDay: 200,
    },
  };
}
