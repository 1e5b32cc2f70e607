import {
  DatabaseUnfitError,
  type MigrationStep,
  openDatabase,
  parseDatabaseUrl,
  schemaOf,
} from '#persistence';
import type { NodeSettings } from '#platform';
import { sentenceOf } from './problems.js';

/**
 * What is wrong with the databases of these nodes, a sentence each. Asked when the start fails for another reason, so
 * that all is told at once; a start in which all is well opens each database only once, to keep it.
 */
export async function databaseProblems(
  { DATABASE_URL }: NodeSettings,
  nodes: readonly string[],
  steps: readonly MigrationStep[],
): Promise<readonly string[]> {
  const { host, port, user, password } = parseDatabaseUrl(DATABASE_URL);
  const asked = nodes.map(async (node) => {
    try {
      const database = await openDatabase(
        { host, port, user, password, schema: schemaOf(node), poolSize: 1 },
        { records: [], steps, onHookFailure: () => undefined },
      );
      await database.close();
      return [];
    } catch (error) {
      return error instanceof DatabaseUnfitError ? sentenceOf(node, error) : [];
    }
  });
  return (await Promise.all(asked)).flat();
}
