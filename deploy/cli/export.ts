import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CannotTakeOut, loadSteps, openDatabase, records, schemaOf, takeOut } from '#persistence';
import { CommandError, databaseUrl, runCommand } from './db-settings.js';

const usage = `npm run export -- --node ID --to FOLDER
    writes everything that an office has into documented files: lines of JSON, attachments with their digests, a
    manifest and a README. The node may run meanwhile; the files are of one moment.
    --node  which office, e.g. city
    --to    a folder that is empty or not there; it will name petitioners and accused

DATABASE_URL is the address that the node runs with, DATA_DIR its folder (default .data).`;

await runCommand('export', async () => {
  const { values } = parseArgs({
    options: {
      node: { type: 'string' },
      to: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const { node, to } = values;
  if (node === undefined || to === undefined)
    throw new CommandError(`--node and --to are needed.\n\n${usage}`);
  const server = databaseUrl('DATABASE_URL', process.env, 'the user that the nodes run as');
  const database = await openDatabase(
    // One connection holds the moment; a stream of a long table outlives the patience of a screen.
    { ...server, schema: schemaOf(node), poolSize: 1, statementTimeout: 3_600_000 },
    {
      records,
      steps: await loadSteps(),
      onHookFailure: (error) => {
        throw error;
      },
    },
  );
  try {
    const manifest = await takeOut(database, {
      node,
      dataDir: process.env['DATA_DIR'] ?? '.data',
      to: resolve(to),
      now: new Date(),
      say: (line) => console.error(line),
    });
    const rows = manifest.files.reduce((sum, file) => sum + (file.rows ?? 0), 0);
    process.stdout.write(
      `${node}: ${rows} rows in ${manifest.files.length} files and ${manifest.attachments.length} attachments in ${to}; README.md there says what is what\n`,
    );
    if (manifest.damaged.length > 0)
      throw new CommandError(`${manifest.damaged.length} attachments are damaged: manifest.json names them.`);
  } catch (error) {
    throw error instanceof CannotTakeOut ? new CommandError(error.message) : error;
  } finally {
    await database.close();
  }
});
