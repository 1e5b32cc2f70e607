/** Deadlock, lock wait timeout, and "record has changed since last read" (MariaDB): the whole work may be tried again. */
const retryableErrnos: readonly number[] = [1213, 1205, 1020];

/** The database cannot be used as it is; the message is a sentence that tells the operator what to do. */
export class DatabaseUnfitError extends Error {
  override readonly name = 'DatabaseUnfitError';
}

/**
 * COMMIT failed: whether the work took effect is unknown. The caller reads back by its key
 * (message id, idempotency key) before it tries again; the unit of work itself never repeats it.
 */
export class CommitUnknownError extends Error {
  override readonly name = 'CommitUnknownError';
}

/** MySQL's error number, when the error came from the database. */
export function errnoOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errno' in error)) return undefined;
  return typeof error.errno === 'number' ? error.errno : undefined;
}

/** The driver's name of an error: `ER_DUP_ENTRY`, `ECONNREFUSED`, `PROTOCOL_SEQUENCE_TIMEOUT`, … */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** True when the same work, run again from its beginning, may succeed. */
export function isRetryable(error: unknown): boolean {
  const errno = errnoOf(error);
  return errno !== undefined && retryableErrnos.includes(errno);
}

/** True when a row with this key exists already (error 1062). */
export function isDuplicateKey(error: unknown): boolean {
  return errnoOf(error) === 1062;
}

/** True when the statement took longer than the node's patience: its connection is unusable from then on. */
export function isTimeout(error: unknown): boolean {
  return codeOf(error) === 'PROTOCOL_SEQUENCE_TIMEOUT';
}

/**
 * Server gone, shutting down, out of connections, disk full: what the server itself says of being away. A full disk has
 * many names: a table that cannot grow (1114) put healthy messages away as poison, as a fault run found.
 */
const outageErrnos: readonly number[] = [
  ...[3, 20, 1021, 1026, 1040, 1053, 1077, 1079, 1114, 1158, 1159, 1160, 1161, 1203, 1290],
];
/** "Got error N from storage engine": whatever the engine met, also a full disk. */
const ENGINE_ERRNO = 1030;
const outageCode = /^(E[A-Z]+|PROTOCOL_[A-Z_]+|POOL_[A-Z_]+)$/;

/** True when the store is away, not the work at fault: the same may succeed later. */
export function isOutage(error: unknown): boolean {
  if (error instanceof CommitUnknownError) return true;
  const errno = errnoOf(error);
  if (errno !== undefined && outageErrnos.includes(errno)) return true;
  if (errno === ENGINE_ERRNO) return error instanceof Error && error.message.includes('No space left');
  const code = codeOf(error);
  if (code !== undefined) return !code.startsWith('ER_') && outageCode.test(code);
  // mysql2 has no code for this one: a statement on a socket that it has closed itself.
  return error instanceof Error && error.message.includes('connection is in closed state');
}

/** The sentence for an error met while opening the database; says what happened, where, and what to do. */
export function unfitSentence(
  error: unknown,
  at: { readonly host: string; readonly port: number; readonly user: string; readonly schema?: string },
): string {
  const where = `${at.host}:${String(at.port)}`;
  const provision = 'run what "npm run db -- provision --print" prints';
  switch (errnoOf(error)) {
    case 1045:
    case 1698:
      return `The database at ${where} refuses the user "${at.user}": correct user and password, or ${provision}.`;
    case 1044:
    case 1049:
      return `The schema "${at.schema ?? ''}" does not exist at ${where}, or the user "${at.user}" has no rights on it: ${provision}.`;
    case 1040:
    case 1203:
      return `The database at ${where} has no free connection: raise max_connections, or host fewer nodes on it.`;
    case 1130:
      return `The database at ${where} accepts no connections from this machine for the user "${at.user}": ${provision}.`;
    case undefined:
    default:
      return `No database answers at ${where} (${codeOf(error) ?? 'unknown error'}): start it, or correct the database address in the settings.`;
  }
}
