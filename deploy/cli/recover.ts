// npm run recover -- --node city: what state an office's database is in, and its way back, followed to its end.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { schemaOf, schemaState } from '#persistence';
import { databaseUrl } from './db-settings.js';
import { recover } from './recover-command.js';
import { restoreFile } from './restore-file.js';

const say = (line: string): void => console.error(line);

const answered = await recover(process.argv.slice(2), {
  environment: process.env,
  read: (file) => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
  },
  fetch,
  say,
  wait: (ms) => pause(ms),
  now: () => performance.now(),
  state: async (node) => {
    const name = ['DATABASE_OWNER_URL', 'DATABASE_URL'].find((one) => (process.env[one] ?? '') !== '');
    if (name === undefined) return undefined;
    return schemaState(databaseUrl(name, process.env, 'the user that the nodes run as'), schemaOf(node));
  },
  restore: (wish) => restoreFile({ ...wish, say }),
});
process.stdout.write(answered.out);
process.stderr.write(answered.err);
process.exitCode = answered.code;
