import { parseArgs } from 'node:util';
import { loadSteps, migrateSchemas } from '#persistence';
import { databaseUrl, nodeSchemas, runCommand } from './db-settings.js';

// `npm run migrate [-- --nodes city,prefecture]`: brings each node's schema up to this program, one after
// another, with the owner's user (DATABASE_OWNER_URL). Safe to run twice, at once, and after a kill.
await runCommand('migrate', async () => {
  const { values } = parseArgs({ options: { nodes: { type: 'string' } } });
  const owner = databaseUrl('DATABASE_OWNER_URL', process.env, 'the user that may alter the schemas');
  const schemas = await nodeSchemas(values.nodes, process.env);
  const steps = await loadSteps();
  await migrateSchemas(
    owner,
    schemas.map(({ schema }) => schema),
    steps,
    ({ schema, applied }) => {
      const did = applied.length === 0 ? 'is up to date' : `went through ${applied.length} migration(s)`;
      process.stdout.write(`${schema} ${did}\n`);
    },
  );
});
