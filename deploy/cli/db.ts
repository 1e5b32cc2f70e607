import { parseArgs } from 'node:util';
import { provision, provisionStatements, type ProvisionPlan } from '#persistence';
import { CommandError, databaseUrl, nodeSchemas, runCommand } from './db-settings.js';

const usage = `npm run db -- provision --print [--nodes city,prefecture] [--from HOST]
    prints the SQL that makes schemas, users and grants, for the DBA who runs it
npm run db -- provision [--nodes …] [--from HOST]
    runs it, as the administrator of DATABASE_ADMIN_URL

The owner is the user of DATABASE_OWNER_URL (it migrates), the nodes' user that of DATABASE_URL.
--from is MySQL's host pattern from which the users connect (default 127.0.0.1).`;

const placeholder = '<choose a password>';

await runCommand('db', async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { nodes: { type: 'string' }, from: { type: 'string' }, print: { type: 'boolean' } },
  });
  if (positionals.length !== 1 || positionals[0] !== 'provision') throw new CommandError(`\n${usage}`);
  const print = values.print === true;
  const plan = await planOf(print, values.nodes, values.from);
  if (print) {
    process.stdout.write(
      provisionStatements(plan)
        .map((statement) => `${statement};\n`)
        .join(''),
    );
    return;
  }
  await provision(databaseUrl('DATABASE_ADMIN_URL', process.env, 'an administrator'), plan);
  process.stdout.write(`${plan.nodes.length} schema(s) and their users are there\n`);
});

/** Printed SQL goes through mail and tickets: it never holds a real password. */
async function planOf(
  print: boolean,
  nodes: string | undefined,
  from: string | undefined,
): Promise<ProvisionPlan> {
  const account = (name: string, what: string, user: string): { user: string; password: string } => {
    if (print && (process.env[name] ?? '') === '') return { user, password: placeholder };
    const found = databaseUrl(name, process.env, what);
    return { user: found.user, password: print ? placeholder : found.password };
  };
  const owner = account('DATABASE_OWNER_URL', 'the user that may alter the schemas', 'huiyin_owner');
  const node = account('DATABASE_URL', 'the user that the nodes run as', 'huiyin');
  return {
    owner,
    nodes: (await nodeSchemas(nodes, process.env)).map(({ schema }) => ({ schema, ...node })),
    ...(from === undefined ? {} : { from }),
  };
}
