import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { persistenceFolder } from './migration/steps.js';

/** The statements that run all day, as they stand in `libs/persistence/sql`, whose plans a test checks. */
export type HotStatement =
  | 'outbox-claim'
  | 'outbox-of-frames'
  | 'frames-due'
  | 'peer-windows'
  | 'peer-waiting'
  | 'inbox-lookup'
  | 'inbox-parked'
  | 'figures'
  | 'peer-figures'
  | 'sweep-due'
  | 'clocks-lapsed'
  | 'clocks-outdated'
  | 'legs-past-objection'
  | 'extensions-undecided'
  | 'ladders-due'
  | 'units-held'
  | 'papers-due';

/** Reads a hot statement without its comment. */
export function hotSql(name: HotStatement): string {
  return readFileSync(join(persistenceFolder('sql'), `${name}.sql`), 'utf8')
    .replace(/^ *--.*\n/gm, '')
    .trim();
}
