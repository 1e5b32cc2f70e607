import type { Logger } from 'typeorm';

/**
 * TypeORM prints slow and failed statements with their parameters to the console, whatever `logging` says:
 * that would be names and petition text in a log. Failures reach the border as errors and are logged there.
 */
export const quietLogger: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};
