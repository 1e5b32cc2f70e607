import { parseArgs } from 'node:util';
import { CommandError, runCommand } from './db-settings.js';
import { backupInWords, restoreFile, wholeBackup } from './restore-file.js';

const usage = `npm run restore -- FILE [--node ID] [--over]
    puts a node's schema back to a backup; the node must not run
    FILE    what npm run backup wrote; read and checked whole before anything is touched
    --node  the office that it must be of (default: whichever it is of)
    --over  also when the schema holds matters: they are replaced
    --check only reads the file and says what it is

A restore that fails, or is killed and run again, leaves the schema as it was. Started again, the node finds out from
its peers what it has missed since the backup and takes it back from them.
DATABASE_OWNER_URL is the user that may alter the schema, as for npm run migrate; the private servers of "npm start"
need none.`;

await runCommand('restore', async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      node: { type: 'string' },
      over: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new CommandError(`One file is needed.\n\n${usage}`);
  const backup = await wholeBackup(file);
  const what = backupInWords(backup);
  if (values.check) {
    process.stdout.write(`${file} is whole: ${what}\n`);
    return;
  }
  const node = values.node ?? backup.header.node;
  await restoreFile({ file, node, over: values.over, say: (line) => console.error(line) });
  process.stdout.write(`${node} is back: ${what}\n`);
});
