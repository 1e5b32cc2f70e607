import type { IncomingMessage } from 'node:http';
import type { Reader } from '#casework';

/** Who reads, until log-in says so: the unit, and the post or user id percent-encoded. */
const UNIT = 'x-acting-unit';
const USER = 'x-acting-user';

/** Who says to be reading. Undefined: nobody said. */
export function readerOf({ headers }: Pick<IncomingMessage, 'headers'>): Reader | undefined {
  const [unit, user] = [headers[UNIT], headers[USER]];
  if (typeof unit !== 'string' || typeof user !== 'string') return undefined;
  try {
    return { unit, user: decodeURIComponent(user) };
  } catch {
    return undefined;
  }
}
