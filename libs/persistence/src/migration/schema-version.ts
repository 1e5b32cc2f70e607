import { DatabaseUnfitError, errnoOf } from '../connection/failures.js';
import type { MigrationStep } from './steps.js';

/** A table that is there while a backup is put into a schema, and after that was cut off. */
export const RESTORING = 'restore_unfinished';

/** What the schema says it has been through. `doneAt` null: begun, and its process died. */
export interface RecordedStep {
  readonly step: string;
  readonly checksum: string;
  readonly doneAt: Date | null;
}

/** Reads the record of migrations; the caller orders by nothing else than the step's name. */
export const readRecordedSteps =
  'SELECT step, checksum, done_at AS doneAt FROM schema_migration ORDER BY step';

/**
 * Checks that no backup is being put into a schema, and none was cut off.
 * @throws DatabaseUnfitError naming the command to run.
 */
export async function assertNotRestoring(
  query: (sql: string) => Promise<readonly unknown[]>,
  schema: string,
): Promise<void> {
  if ((await query(`SHOW TABLES LIKE '${RESTORING.replaceAll('_', '\\\\_')}'`)).length === 0) return;
  throw new DatabaseUnfitError(
    `A backup is being put into the schema "${schema}", or that was cut off: wait for it, or run "npm run restore" again.`,
  );
}

/**
 * Checks that a schema is exactly as new as this program; changes nothing.
 * @throws DatabaseUnfitError naming the command to run, or that the program is older than the schema.
 */
export async function assertMigrated(
  query: (sql: string) => Promise<readonly RecordedStep[]>,
  schema: string,
  steps: readonly MigrationStep[],
): Promise<void> {
  let recorded: readonly RecordedStep[];
  try {
    recorded = await query(readRecordedSteps);
  } catch (error) {
    if (errnoOf(error) !== 1146) throw error;
    recorded = [];
  }
  assertKnown(schema, recorded, steps);
  const done = new Set(recorded.filter((row) => row.doneAt !== null).map((row) => row.step));
  const missing = steps.filter((step) => !done.has(step.name));
  const first = missing[0];
  if (first === undefined) return;
  throw new DatabaseUnfitError(
    `The schema "${schema}" is ${String(missing.length)} migration(s) behind this program (first: ${first.name}): run "npm run migrate".`,
  );
}

/** @throws DatabaseUnfitError when the schema has been through steps that this program does not know so. */
export function assertKnown(
  schema: string,
  recorded: readonly RecordedStep[],
  steps: readonly MigrationStep[],
): void {
  for (const row of recorded) {
    const step = steps.find((known) => known.name === row.step);
    if (step === undefined) {
      throw new DatabaseUnfitError(
        `The schema "${schema}" is newer than this program (it has been through ${row.step}): start the newer program.`,
      );
    }
    if (row.doneAt !== null && step.checksum !== row.checksum) {
      throw new DatabaseUnfitError(
        `The migration ${row.step} was changed after it ran on the schema "${schema}": restore its file, and write a new migration.`,
      );
    }
  }
}
