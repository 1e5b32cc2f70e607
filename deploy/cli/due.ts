// npm run -s due -- --start 2026-09-16 --period 15日: when a period ends, and the working behind it.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRuleFiles } from '../../libs/casework/src/packs/index.js';
import { due } from './due-command.js';

/** The repository, seen from the source and from dist alike. */
function root(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'deploy', 'rules')) && dirname(directory) !== directory) {
    directory = dirname(directory);
  }
  return directory;
}

const answered = due(process.argv.slice(2), () =>
  readRuleFiles({
    rules: join(root(), 'deploy', 'rules'),
    calendar: join(root(), 'deploy', 'calendars', 'CN.yaml'),
  }),
);
process.stdout.write(answered.out);
process.stderr.write(answered.err);
process.exitCode = answered.code;
