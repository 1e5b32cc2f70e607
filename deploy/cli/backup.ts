import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backUp, loadSteps, schemaOf } from '#persistence';
import { CommandError, databaseUrl, nodeSchemas, runCommand } from './db-settings.js';

const usage = `npm run backup -- [--node ID] [--to FILE]
    writes one node's schema into one file, as it stands at one moment; the node may run meanwhile
    --node  which office, e.g. city; not needed where the network has one
    --to    a file that is not there (default DATA_DIR/backups/ID-TIME.jsonl.gz)

It holds everything that the schema holds, names too: mode 0600, not encrypted; keep it as you keep the database. The
node's keys and papers are no part of it: keep DATA_DIR as well, without its keys sealed messages cannot be read.
DATABASE_URL is the address that the node runs with, DATA_DIR its folder (default .data); the private servers of
"npm start" need neither. The format: libs/persistence/src/backup/backup-format.ts; zcat shows it.`;

await runCommand('backup', async () => {
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
  const server = databaseUrl('DATABASE_URL', process.env, 'the user that the nodes run as');
  const nodes = await nodeSchemas(values.node, process.env);
  const [only, ...more] = nodes.map(({ node }) => node);
  if (only === undefined || more.length > 0)
    throw new CommandError(
      `--node is needed: one of ${nodes.map(({ node }) => node).join(', ')}.\n\n${usage}`,
    );
  const dataDir = process.env['DATA_DIR'] ?? '.data';
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/gu, '');
  const to = resolve(values.to ?? `${dataDir}/backups/${only.replaceAll(':', '-')}-${stamp}.jsonl.gz`);
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const { header, rows, sha256 } = await backUp({
    node: only,
    database: { ...server, schema: schemaOf(only) },
    steps: await loadSteps(),
    to,
    say: (line) => console.error(line),
  });
  const count = Object.values(rows).reduce((sum, one) => sum + one, 0);
  process.stdout.write(
    `${only}: ${String(count)} rows of ${String(header.tables.length)} tables as of ${header.at}, epoch ${String(header.epoch)}, in ${to} (sha256 of its lines ${sha256})\n`,
  );
});
