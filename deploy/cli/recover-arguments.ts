import { parseArgs } from 'node:util';
import { reachOf, type Surroundings } from './exchange-arguments.js';
import type { NodeAddress } from './exchange-request.js';

export const USAGE = `Usage: npm run recover -- --node ID [--backup FILE [--over]] [--within SECONDS] [--json]

Recovers an office whose database was lost or is older than what the others know: says what state it is in, puts a backup
back if one is given, has the office compare itself with every office that it exchanges with, follows that until all agree,
and reports what came back and what cannot.

  --node     the office, e.g. city
  --backup   what npm run backup wrote; the office must be stopped. Afterwards this waits until it is started
  --over     also when the database holds matters: the backup replaces them
  --within   how long all of it may take, in seconds (default 3600)
  --as       who acts, a member of its staff (default: the one who may)
  --json     the report for a program

An office takes back only what it has signed itself, from the other ends of its own streams. What no other office ever had
(matters that were never sent, drafts, users) comes back only from a backup.
Where the office is found: as for npm run -s exchange. --backup needs DATABASE_OWNER_URL, as npm run restore does; the
private servers of "npm start" need neither.
Exit code 0: every office agrees. 1: some did not answer, not in that time, or refused. 2: the question was wrong.
`;

export interface Recovering {
  readonly node: string;
  readonly user: string | undefined;
  readonly backup: string | undefined;
  readonly over: boolean;
  readonly withinMs: number;
  readonly json: boolean;
  /** Where the node answers; asked again each time, since a start writes it anew. @throws Error with a sentence. */
  readonly reach: () => NodeAddress;
}

/** @throws Error with a sentence about what is wrong with the question. */
export function readRecovering(argv: readonly string[], around: Surroundings): Recovering {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      node: { type: 'string' },
      backup: { type: 'string' },
      over: { type: 'boolean', default: false },
      as: { type: 'string' },
      within: { type: 'string', default: '3600' },
      json: { type: 'boolean', default: false },
    },
  });
  const { node, backup, over, as: user, within, json } = values;
  if (node === undefined) throw new Error('--node is needed: which office.');
  if (over && backup === undefined) throw new Error('--over belongs to --backup FILE.');
  if (!/^[1-9]\d{0,5}$/u.test(within))
    throw new Error(`--within wants seconds between 1 and 999999, not ${within}.`);
  const reach = (): NodeAddress => reachOf(node, around);
  // Without a backup the office must be known now; with one it is stopped, and known once it is started.
  if (backup === undefined) reach();
  return { node, user, backup, over, withinMs: Number(within) * 1_000, json, reach };
}
