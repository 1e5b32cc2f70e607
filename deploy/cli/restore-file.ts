import { loadSteps, readBackup, type ReadBackup, restore, schemaOf } from '#persistence';
import { CommandError, databaseUrl } from './db-settings.js';

/** Reads a backup whole and checks it. @throws CommandError in a sentence. */
export const wholeBackup = (file: string): Promise<ReadBackup> =>
  readBackup(file).catch((error: unknown) => {
    throw new CommandError(
      `${file} is not taken: ${error instanceof Error ? error.message : String(error)}.`,
    );
  });

/** What a backup is, in words: of which office, as of when, how much. */
export function backupInWords({ header, end }: ReadBackup): string {
  const rows = Object.values(end.rows).reduce((sum, one) => sum + one, 0);
  return `${header.node} as of ${header.at}, epoch ${String(header.epoch)}, ${String(rows)} rows of ${String(header.tables.length)} tables`;
}

/** Puts a node's schema back to a backup, with a line for every tenth of the file. */
export async function restoreFile(restoring: {
  readonly file: string;
  readonly node: string;
  readonly over: boolean;
  readonly say: (line: string) => void;
}): Promise<ReadBackup> {
  const { node, say } = restoring;
  return restore({
    ...restoring,
    schema: schemaOf(node),
    owner: databaseUrl('DATABASE_OWNER_URL', process.env, 'the user that may alter the schemas'),
    steps: await loadSteps(),
    progress: percent(say),
  });
}

function percent(say: (line: string) => void): (done: number, all: number) => void {
  let told = 0;
  return (done, all) => {
    const tenth = Math.floor((done / Math.max(all, 1)) * 10);
    if (tenth <= told) return;
    told = tenth;
    say(`${String(tenth * 10)} %`);
  };
}
