// npm run -s audit -- [--node ID] [--json] [--heal]: whether an office's rows are as its audit chain and its peers say.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadDirectory, openNetwork, printDirectoryProblems } from '#access';
import { auditNode, type AuditReport } from '#node';
import { attachmentFiles, loadSteps, openDatabase, records, schemaOf } from '#persistence';
import { systemClock } from '#platform';
import { type Healed, healedInWords, healFlaws } from './audit-heal.js';
import { CommandError, databaseUrl, nodeSchemas, runCommand } from './db-settings.js';
import { reachOf } from './exchange-arguments.js';

const usage = `npm run -s audit -- [--node ID] [--heal [--dry-run]] [--json]
    verifies an office's whole audit chain, every row that it covers, every signature and stored message, what its peers
    countersigned, and every kept file. Names each row that was changed, cut or slipped in, each file that was changed or
    taken away, and the office that holds the same message or file.
    Reads only; the office may run meanwhile.
    --heal  has the running office put right what other offices hold a copy of: messages, bodies, frames, receipts, files.
            Taken is what this office itself had signed, and of files what has the digest of its own row; a damaged file
            stays beside the new one as <id>.damaged. What was healed is a link of the chain. Then it audits again
    --dry-run  says what --heal would put right, and changes nothing
    --as    who heals, a member of the office's staff (default: the one who may)
    --node  which office, e.g. city; default: NODES, else all of the network directory
    --json  the reports for a program, a list

DATABASE_URL is the address that the nodes run with, DATA_DIR their folder (default .data), NETWORK the directory,
NETWORK_ROOT_KEY its key in a real network. --heal finds the running office as npm run -s exchange does. Exit code 0: everything holds. 1: something does not.`;

/** Heals what an audit found, in whose name. */
interface Wish {
  readonly user: string | undefined;
  readonly dryRun: boolean;
}

await runCommand('audit', async () => {
  const { values } = parseArgs({
    options: {
      node: { type: 'string' },
      json: { type: 'boolean', default: false },
      heal: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      as: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const { heal, as: user } = values;
  if (!heal && (values['dry-run'] || user !== undefined))
    throw new CommandError(`--dry-run and --as belong to --heal.\n\n${usage}`);
  const wish = heal ? { user, dryRun: values['dry-run'] } : undefined;
  const reports: Audited[] = [];
  for (const { node } of await nodeSchemas(values.node, process.env)) reports.push(await audit(node, wish));
  process.stdout.write(
    values.json
      ? `${JSON.stringify(reports, null, 2)}\n`
      : reports.map((report) => told(report, values['dry-run'])).join('\n'),
  );
  if (reports.some(({ flaws }) => flaws.length > 0)) process.exitCode = 1;
});

/** A report; after healing the second one, with what was healed before it. */
type Audited = AuditReport & { readonly healed?: Healed };

async function audit(node: string, wish: Wish | undefined): Promise<Audited> {
  const network = {
    path: process.env['NETWORK'] ?? 'deploy/network/sample',
    dataDir: process.env['DATA_DIR'] ?? '.data',
    rootKey: process.env['NETWORK_ROOT_KEY'],
  };
  const loaded = loadDirectory({ ...network, now: systemClock.now() });
  if (!loaded.ok) throw new CommandError(printDirectoryProblems(loaded.problems));
  const role = loaded.directory.node(node)?.role;
  if (role === undefined)
    throw new CommandError(`${node} is no office of ${network.path}: name one that is.`);
  const opened = openNetwork({ ...network, role, hosted: [node], now: () => systemClock.now() });
  if (!opened.ok) throw new CommandError(printDirectoryProblems(opened.problems));
  const [identity] = opened.identities;
  if (identity === undefined) throw new CommandError(`the keys of ${node} are not in ${network.dataDir}`);
  const database = await openDatabase(
    {
      ...databaseUrl('DATABASE_URL', process.env, 'the user that the nodes run as'),
      schema: schemaOf(node),
      poolSize: 2,
      // A digest over a long table outlives the patience of a screen.
      statementTimeout: 600_000,
    },
    {
      records,
      steps: await loadSteps(),
      onHookFailure: (error) => {
        throw error;
      },
    },
  );
  try {
    const files = attachmentFiles(network.dataDir, node);
    const parts = { node, database, keys: identity.keys, peers: identity.peers, files };
    const report = await auditNode(parts);
    if (wish === undefined || report.flaws.length === 0) return report;
    const around = { environment: process.env, read: textOf };
    const healed = await healFlaws(database, report.flaws, {
      ...{ node, ...wish, fetch, at: reachOf(node, around) },
      say: (line) => console.error(line),
    });
    return { ...(wish.dryRun ? report : await auditNode(parts)), healed };
  } finally {
    await database.close();
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** A row of these that is gone does not say any more who holds it too. */
const MESSAGES: ReadonlySet<string> = new Set(['exchange_outbox', 'exchange_inbox']);

function told(report: Audited, dryRun: boolean): string {
  const { node, head, entries, rows, signed, files, countersigned, flaws, healed } = report;
  const lines = [
    `${node}: ${head?.sequence ?? 0} links with ${entries} acts; ${rows} rows and ${signed} signed or sealed things and ${files} files checked`,
    ...countersigned.map(({ peer, sequence, is }) => `  countersigned by ${peer} at link ${sequence}: ${is}`),
    ...flaws.map(({ table, row, flaw, detail, heldBy }) => {
      const healable =
        heldBy !== undefined
          ? `yes, held by ${heldBy}`
          : flaw === 'gone' && MESSAGES.has(table)
            ? 'perhaps, --heal asks the other offices'
            : 'no';
      return `  ${table} ${row}: ${flaw} (${detail}); healable: ${healable}`;
    }),
    flaws.length === 0 ? '  everything is as it was written' : `  ${flaws.length} flaws`,
    ...(healed === undefined ? [] : [`  healing:\n${healedInWords(healed, dryRun)}`.trimEnd()]),
  ];
  return `${lines.join('\n')}\n`;
}
