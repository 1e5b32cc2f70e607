import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One statement of the schema's history, as it stands in `libs/persistence/migrations/<name>.sql`. */
export interface MigrationStep {
  /** `0007-outbox`: four digits give the order. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the statement, hex: a step that has run is never edited. */
  readonly checksum: string;
  /**
   * For a statement that cannot be repeated: a SELECT whose first value is true once the statement has taken
   * effect (`-- done when: SELECT …`). After a kill between the statement and its record, it tells which it was.
   */
  readonly doneWhen?: string;
}

/** A migration file that breaks the rules of its folder; the message names file and rule. */
export class MigrationFileError extends Error {}

/** A file of this library that is SQL text, found from the sources as well as from `dist`. */
export function persistenceFolder(folder: 'migrations' | 'sql'): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    const found = join(at, 'libs', 'persistence', folder);
    if (existsSync(found)) return found;
  }
  throw new MigrationFileError(`libs/persistence/${folder} is missing beside this program.`);
}

/**
 * Reads the migrations in their order.
 * @throws MigrationFileError for a wrong name, two steps of one number, or not exactly one repeatable statement.
 */
export async function loadSteps(
  folder: string = persistenceFolder('migrations'),
): Promise<readonly MigrationStep[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  const steps = await Promise.all(files.map((file) => loadStep(folder, file)));
  steps.forEach((step, index) => {
    if (steps[index - 1]?.name.slice(0, 4) === step.name.slice(0, 4)) {
      throw new MigrationFileError(`Two migrations have the number ${step.name.slice(0, 4)}.`);
    }
  });
  return steps;
}

async function loadStep(folder: string, file: string): Promise<MigrationStep> {
  if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(file)) {
    throw new MigrationFileError(`The migration ${file} is not named like 0007-what-it-does.sql.`);
  }
  const text = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n');
  const doneWhen = /^-- done when: (SELECT .*)$/m.exec(text)?.[1];
  const sql = text
    .replace(/^--.*$/gm, '')
    .trim()
    .replace(/;$/, '');
  if (sql === '' || sql.includes(';')) {
    throw new MigrationFileError(
      `The migration ${file} does not hold exactly one statement (DDL commits by itself).`,
    );
  }
  if (doneWhen === undefined && !/^CREATE TABLE IF NOT EXISTS /.test(sql)) {
    throw new MigrationFileError(
      `The migration ${file} is no CREATE TABLE IF NOT EXISTS and says no "-- done when: SELECT …".`,
    );
  }
  return {
    name: file.slice(0, -'.sql'.length),
    sql,
    checksum: createHash('sha256').update(sql).digest('hex'),
    ...(doneWhen === undefined ? {} : { doneWhen }),
  };
}
